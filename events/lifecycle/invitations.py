"""How somebody is invited by name and address, and answers. Who opens a forwarded link can answer, never attend."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scn_portal.accounts.models import User
from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused, may, one_transaction

from .. import people, signals
from .. import seats as ledger
from ..models import Invitation, Pool
from ..rules.people import is_invited_by_it
from . import registrations

Status = Invitation.Status
SENT_AT_MOST, AT_ONCE = 3, 25
OVER = ("cancelled", "ended", "archived")
invitations = Lifecycle(Invitation)


# The officer


@invitations.creation()
def draft(*, by, within, email, name, expires_at, category="guest", language="en", stops=()):
    """An officer notes whom to invite, as what, and until when an answer counts."""
    if within.status in OVER:
        raise TransitionRefused(_("This event takes nobody any more."))
    if expires_at <= timezone.now():
        raise TransitionRefused(_("The invited person needs time to answer."))
    if any(each.event_id != within.pk for each in stops):
        raise TransitionRefused(_("This stop belongs to another event."))
    values = {"email": email, "address_key": people.address_key(email), "name": name, "expires_at": expires_at}
    row = Invitation.objects.create(event=within, category=category, language=language, by=by, **values)
    row.stops.set(stops)
    return row


@invitations.transition(Status.DRAFT, Status.SENT, to=Status.SENT, announces=signals.invitation_sent)
def send(invitation, *, by):
    """The mail goes out, three times at most; every earlier link is dead."""
    if invitation.times_sent >= SENT_AT_MOST:
        raise TransitionRefused(_("An invitation goes out three times at most."))
    _refuse_if_over(invitation)
    invitation.times_sent += 1
    invitation.link_issue += 1


@invitations.transition(Status.DRAFT, Status.SENT, to=Status.REVOKED)
def revoke(invitation, *, by):
    """It is taken back before it was answered."""
    invitation.link_issue += 1


@invitations.transition(Status.SENT, to=Status.EXPIRED, by_system=True)
def expire(invitation, *, by):
    """Nobody answered in time."""
    if invitation.expires_at > timezone.now():
        raise TransitionRefused(_("There is still time."))


# The answer


def pools_of(invitation):
    """The pools that it leads to: one for each of its stops, or for every stop where it names none."""
    pools = Pool.objects.filter(stop__event=invitation.event_id, stop__status="scheduled", category=invitation.category)
    stops = list(invitation.stops.values_list("pk", flat=True))
    pools = pools.filter(stop__in=stops) if stops else pools
    return list(pools.select_related("stop").order_by("pk"))


def lock_pools_of(invitation, **_details):
    pools = pools_of(invitation)
    ledger.keep_still(each.stop_id for each in pools)
    ledger.lock_pools(pk__in=[each.pk for each in pools])


@invitations.transition(Status.SENT, to=Status.ACCEPTED, locks=lock_pools_of)
def accept(invitation, *, by, stops=None):
    """The invited person comes: to all stops of the invitation, or to those chosen. All else goes to the address."""
    _refuse_if_over(invitation)
    _come(invitation, stops, by)


@invitations.transition(Status.SENT, to=Status.DECLINED)
def decline(invitation, *, by):
    """The invited person does not come."""
    _refuse_if_over(invitation)
    invitation.answered_at = timezone.now()


@invitations.transition(Status.DRAFT, Status.SENT, to=Status.ACCEPTED, locks=lock_pools_of)
def record_acceptance(invitation, *, by, stops=None):
    """An officer notes that the person said yes, such as by telephone."""
    _come(invitation, stops, by)


@invitations.transition(Status.DRAFT, Status.SENT, to=Status.DECLINED)
def record_refusal(invitation, *, by):
    """An officer notes that the person said no, such as by telephone."""
    invitation.answered_at = timezone.now()


def _come(invitation, stops, by):
    chosen = {each.pk for each in stops} if stops is not None else None
    pools = [each for each in pools_of(invitation) if chosen is None or each.stop_id in chosen]
    if not pools:
        raise TransitionRefused(_("There is no seat of this kind there. Please write to the organisers."))
    invitation.answered_at = timezone.now()
    account = by if is_invited_by_it(by, invitation) else people.account_of(invitation.email)
    registrations.admit(by=SYSTEM, within=invitation, pools=pools, answered_by=by, user=account)


def _refuse_if_over(invitation):
    if invitation.expires_at <= timezone.now():
        raise TransitionRefused(_("This invitation has ended. Please write to the organisers."))
    if invitation.event.status in OVER:
        raise TransitionRefused(_("This event takes nobody any more."))


# Many at once


def draft_many(event, *, by, rows, **same):
    """An officer notes a whole table of people, [{name, email, language}]: all of them, or none."""
    with one_transaction():
        return [draft(by=by, within=event, **row, **same) for row in rows]


def send_drafts(event, *, by):
    """An officer sends all invitations that were noted. Many are a job of its own. Returns how many there are."""
    if not may(by, send.permission, event):
        raise PermissionDenied(send.permission)
    number = event.invitations.filter(status=Status.DRAFT).count()
    if not number:
        raise TransitionRefused(_("No invitation waits to be sent."))
    with one_transaction():
        start("events.send_invitations", key=f"invitations:{event.pk}", owner=by, ids={"event": event.pk, "by": by.pk})
    return number


@long_work("events.send_invitations", label=gettext_lazy("Invitations to an event"))
def send_some(job):
    """The next of them. One that cannot go out any more stays a draft and stops no other."""
    by = User.objects.get(pk=job.ids["by"])
    drafts = Invitation.objects.filter(event=job.ids["event"], status=Status.DRAFT, pk__gt=job.place or 0)
    rows = list(drafts.order_by("pk")[:AT_ONCE])
    for row in rows:
        with suppress(TransitionRefused):
            send(row, by=by)
    done, left = job.done + len(rows), drafts.count() - len(rows)
    place = rows[-1].pk if rows else job.place
    return Progress(done=done, total=done + max(left, 0), place=place, is_finished=len(rows) < AT_ONCE)
