"""How an authority asks to join: from the first address to the decision (the table of join requests)."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused, may

from .. import mail_codes, signals
from ..domains import look_at, normal_address
from ..duplicates import duplicates_of, is_duplicate
from ..evidence import BY_THE_SENDER, missing_evidence
from ..models import Evidence, Invitation, JoinRequest, PrincipleAcceptance
from ..models.joining import OPEN, WAITING
from ..readiness import PRINCIPLES, accepted_principles, is_eligible, is_member, problems_of  # noqa: F401
from ..rules import SECOND_LOOK
from ..targets import target_key
from . import handovers, invitations
from .admitting import admit
from .locks import lock_authority, lock_both, lock_city

Status, Kind = JoinRequest.Status, JoinRequest.Kind
OWN_WORDS = {
    "name", "office", "language", "telephone", "role_wanted", "city", "summit_interest", "about",
    "proposed_name", "proposed_country", "proposed_division", "proposed_type", "proposed_place",
    "proposed_lat", "proposed_lon", "proposed_website", "kind",
}  # fmt: skip
MOST_EVIDENCE = 12
STARTS_AN_HOUR = 3

requests = Lifecycle(JoinRequest)


# The one who asks


@requests.creation(announces=signals.join_request_started)
def start(*, by, email, language="en", **chosen):
    """Somebody gives an address; the link to the form goes there, whoever it is."""
    email, an_hour_ago = normal_address(email), timezone.now() - timedelta(hours=1)
    lately = JoinRequest.objects.filter(email__iexact=email, created_at__gte=an_hour_ago)
    if lately.count() >= STARTS_AN_HOUR:
        raise TransitionRefused(_("Several links were sent to this address within an hour. Please wait a while."))
    request = JoinRequest(email=email, language=language)
    _fill(request, chosen)
    request.save()
    return request


def _fill(request, answers):
    unknown = set(answers) - OWN_WORDS
    if unknown:
        raise TypeError(f"a join request takes no {sorted(unknown)} from its sender, only {sorted(OWN_WORDS)}")
    for name, value in answers.items():
        setattr(request, name, value)
    request.target = target_key(request)


@requests.transition(Status.DRAFT)
def fill_in(request, *, by, **answers):
    """The answers of one page are kept."""
    _fill(request, answers)


@requests.transition(Status.DRAFT)
def accept_principle(request, *, by, text):
    """One principle is accepted, in the words shown."""
    if text.status != text.Status.PUBLISHED or text.key not in PRINCIPLES:
        raise TransitionRefused(_("The text of this principle has changed. Please read it again."))
    PrincipleAcceptance.objects.get_or_create(request=request, text=text, defaults={"principle": text.key})


@requests.transition(Status.DRAFT, announces=signals.join_code_asked)
def ask_code(request, *, by):
    """Six digits go to the address, to be typed back within half an hour."""
    mail_codes.issue(mail_codes.for_request(request), request.email)


@requests.transition(Status.DRAFT)
def prove(request, *, by):
    """The address is the person's own: its code was typed back."""
    if not mail_codes.was_passed(mail_codes.for_request(request), request.email):
        raise TransitionRefused(_("The code from the mail has not been typed in yet."))
    request.email_proven_at = timezone.now()


def prove_address(request, *, by, digits):
    """Check the digits and prove the address. Outside of the transition, because a wrong try must stay counted."""
    if not may(by, prove.permission, request):
        raise PermissionDenied(prove.permission)
    mail_codes.check(mail_codes.for_request(request), request.email, digits)
    return prove(request, by=by)


@requests.transition(Status.DRAFT, to=Status.SUBMITTED, announces=signals.join_request_submitted, locks=lock_authority)
def submit(request, *, by):
    """The request is handed in; from now on a registrar may take it."""
    for problem in problems_of(request):
        raise TransitionRefused(problem)
    request.submitted_at = timezone.now()
    request.target = target_key(request)
    note_for_registrar(request)


def note_for_registrar(request):
    """What the checks of address and authority noticed, for whoever takes the request."""
    flags = list(look_at(request.email).flags)
    Evidence.objects.create(request=request, kind=Evidence.Kind.DOMAIN_MAIL, address=request.email, flags=flags)
    if duplicates_of(request).exists():
        flags = [*flags, "duplicate"]
    request.flags = flags


@requests.creation(to=Status.SUBMITTED, announces=signals.join_request_submitted, by_system=True)
def open_for_invitation(*, by, invitation):
    """An invited person must be checked first: the invitation becomes a request."""
    return submitted_for(invitation, invitation=invitation)


