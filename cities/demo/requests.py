"""Six made-up join requests, none approved: one for each flag of an address, and a pair that asks for one city."""

from django.utils import timezone

from ..models import Evidence, JoinRequest, PrincipleAcceptance, SiteText, Term
from ..targets import target_key
from .tables import MARK

REQUESTS = [
    # address, name, office, authority, country, type, flags of the address
    (
        "demonstration-of-setubal-without-mailbox@gmail.com",
        "Sofia Almeida",
        "Adviser to the mayor",
        "Setúbal",
        "PT",
        "city",
        ["free_mail"],
    ),
    (
        "luis.pardo@cajamarca-demonstration.github.io",
        "Luis Pardo",
        "Safety officer",
        "Cajamarca",
        "PE",
        "city",
        ["free_host"],
    ),
    ("anna@töwnhαll.example", "Anna Weber", "Head of youth work", "Bielefeld", "DE", "city", ["mixed_script"]),
    ("office@palerno.example", "Marco Greco", "Cabinet of the mayor", "Trapani", "IT", "city", ["look_alike"]),
    ("grace.otieno@kisumu.example", "Grace Otieno", "County secretary", "Kisumu", "KE", "county", []),
    ("david.ouma@kisumu.example", "David Ouma", "Youth department", "Kisumu", "KE", "county", []),
]


def seed_requests():
    """As visitors would have sent them: address proven, principles accepted, a letter still to be looked at."""
    known = set(JoinRequest.objects.filter(email__in=[row[0] for row in REQUESTS]).values_list("email", flat=True))
    for row in REQUESTS:
        if row[0] not in known:
            _send(*row)


def _send(email, name, office, authority, country, type_code, flags):
    now = timezone.now()
    request = JoinRequest(
        email=email,
        name=f"{name} ({MARK})",
        office=office,
        proposed_name=authority,
        proposed_country_id=country,
        proposed_type=Term.objects.get(list="authority_type", code=type_code),
        about=f"{MARK}: we would like to learn how other cities bring their services together.",
        flags=flags,
        status=JoinRequest.Status.SUBMITTED,
        email_proven_at=now,
        submitted_at=now,
    )
    request.target = target_key(request)
    request.save()
    Evidence.objects.create(request=request, kind=Evidence.Kind.DOMAIN_MAIL, flags=flags)
    texts = SiteText.objects.published().filter(key__startswith="principle.", language="en")
    PrincipleAcceptance.objects.bulk_create(
        PrincipleAcceptance(request=request, text=text, principle=text.key) for text in texts
    )
