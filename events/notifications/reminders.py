"""Reminders: of a meeting to come, of seats that need a name, of an invitation that was not answered."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import token_for
from scn_portal.jobs.models import Job
from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import due_of, write

from .. import calendars, reminders
from ..models import Delegation, Invitation, ReminderRule, Seat, Stop
from . import people

KIND = "events.event_reminder"
SLICE = 100
BECAUSE = _("You get this because you have a seat at an event, were invited, or answer for your city.")


def begin(due):
    """Write the job that reminds, once for each rule and date."""
    key = f"{KIND}:{due.key}:{due.stop.pk if due.stop else ''}"
    if not Job.objects.filter(key=key).exists():
        ids = {"rule": due.rule.pk, "at": due.at.isoformat(), "stop": due.stop.pk if due.stop else None}
        start("events.remind", key=key, owner=SYSTEM, ids=ids)


@long_work("events.remind", label=_("Reminding people of an event"))
def remind(job):
    """The next hundred, by their key."""
    rule = ReminderRule.objects.select_related("event").filter(pk=job.ids["rule"]).first()
    stop = Stop.objects.filter(pk=job.ids["stop"]).first()
    rows = []
    if rule is not None:
        due = reminders.Due(rule, datetime.fromisoformat(job.ids["at"]), stop)
        rows = list(reminders.readers(due).filter(pk__gt=job.place or 0)[:SLICE])
        for row in rows:
            _tell(row, due.key)
    done = job.done + len(rows)
    return Progress(done, done, place=rows[-1].pk if rows else job.place, is_finished=len(rows) < SLICE)


def _tell(row, key):
    if isinstance(row, Seat):
        people.tell(KIND, row.registration, row, due=key)
    elif isinstance(row, Delegation):
        for person in people.coordinators(row.city):
            write(KIND, subject=row, person=person, due=key)
    else:
        write(KIND, subject=row, address=row.email, language=row.language, due=key)


@kind(KIND, label=_("Reminders of events"), because=BECAUSE, in_inbox=True)
def event_reminder(mail, row):
    """Nothing any more where the date has moved, the seat has ended, or the answer has come."""
    if not reminders.is_still_due(due_of(mail), timezone.now()):
        return None
    if isinstance(row, Seat):
        return _of_seat(mail, row)
    return _of_delegation(mail, row) if isinstance(row, Delegation) else _of_invitation(row)


def _of_seat(mail, seat):
    is_held = seat.status in (Seat.Status.CONFIRMED, Seat.Status.ATTENDED)
    if not is_held or not people.is_still_theirs(mail, seat.registration):
        return None
    stop, registration = seat.stop, seat.registration
    return _about(stop.event, "seat", until="") | {
        "when": calendars.when(stop),
        "where": calendars.place_of(stop),
        "button_url": people.link_to(registration, mail.person),
        "button_label": _("Open your seat"),
    }


def _of_delegation(mail, delegation):
    is_open = delegation.status in (Delegation.Status.INVITED, Delegation.Status.ACCEPTED)
    if not is_open or delegation.released_at or mail.person not in people.coordinators(delegation.city):
        return None
    until = people.moment(delegation.release_at, delegation.event.zone)
    return _about(delegation.event, "delegation", until) | {
        "button_url": address("events:delegation_detail", delegation.event.slug),
        "button_label": _("Name your people"),
    }


def _of_invitation(invitation):
    if invitation.status != Invitation.Status.SENT or invitation.expires_at <= timezone.now():
        return None
    event = invitation.event
    token = token_for("events.invitation", invitation.code, invitation.link_issue)
    until = min(invitation.expires_at, event.closes_at or invitation.expires_at)
    return _about(event, "invitation", people.moment(until, event.zone)) | {
        "button_url": address("events:invitation_open", event.slug, invitation.code, token),
        "button_label": _("Read the invitation"),
    }


def _about(event, what, until):
    """The values that each of the three needs; `what` says which."""
    words = {"when": calendars.days_of(event), "where": ""}
    return {"title": people.isolated(calendars.title_of(event)), "what": what, "until": until} | words