def submitted_for(addressed, **tie):
    """The stored request of the person whom an invitation or a handover is addressed to, with what staff should see."""
    now = timezone.now()
    request = JoinRequest(
        kind=Kind.NEW_PERSON,
        status=Status.SUBMITTED,
        email=addressed.email.lower(),
        name=addressed.name,
        office=addressed.office,
        language=addressed.language,
        role_wanted=addressed.role,
        city=addressed.city,
        email_proven_at=now,  # the link came to this address, or its owner is signed in
        submitted_at=now,
        **tie,
    )
    request.target = target_key(request)
    request.save()
    note_for_registrar(request)
    request.save()
    return request


@invitations.invitations.transition(Invitation.Status.OPEN, to=Invitation.Status.TO_CHECK, locks=lock_city)
def send_to_check(invitation, *, by):
    """The invited person says yes; a registrar looks first, because of the role or the address."""
    invitations.refuse_if_over(invitation)
    waiting = JoinRequest.objects.filter(kind=Kind.NEW_PERSON, city=invitation.city, status__in=WAITING)
    asked = waiting.filter(email__iexact=invitation.email, invitation=None).first()
    if asked:
        note_invitation(asked, by=SYSTEM, invitation=invitation)
    else:
        open_for_invitation(by=SYSTEM, invitation=invitation)


@requests.transition(*WAITING, by_system=True)
def note_invitation(request, *, by, invitation):
    """Who asked on their own account is invited after all: both are one case."""
    request.invitation, request.role_wanted = invitation, invitation.role


@requests.transition(Status.EVIDENCE_ASKED, to=Status.CHECKING)
def answer(request, *, by, answer=""):
    """The person has sent what was asked for."""
    request.answer = answer


@requests.transition(*OPEN, to=Status.WITHDRAWN, by_system=True)
def withdraw(request, *, by):
    """The person takes the request back."""
    _turn_down(request)


@requests.transition(Status.REFUSED)
def ask_second_look(request, *, by):
    """The person asks that another registrar looks at a refused request, once."""
    if request.second_look_at:
        raise TransitionRefused(_("A second look was already asked for."))
    if timezone.now() > request.decided_at + SECOND_LOOK:
        raise TransitionRefused(_("A second look can be asked for within 30 days of the decision."))
    request.second_look_at = timezone.now()


# The registrar


@requests.transition(Status.SUBMITTED, to=Status.CHECKING)
def take(request, *, by):
    """A registrar takes the request and holds it."""
    request.taken_by, request.taken_at = by, timezone.now()


@requests.transition(Status.CHECKING, Status.EVIDENCE_ASKED)
def take_over(request, *, by):
    """A colleague goes on with a request that nobody has touched for half an hour."""
    request.taken_by, request.taken_at = by, timezone.now()


@requests.transition(Status.CHECKING, to=Status.EVIDENCE_ASKED, announces=signals.join_evidence_asked)
def ask(request, *, by, asked_for):
    """The registrar says what is missing; the person has 60 days to send it."""
    if not asked_for.strip():
        raise TransitionRefused(_("Say what is missing."))
    request.asked_for, request.asked_at = asked_for, timezone.now()


@requests.transition(Status.CHECKING, to=Status.APPROVED, announces=signals.join_request_approved, locks=lock_authority)
def approve(request, *, by):
    """The authority becomes a member, or the person one of its representatives: everything, or nothing."""
    missing = missing_evidence(request)
    if missing:
        raise TransitionRefused(_("Still missing: %(what)s.") % {"what": "; ".join(map(str, missing))})
    request.decided_by, request.decided_at = by, timezone.now()
    admit(request, by=by)


@requests.transition(Status.CHECKING, to=Status.REFUSED, announces=signals.join_request_refused)
def refuse(request, *, by, reason_code, reason_text):
    """The registrar says no, with a reason and what the person can do instead."""
    if reason_code not in JoinRequest.Reason.values or not reason_text.strip():
        raise TransitionRefused(_("Choose a reason and explain it in a sentence."))
    request.reason_code, request.reason_text = reason_code, reason_text
    request.decided_by, request.decided_at = by, timezone.now()
    request.first_refused_by = request.first_refused_by or by
    _turn_down(request)


def _turn_down(request):
    """The invitation or the handover behind the request ends with it."""
    if request.invitation and request.invitation.status == "to_check":
        invitations.turn_down(request.invitation, by=SYSTEM)
    if request.handover and request.handover.status == "to_check":
        handovers.turn_down(request.handover, by=SYSTEM)


@requests.transition(Status.REFUSED, to=Status.CHECKING)
def look_again(request, *, by):
    """Another registrar looks at a refused request, because the person asked for it."""
    if not request.second_look_at:
        raise TransitionRefused(_("Nobody asked for a second look."))
    if request.decided_by_id != request.first_refused_by_id:
        raise TransitionRefused(_("A second look was already taken."))
    request.taken_by, request.taken_at = by, timezone.now()
    request.decided_by = request.decided_at = None


