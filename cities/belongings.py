"""What this app holds about a person, what ends when the person is erased, and what stands in the way."""

from dataclasses import replace

from django.db.models import F, Q
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scn_portal.files.models import StoredFile
from scn_portal.lifecycle import SYSTEM
from scn_portal.privacy import signals
from scn_portal.privacy.belongings import before_erasing, register, register_files
from scn_portal.privacy.erasing import as_written
from scn_portal.privacy.inventory import inventory

from . import lifecycle, models
from .forgetting import forget_letter, forget_paper, forget_request
from .lifecycle.membership import end_role
from .lifecycle.seats import end_person
from .models import City, Evidence, Handover, Invitation, JoinRequest, Representative, SeatPerson
from .models.joining import OPEN
from .rules import tied_cities


def to_address(address):
    return Q(email__iexact=address)


def done_by(user):
    return Q(by=user)


# What must end first


@before_erasing
def end_open_roles(whom):
    """Through the lifecycle, so that whatever follows from the end of a role or a seat follows here, too."""
    if whom.user:
        for person in SeatPerson.objects.filter(user=whom.user, until=None).order_by("pk"):
            end_person(person, by=SYSTEM)
        for role in Representative.objects.open().filter(user=whom.user).order_by("pk"):
            end_role(role, by=SYSTEM)


@before_erasing
def take_back_open_requests(whom):
    for request in _requests_of(whom).filter(status__in=OPEN).order_by("pk"):
        lifecycle.withdraw(request, by=SYSTEM)


def _requests_of(whom):
    found = Q(pk__in=[])
    for address in whom.addresses:
        found |= to_address(address)
    return JoinRequest.objects.filter(found)


@receiver(signals.erasure_objection)
def the_last_contact_hands_over_first(person, **_kwargs):
    """A member city is not left without anybody to write to."""
    roles = Representative.objects.open().filter(user=person, role=Representative.Role.LEAD_CONTACT)
    cities = City.objects.filter(pk__in=roles.values("city"), memberships__ended_on=None, memberships__isnull=False)
    names = ", ".join(cities.distinct().order_by("folded").values_list("name", flat=True))
    if not names:
        return None
    words = gettext(
        "You are the lead contact of %(cities)s. Please hand the role over first, so that the city can still be "
        "reached. If there is nobody to take it, write to us: a registrar can end the role."
    )
    return words % {"cities": f"\u2068{names}\u2069"}


@receiver(signals.too_close)
def people_of_tied_cities(people, user, **_kwargs):
    """The law of ties (`rules.tied_to`), for many people at once."""
    roles = list(Representative.objects.filter(user__in=people).values_list("user", "city"))
    tied = tied_cities(user, {city for _person, city in roles})
    return {person for person, city in roles if city in tied}


# What erasure does where it takes more than one step


def erase_requests(rows, whom):
    """What came to nothing goes; what was approved stays as the fact that somebody was checked."""
    for request in rows.exclude(status="approved").filter(merged_into=None):
        forget_request(request)
    as_written(inventory().of(JoinRequest), rows, whom)
    rows.update(link_issue=F("link_issue") + 1)


def erase_evidence(rows, whom):
    for evidence in rows.exclude(file=None):
        forget_paper(evidence)
    as_written(inventory().of(Evidence), rows, whom)


def erase_invitations(rows, whom):
    """Each under an address of its own: two open ones for one role must still differ. Links sent before are dead."""
    for number, row in enumerate(rows.order_by("pk"), 1):
        own = replace(whom, number=f"{whom.number}-{number}")
        as_written(inventory().of(rows.model), rows.filter(pk=row.pk), own)
    rows.update(link_issue=F("link_issue") + 1)


def erase_handovers(rows, whom):
    for handover in rows.exclude(letter=None).select_related("letter"):
        forget_letter(handover)
    erase_invitations(rows, whom)


# People
register(Representative, _("Roles in cities"), by_user=lambda user: Q(user=user), position=20)
register(
    Evidence,
    _("Evidence of speaking for an authority"),
    by_user=lambda user: Q(request__invitation__representative__user=user),
    by_address=lambda address: Q(request__email__iexact=address),
    erase=erase_evidence,
    position=30,
)
register(
    models.PrincipleAcceptance,
    _("Accepted principles"),
    by_user=lambda user: Q(request__invitation__representative__user=user),
    by_address=lambda address: Q(request__email__iexact=address),
    position=30,
)
register(
    JoinRequest,
    _("Requests to join"),
    by_user=lambda user: Q(invitation__representative__user=user),
    by_address=to_address,
    erase=erase_requests,
    position=40,
)
register(models.MailCode, _("Mailed codes"), by_address=lambda address: Q(address__iexact=address))
register(
    Invitation,
    _("Invitations received"),
    by_user=lambda user: Q(representative__user=user),
    by_address=to_address,
    erase=erase_invitations,
)
register(
    Handover,
    _("Roles taken over"),
    by_user=lambda user: Q(incoming__user=user),
    by_address=to_address,
    erase=erase_handovers,
)
register(SeatPerson, _("Seats in the network's bodies"), by_user=lambda user: Q(user=user))
register(models.ContactMessage, _("Messages to the network"), by_address=to_address)
register(models.ImportRow, _("Rows of imported registers"), by_address=lambda address: Q(values__email__iexact=address))
register(models.Profile, _("Mailboxes of cities"), by_address=lambda address: Q(mailbox__iexact=address))

# What was done in an office: it stays, and names the office
register(models.Confirmation, _("Confirmations for a city"), by_user=done_by)
register(models.ProfileText, _("Texts written for a city"), by_user=done_by)
register(models.SiteText, _("Texts written for the site"), by_user=done_by)
register(models.NewsItem, _("News written"), by_user=done_by)
register(models.StrategyVersion, _("Strategies put on the portal"), by_user=done_by)
register(models.Picture, _("Pictures added"), by_user=lambda user: Q(added_by=user))
register(models.Decision, _("Decisions proposed"), by_user=lambda user: Q(proposed_by=user))
register(models.Advice, _("Advice given"), by_user=done_by)


@register_files
def papers_of_requests(whom):
    """What was sent by the mailed link belongs to the request, not to an account."""
    keys = [str(pk) for pk in _requests_of(whom).values_list("pk", flat=True)]
    return StoredFile.objects.filter(owner_kind="cities.joinrequest", owner_key__in=keys, derived_from=None)
