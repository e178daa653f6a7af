"""Who may answer a poll, what a vote is, and how votes are counted. No request, no permission, no change of state."""

import json
import time
from collections import Counter
from hashlib import sha256

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from .disclosure import OTHER, break_down
from .models import Ballot, CheckIn, Poll, Registration, Seat, Turnout

SHOWN_FROM = 10  # answers; below that nobody sees how anything was answered
SCALE = (1, 2, 3, 4, 5)
SIZES = ((50_000, "small"), (250_000, "medium"), (1_000_000, "large"))
FRESH = 2  # seconds that one count serves all readers
SITTING = ("confirmed", "attended")
COMING = ("accepted", "closed")


# Who


def entitled(poll):
    """The registrations whose holders may answer: seated, at its stop if it has one, checked in if it asks for that."""
    seats = Seat.objects.filter(registration=OuterRef("pk"), status__in=SITTING)
    arrived = CheckIn.objects.filter(registration=OuterRef("pk"), result=CheckIn.Result.OK)
    if poll.stop_id:
        seats, arrived = seats.filter(stop=poll.stop_id), arrived.filter(stop=poll.stop_id)
    people = Registration.objects.filter(Exists(seats), event=poll.event_id, status="active")
    if poll.audience == Poll.Audience.CHECKED_IN:
        people = people.filter(Exists(arrived))
    if poll.unit == Poll.Unit.DELEGATION:
        people = people.filter(delegation__status__in=COMING)
    return people


def votes_there_are(poll):
    """How many votes can be cast: people, or cities where a city has one vote."""
    people = entitled(poll)
    if poll.unit == Poll.Unit.DELEGATION:
        return people.aggregate(votes=Count("delegation", distinct=True))["votes"]
    return people.count()


def registration_of(principal, event):
    """The active registration with a seat of whoever asks, a person or the holder of a seat's link; or None."""
    seats = Seat.objects.filter(registration=OuterRef("pk"), status__in=SITTING)
    rows = Registration.objects.filter(Exists(seats), event=event, status="active").select_related("city__country")
    model, _colon, code = getattr(principal, "opens", "").rpartition(":")
    if model:
        return rows.filter(code=code).first() if model == "events.registration" else None
    return rows.filter(user=principal.pk).first() if principal.pk else None


def group_of(poll, registration):
    """The value of the breakdown for this person; "other" where the person has none."""
    city = registration.city
    if poll.breakdown == Poll.Breakdown.SECTOR:
        return registration.sector
    if poll.breakdown == Poll.Breakdown.ROLE:
        seats = registration.seats.filter(status__in=SITTING, **({"stop": poll.stop_id} if poll.stop_id else {}))
        return seats.order_by("stop__position").values_list("pool__category", flat=True).first() or OTHER
    if poll.breakdown == Poll.Breakdown.REGION and city:
        return city.country.region_code
    if poll.breakdown == Poll.Breakdown.CITY_SIZE and city and city.population:
        return next((name for limit, name in SIZES if city.population < limit), "very_large")
    return OTHER


def group_sizes(poll):
    """{value of the breakdown: entitled people}, the largest first: what can be foreseen from the list of seats."""
    if poll.breakdown == Poll.Breakdown.NONE:
        return {}
    if poll.breakdown == Poll.Breakdown.ROLE:
        seats = Seat.objects.filter(registration__in=entitled(poll), status__in=SITTING)
        seats = seats.filter(stop=poll.stop_id) if poll.stop_id else seats
        rows = seats.order_by("registration_id", "stop__position").distinct("registration_id")
        return dict(Counter(rows.values_list("pool__category", flat=True)).most_common())
    people = entitled(poll).select_related("city__country")
    return dict(Counter(group_of(poll, each) for each in people).most_common())


def group_kept(poll, registration):
    """What a ballot keeps: a value that too few people share is kept as "other" from the beginning."""
    if poll.breakdown == Poll.Breakdown.NONE:
        return ""
    value = group_of(poll, registration)
    return value if value in poll.groups else OTHER


# Casting


def positions(poll):
    """The numbers that a ballot may hold."""
    if poll.kind == Poll.Kind.TEXT:
        return []
    if poll.kind == Poll.Kind.SCALE:
        return list(SCALE)
    return [each.position for each in poll.options.all()]


def fits(poll, choices, words):
    """Whether this is an answer that the poll takes."""
    if poll.kind == Poll.Kind.TEXT:
        return not choices and 0 < len(words) <= 600
    allowed = 1 <= len(choices) <= poll.max_choices and len(set(choices)) == len(choices)
    return allowed and set(choices) <= set(positions(poll))