@requests.transition(
    Status.SUBMITTED, Status.CHECKING, to=Status.MERGED, announces=signals.join_request_merged, locks=lock_both
)
def merge(request, *, by, into):
    """Two requests for one city become one; both stay readable."""
    into.refresh_from_db()
    if not may(by, merge.permission, into):
        raise PermissionDenied(merge.permission)
    if into.pk == request.pk or into.status not in WAITING:
        raise TransitionRefused(_("It can be joined only to another request that is still open."))
    if not is_duplicate(request, into):
        raise TransitionRefused(_("The two requests are not for the same city."))
    request.merged_into = into
    request.decided_by, request.decided_at = by, timezone.now()
    _turn_down(request)


# Evidence


@requests.transition(*OPEN)
def add_evidence(request, *, by, kind, **found):
    """The person sends a document, or the registrar notes what was found."""
    is_sender = by.audit_kind == "link"
    if is_sender and (kind not in BY_THE_SENDER or request.status not in (Status.DRAFT, Status.EVIDENCE_ASKED)):
        raise PermissionDenied(add_evidence.permission)
    if request.evidence.count() >= MOST_EVIDENCE:
        raise TransitionRefused(_("No more documents can be added to this request."))
    Evidence.objects.create(request=request, kind=kind, flags=_flags_of_document(kind, found), **found)


def _flags_of_document(kind, found):
    written_on = found.get("document_on")
    if kind != Evidence.Kind.LETTER or written_on is None:
        return []
    today = timezone.now().date()
    if written_on > today:
        return ["dated_in_future"]
    return ["dated_long_ago"] if (today - written_on).days > settings.LETTER_AGE_DAYS else []


@requests.transition(Status.DRAFT)
def remove_evidence(request, *, by, evidence):
    """The person takes a document back before the request is handed in."""
    request.evidence.filter(pk=evidence.pk, checked_at=None).delete()


@requests.transition(Status.CHECKING, Status.EVIDENCE_ASKED)
def check_evidence(request, *, by, evidence, result, reason="", shared=False, **found):
    """The registrar has looked at one piece of evidence and says what it shows.

    `found` may hold number, number_source_url and spoken_with; `shared` marks a domain that others use as well.
    """
    evidence = request.evidence.select_for_update().get(pk=evidence.pk)
    if evidence.checked_at:
        raise TransitionRefused(_("This was already checked by %(person)s.") % {"person": evidence.checked_by})
    for name in found:
        if name not in {"number", "number_source_url", "spoken_with"}:
            raise TypeError(f"checking evidence takes no {name}")
        setattr(evidence, name, found[name])
    if shared:
        evidence.flags = [*evidence.flags, "shared_domain"]
    _refuse_unless_documented(evidence, result, reason)
    evidence.result, evidence.reason = result, reason
    evidence.checked_by, evidence.checked_at = by, timezone.now()
    evidence.save()


@requests.transition(Status.CHECKING, Status.EVIDENCE_ASKED)
def record_call(request, *, by, number, number_source_url, spoken_with, result, reason=""):
    """The registrar has called a number found on the official site, and says what came of it."""
    call = Evidence(
        request=request,
        kind=Evidence.Kind.CALL_BACK,
        number=number,
        number_source_url=number_source_url,
        spoken_with=spoken_with,
    )
    _refuse_unless_documented(call, result, reason)
    call.result, call.reason, call.checked_by, call.checked_at = result, reason, by, timezone.now()
    call.save()


def _refuse_unless_documented(evidence, result, reason):
    kinds = Evidence.Kind
    if result not in (Evidence.Result.CONFIRMED, Evidence.Result.NOT_ACCEPTED):
        raise TransitionRefused(_("Say whether it is confirmed or not accepted."))
    if result == Evidence.Result.NOT_ACCEPTED:
        if not reason.strip():
            raise TransitionRefused(_("Say why it is not accepted."))
        return
    if evidence.kind in (kinds.CALL_BACK, kinds.DOMAIN_MAIL) and not evidence.number_source_url:
        raise TransitionRefused(_("Give the page of the official site where this stands."))
    if evidence.kind == kinds.CALL_BACK and not evidence.spoken_with:
        raise TransitionRefused(_("Say with whom you spoke."))


# The clock


@requests.transition(Status.DRAFT, Status.EVIDENCE_ASKED, to=Status.EXPIRED, by_system=True)
def expire(request, *, by):
    """Nobody came back in time."""
    if not overdue().filter(pk=request.pk).exists():
        raise TransitionRefused(_("There is still time."))
    _turn_down(request)


def overdue():
    """Drafts whose link has ended, and requests for which evidence was asked too long ago."""
    now = timezone.now()
    return JoinRequest.objects.filter(
        Q(status=Status.DRAFT, saved_at__lt=now - timedelta(days=settings.JOIN_LINK_DAYS))
        | Q(status=Status.EVIDENCE_ASKED, asked_at__lt=now - timedelta(days=settings.EVIDENCE_DAYS))
    )
