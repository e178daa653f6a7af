"""The numbers of the seat ledger: who may join a queue, and the one statement that gives a number.

A pool's row holds every number; nothing is counted. What moves a seat stands in `lifecycle/seats.py`, and what moves
several of them in `lifecycle/ledger.py`; both are called through `lifecycle.seats`.
"""

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cities.rules import roles_in
from cities.status import in_force
from scn_portal.lifecycle import TransitionRefused

from .models import Event, Pool, Seat, Stop
from .models.seats import LIVE

MEMBER, OTHER = 0, 1  # the bands of a queue, in its order
BY_INVITATION = {Pool.Category.SPEAKER, Pool.Category.PRESS, Pool.Category.CREW}
HAS_ROOM = "NOT needs_approval AND waiting = 0 AND taken + offered + reserved < capacity"
TAKE = f"""
    WITH numbered AS (
        UPDATE events_pool SET
            queue_seq = queue_seq + 1,
            taken = taken + CASE WHEN {HAS_ROOM} THEN 1 ELSE 0 END,
            waiting = waiting + CASE WHEN needs_approval OR {HAS_ROOM} THEN 0 ELSE 1 END
        WHERE id = %(pool)s AND (needs_approval OR keeps_waiting_list OR {HAS_ROOM})
        RETURNING id, stop_id, queue_seq, CASE
            WHEN needs_approval THEN 'requested' WHEN waiting = 0 THEN 'confirmed' ELSE 'waitlisted' END AS status
    )
    INSERT INTO events_seat
        (registration_id, stop_id, pool_id, status, band, queue_no, calendar_uid, since, ended_reason)
    SELECT %(registration)s, stop_id, id, status, %(band)s, queue_seq, %(uid)s, now(), '' FROM numbered
    RETURNING id
"""
KEEP_STILL = """
    SELECT id FROM events_event WHERE id IN (SELECT event_id FROM events_stop WHERE id = ANY(%(stops)s))
    ORDER BY id FOR KEY SHARE;
    SELECT id FROM events_stop WHERE id = ANY(%(stops)s) ORDER BY id FOR KEY SHARE
"""


def take_place(pool_pk, *, registration, band, uid=None):
    """Give the next number of the pool, and with it a seat, a place in the queue, or a request to staff: what the
    pool says at that instant, in one statement. Returns the key of the seat; None: full, and nobody can wait."""
    given = {"pool": pool_pk, "registration": registration.pk, "band": band, "uid": uid}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, given)
        row = cursor.fetchone()
    return row and row[0]


def keep_still(stops):
    """Nobody moves, closes or cancels these stops and their events before this transaction ends; many may hold that
    at once. It comes before the locks on pools."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP_STILL, {"stops": sorted(stops)})


def lock_pools(**where):
    """The pools in the order of their keys, each locked until the end of the transaction, as they are now."""
    locked = Pool.objects.select_for_update(of=("self",), no_key=True).select_related("stop__event")
    return list(locked.filter(**where).order_by("pk"))


def band_of(registration):
    """0 for people of a city whose membership is in force: its delegates, and who represents it; else 1."""
    if registration.delegation_id:
        return MEMBER if in_force(registration.delegation.city) else OTHER
    represents = registration.user_id and registration.city_id and roles_in(registration.user, registration.city)
    return MEMBER if represents and in_force(registration.city) else OTHER


def has_begun(stop, now=None):
    now = now or timezone.now()
    return stop.starts_at <= now if stop.starts_at else stop.starts_on < now.date()


def is_final(pool, now=None):
    """Whether the queue no longer moves by itself: names are final, registration is closed, or the stop has begun."""
    now = now or timezone.now()
    ends = [each for each in (pool.cut_off_at, pool.stop.event.closes_at) if each is not None]
    return any(each <= now for each in ends) or has_begun(pool.stop, now)


def names_are_final(pool):
    return pool.cut_off_at is not None and pool.cut_off_at <= timezone.now()


def is_invited_to(registration, pool):
    """Whether the invitation that the person answered is one to this stop and kind of seat."""
    invitation = registration.invitation
    if invitation is None or invitation.category != pool.category:
        return False
    stops = {each.pk for each in invitation.stops.all()}
    return not stops or pool.stop_id in stops


def check_place(pool):
    """The stop still takes place and lies ahead."""
    if pool.stop.status != Stop.Status.SCHEDULED:
        raise TransitionRefused(_("%(stop)s does not take place.") % {"stop": name_of(pool.stop)})
    if has_begun(pool.stop):
        raise TransitionRefused(_("%(stop)s has begun already.") % {"stop": name_of(pool.stop)})


def check_window(registration, pool, band):
    """Registration is open for this person and this kind of seat; else a refusal that says from when, or how."""
    event, now = pool.stop.event, timezone.now()
    if event.status != Event.Status.OPEN or (event.closes_at and event.closes_at <= now):
        raise TransitionRefused(_("Registration for this event is not open."))
    if event.members_from and now < event.members_from:
        raise TransitionRefused(_("Registration opens on %(day)s.") % {"day": _day(event.members_from)})
    if is_invited_to(registration, pool):
        return
    if pool.category in BY_INVITATION:
        raise TransitionRefused(_("These seats are given by invitation."))
    if band == OTHER:
        _check_others(event, pool, now)


def _check_others(event, pool, now):
    if event.guests_from is None:
        raise TransitionRefused(_("People from outside the member cities come by invitation."))
    if now < event.guests_from:
        words = _("Members register first. Others can register from %(day)s.")
        raise TransitionRefused(words % {"day": _day(event.guests_from)})
    if pool.category == Pool.Category.DELEGATE and pool.stop.pools.filter(category=Pool.Category.GUEST).exists():
        raise TransitionRefused(_("These seats are for delegates of member cities; there are others for guests."))


def live_seats(registration, stops):
    """The seats and places that the person has at these stops now."""
    return Seat.objects.filter(registration=registration, stop__in=stops, status__in=LIVE)


def was_here_before(registration, stop):
    """Whether the person, or somebody with this address, gave up a place at this stop: calendars remember that."""
    same = Q(registration=registration)
    if registration.address_key:
        same |= Q(registration__event=registration.event_id, registration__address_key=registration.address_key)
    return Seat.objects.filter(same, stop=stop).exclude(status__in=LIVE).exists()


def name_of(stop):
    """The stop in words: its city or place, else the event."""
    return str(stop.city or stop.place or stop.event)


def _day(instant):
    return date_format(timezone.localtime(instant), "DATE_FORMAT")