def share_lock(poll):
    """Hold the poll as it is until this transaction ends; closing waits for that. Returns its state."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM events_poll WHERE id = %s FOR SHARE", [poll.pk])
        return cursor.fetchone()[0]


def cast(poll, registration, choices, words):
    """Store one vote; the caller holds the share lock. False where an anonymous voter had voted before."""
    if poll.unit == Poll.Unit.DELEGATION:
        whose = {"delegation": registration.delegation}
    else:
        before = has_voted(poll, registration)
        whose = {"registration": before.registration if before else registration}
    by = registration if poll.secrecy == Poll.Secrecy.NAMED else None
    given = {"poll": poll, "choices": sorted(choices), "words": words, "group": group_kept(poll, registration)}
    if poll.secrecy == Poll.Secrecy.ANONYMOUS:
        if not _note_turnout(poll, whose, None):
            return False
        Ballot.objects.create(turnout=None, **given)
        return True
    _note_turnout(poll, whose, by)
    turnout = Turnout.objects.select_for_update().get(poll=poll, **whose)
    if by and turnout.cast_by_id != by.pk:
        Turnout.objects.filter(pk=turnout.pk).update(cast_by=by)
    Ballot.objects.bulk_create(
        [Ballot(turnout=turnout, **given)],
        update_conflicts=True,
        unique_fields=["turnout"],
        update_fields=["choices", "words", "group"],
    )
    return True


def _note_turnout(poll, whose, by):
    """Whether this is the first vote of the person or city: one row on a unique key."""
    with connection.cursor() as cursor:
        (column, row) = next(iter(whose.items()))
        cursor.execute(
            f"INSERT INTO events_turnout (poll_id, {column}_id, cast_by_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [poll.pk, row.pk, by.pk if by else None],
        )
        return cursor.rowcount == 1


def has_voted(poll, registration):
    """The turnout row of this person, or of their city where the city has the vote; or None.

    Whoever gave up a seat and came back, and whoever got a seat of which the holder had voted, has voted.
    """
    if poll.unit == Poll.Unit.DELEGATION:
        whose = {"delegation": registration.delegation_id}
    else:
        whose = {"registration__in": with_one_vote(registration)}
    return Turnout.objects.filter(poll=poll, **whose).select_related("cast_by", "registration").order_by("pk").first()


def with_one_vote(registration):
    """The registrations that have one vote together: this one, earlier ones of the same person, and those whose seats
    were passed on to it.
    """
    found = [registration]
    for each in found:  # grows on the way
        same = Q(replaced_by=each)
        same |= Q(user=each.user_id) if each.user_id else Q()
        same |= Q(address_key=each.address_key) if each.address_key else Q()
        rows = Registration.objects.filter(same, event=each.event_id, status="ended")
        found += rows.exclude(pk__in=[one.pk for one in found])
    return found


# Counting


def totals_of(poll, ballots):
    """[count of each position in order] over lists of choices."""
    counted = Counter(position for choices in ballots for position in choices)
    return [counted[position] for position in positions(poll)]


def count(poll):
    """Everything that a result holds but the seal: votes there are, answered, totals, and the table by groups."""
    ballots = list(Ballot.objects.filter(poll=poll).values_list("choices", "group"))
    by_group = {}
    for choices, group in ballots:
        by_group.setdefault(group, []).append(choices)
    table = None
    if poll.breakdown != Poll.Breakdown.NONE and len(ballots) >= SHOWN_FROM:
        groups = {name: (len(given), totals_of(poll, given)) for name, given in sorted(by_group.items())}
        rows = break_down(groups, poll.k, most=poll.max_choices)
        table = {"groups": rows} if rows else None
    totals = totals_of(poll, [choices for choices, _group in ballots])
    counted = {"entitled": votes_there_are(poll), "answered": len(ballots), "totals": totals, "table": table}
    with override("en"):
        return counted | {"method": method(poll, table is not None), "k": poll.k}


def method(poll, has_table):
    """How the numbers came about, in the words that stand under a chart."""
    if poll.secrecy == Poll.Secrecy.NAMED:
        return _("A vote with names, counted when it closed.")
    words = _("Counted when the poll closed. The ballots were deleted; nobody can join a voter and an answer.")
    if poll.breakdown == Poll.Breakdown.NONE:
        return words
    if not has_table:
        return f"{words} " + _("The breakdown by group is withheld: it would tell how single people answered.")
    hidden = _(
        "Groups of fewer than %(k)d people, or of one mind, stand together as “Other”. Cells that would tell how"
        " fewer than %(k)d people answered are left empty, and so are others from which they could be worked out."
    )
    return f"{words} {hidden % {'k': poll.k}}"


def fingerprint(poll, result):
    """SHA-256 over what was asked and what came of it: chart, table, CSV and report are made from these numbers."""
    asked = {"code": poll.code, "question": poll.question, "kind": poll.kind, "unit": poll.unit}
    asked |= {"secrecy": poll.secrecy, "breakdown": poll.breakdown}
    asked["options"] = [each.texts for each in poll.options.all()]
    names = ("entitled", "answered", "totals", "table", "method", "k")
    words = json.dumps(asked | {name: result[name] for name in names}, sort_keys=True, ensure_ascii=False)
    return sha256(words.encode()).hexdigest()


# Showing


def may_show(poll, answered):
    """Whether so many answers are enough to show how they fell."""
    return poll.secrecy == Poll.Secrecy.NAMED or answered >= SHOWN_FROM


def shows_result(poll):
    """Whether the room sees the result: counted, enough answers, and not kept for the report."""
    known = poll.status in (Poll.Status.SEALED, Poll.Status.PUBLISHED) and poll.show != Poll.Show.NEVER
    return known and poll.kind != Poll.Kind.TEXT and may_show(poll, poll.result.answered)


def standing(poll):
    """How an open poll stands, from one count that serves everybody for two seconds.

    {"answered": int, "shown": None or {"answered": int, "totals": [int]}}; `shown` moves only when at least k new
    answers came in.
    """
    key = f"events.poll.{poll.pk}"
    kept = cache.get(key)
    if kept and time.time() - kept["at"] < FRESH or not cache.add(f"{key}.turn", 1, timeout=FRESH):
        return kept or {"answered": None, "shown": None}
    answered, shown = Ballot.objects.filter(poll=poll).count(), kept["shown"] if kept else None
    moves = answered >= SHOWN_FROM and (shown is None or answered - shown["answered"] >= poll.k)
    if poll.show == Poll.Show.LIVE_TOTALS and poll.kind != Poll.Kind.TEXT and moves:
        ballots = list(Ballot.objects.filter(poll=poll).values_list("choices", flat=True))
        answered, shown = len(ballots), {"answered": len(ballots), "totals": totals_of(poll, ballots)}
    kept = {"answered": answered, "shown": shown, "at": time.time()}
    cache.set(key, kept, timeout=24 * 3600)
    return kept
