"""At the door: one check-in counts for a person, stop and day; every other attempt stands beside it. Online meetings
have a door too: whoever joins is checked in, and only then led to the provider.
"""

from functools import partial
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.accounts import sealing
from scn_portal.lifecycle import Lifecycle, TransitionRefused, may, one_transaction

from ..checking_in import came_today, day_at, is_open, joined_by, why_not
from ..models import CheckIn, MeetingLink, Registration, Stop
from .locks import lock_its_event
from .stops import stops

PURPOSE = "online-meeting"  # what the address and passcode are sealed for
Result, Source = CheckIn.Result, CheckIn.Source

check_ins = Lifecycle(CheckIn)


@check_ins.creation(by_system=True)
def check_in(*, by, within, registration, nonce="", source=Source.DOOR, scanned_at=None):
    """Notes who came to a stop, who had come before, and who was not let in and why.

    `scanned_at` is when it was scanned, where that was not now.
    """
    registration = _locked(registration)
    stop = Stop.objects.select_related("event").get(pk=within.pk)
    at = scanned_at or timezone.now()
    day = day_at(stop, at)
    why = why_not(stop, registration, day)
    return CheckIn.objects.create(
        registration=registration,
        stop=stop,
        day=day,
        source=source,
        result=Result.WRONG if why else _once_a_day(registration, stop, day),
        why=why,
        nonce=nonce or uuid4().hex,
        scanned_at=at,
        by=by if by.audit_kind == "person" else None,
    )


def scan(*, by, within, registration, nonce):
    """What a door sends: the same nonce for the same person is the same check-in, however often it comes."""
    step = partial(check_in, by=by, within=within, registration=registration)
    return _once(step, nonce, registration, within, may(by, check_in.permission, within))


def enter(*, by, within, stop, nonce):
    """What the page of the online meeting sends for a registration; the same nonce is the same check-in."""
    step = partial(join, by=by, within=within, stop=stop)
    return _once(step, nonce, within, stop, may(by, join.permission, within))


def _once(step, nonce, registration, stop, is_allowed):
    """The check-in of this nonce for this person and stop, else what `step` makes."""
    with one_transaction():
        if not is_allowed:
            raise PermissionDenied(step.func.permission)
        _locked(registration)
        known = CheckIn.objects.filter(nonce=nonce).first()
        if known and (known.registration_id, known.stop_id) == (registration.pk, stop.pk):
            return known
        return step(nonce="" if known else nonce)


@check_ins.creation()
def join(*, by, within, stop, nonce=""):
    """Notes that a person with a seat joins online, at the hour of the meeting."""
    registration, now = _locked(within), timezone.now()
    link = next((each for each in joined_by(registration) if each.stop_id == stop.pk), None)
    if link is None or not is_open(link, now):
        raise TransitionRefused(_("One cannot join at this moment."))
    day = day_at(link.stop, now)
    return CheckIn.objects.create(
        registration=registration,
        stop=link.stop,
        day=day,
        source=Source.JOIN,
        result=_once_a_day(registration, link.stop, day),
        nonce=nonce or uuid4().hex,
        scanned_at=now,
        by=by if by.audit_kind == "person" else None,
    )


@stops.transition(Stop.Status.SCHEDULED, locks=lock_its_event, by_system=True)
def set_meeting(stop, *, by, address, passcode="", opens_minutes_before=15):
    """An officer says where the stop meets online. The address is sealed; only who has a seat is led there."""
    if stop.starts_at is None:
        raise TransitionRefused(_("Say first at which time the stop begins and ends."))
    given = {
        "address": sealing.seal(address, PURPOSE),
        "passcode": sealing.seal(passcode, PURPOSE) if passcode else "",
        "opens_minutes_before": opens_minutes_before,
    }
    MeetingLink.objects.update_or_create(stop=stop, defaults=given)


def unsealed(link):
    """Address and passcode of an online meeting, for whoever was just let in."""
    passcode = sealing.unseal(link.passcode, PURPOSE) if link.passcode else ""
    return sealing.unseal(link.address, PURPOSE), passcode


def _once_a_day(registration, stop, day):
    return Result.ALREADY if came_today(registration, stop, day) else Result.OK


def _locked(registration):
    """The row of the person, locked: two doors that scan one code at once come one after the other."""
    return Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
