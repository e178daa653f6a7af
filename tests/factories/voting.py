"""Votes for the tests: people with seats, their answers, and results as the lifecycle seals them."""

from django.db.models import F

from events.lifecycle import polls
from events.models import Poll, Pool, Seat
from scn_portal.lifecycle import SYSTEM, LinkHolder
from tests.factories.events import a_poll, a_registration


def a_seated(event, *, category="delegate", **more):
    """A registration with a confirmed seat at the first stop."""
    stop = event.stops.first()
    pool, _new = Pool.objects.get_or_create(stop=stop, category=category, defaults={"capacity": 5000})
    registration = a_registration(event, **more)
    Pool.objects.filter(pk=pool.pk).update(queue_seq=F("queue_seq") + 1, taken=F("taken") + 1)
    pool.refresh_from_db()
    Seat.objects.create(
        registration=registration, stop=stop, pool=pool, status="confirmed", queue_no=pool.queue_seq, band=1
    )
    return registration


def holder_of(registration):
    """Whoever came by the mailed link of this seat."""
    return LinkHolder(f"events.registration:{registration.code}")


def a_vote(poll, registration, *choices, words=""):
    polls.vote(poll, by=holder_of(registration), choices=choices, words=words)


def a_sealed_poll(event, votes, **more):
    """`votes` {choice: how many people}; each person has a seat. Sealed as the job does it."""
    poll = a_poll(event, status="open", options=[f"Answer {each}" for each in range(1, max(votes) + 1)], **more)
    for choice, number in votes.items():
        for _each in range(number):
            a_vote(poll, a_seated(event), choice)
    Poll.objects.filter(pk=poll.pk).update(status="closed")
    return polls.seal(poll, by=SYSTEM)
