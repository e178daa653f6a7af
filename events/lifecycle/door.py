"""At the door: one check-in counts for a person, stop and day; every other attempt stands beside it."""

from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from scn_portal.lifecycle import Lifecycle, may, one_transaction

from ..checking_in import came_today, day_at, why_not
from ..models import CheckIn, Registration, Stop

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


def scan(*, by, within, registration, nonce, **more):
    """What a door sends: the same nonce for the same person is the same check-in, however often it comes."""
    with one_transaction():
        if not may(by, check_in.permission, within):
            raise PermissionDenied(check_in.permission)
        _locked(registration)
        known = CheckIn.objects.filter(nonce=nonce).first()
        if known and (known.registration_id, known.stop_id) == (registration.pk, within.pk):
            return known
        return check_in(by=by, within=within, registration=registration, nonce="" if known else nonce, **more)


def _once_a_day(registration, stop, day):
    return Result.ALREADY if came_today(registration, stop, day) else Result.OK


def _locked(registration):
    """The row of the person, locked: two doors that scan one code at once come one after the other."""
    return Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
