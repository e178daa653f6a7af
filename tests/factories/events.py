"""Events for the tests: rows as the lifecycles would leave them, without their checks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from cities.models import SiteText
from events.models import (
    Contributor,
    Delegation,
    Event,
    EventCity,
    EventText,
    Host,
    Invitation,
    Poll,
    Pool,
    Registration,
    Room,
    Seat,
    Series,
    Session,
    Stop,
    Venue,
)
from scn_portal.sharing import Sharing

numbers = count(1)
TAKING = {"confirmed": "taken", "attended": "taken", "no_show": "taken", "offered": "offered", "waitlisted": "waiting"}


def an_event(title=None, *, status="open", sharing=Sharing.CLEAR, stops=1, host=None, named=(), starts_on=None, **more):
    """An announced event with one text and so many stops, a month from today and a week apart, nine to five UTC."""
    number = next(numbers)
    now = timezone.now()
    given = {
        "slug": f"event-{number}",
        "kind": "other",
        "contact": "events@network.example",
        "published_at": None if status == "draft" else now,
        "members_from": now - timedelta(days=2),
        "guests_from": now - timedelta(days=1),
        "closes_at": now + timedelta(days=20),
        "reason": "It rains." if status in ("postponed", "cancelled") else "",
    }
    event = Event.objects.create(status=status, sharing=sharing, **(given | more))
    EventText.objects.create(event=event, language="en", title=title or f"Meeting {number}", is_original=True)
    first = starts_on or now.date() + timedelta(days=30)
    for position in range(1, stops + 1):
        a_stop(event, position=position, starts_on=first + timedelta(days=7 * (position - 1)), host=host)
    for city in named:
        EventCity.objects.create(event=event, city=city)
    return event


def a_series(title="Summits", **more):
    return Series.objects.create(slug=f"series-{next(numbers)}", title=title, kind="global_summit", **more)


def a_stop(event, *, starts_on=None, days=1, host=None, host_rights=True, **more):
    """A stop from nine to five UTC, with its lead host; the event's span follows."""
    first = starts_on or date(2027, 5, 4)
    last = first + timedelta(days=days - 1)
    given = {
        "position": event.stops.count() + 1,
        "precision": "minute",
        "place": "Town hall",
        "start_time": time(9),
        "end_time": time(17),
        "starts_at": datetime.combine(first, time(9), UTC),
        "ends_at": datetime.combine(last, time(17), UTC),
    }
    if event.attendance == "online":
        given |= {"attendance": "online", "place": ""}
    stop = Stop.objects.create(event=event, starts_on=first, ends_on=last, **(given | more))
    if host:
        Host.objects.create(stop=stop, city=host, role="lead", may_check_in=host_rights, may_run_logistics=host_rights)
    _span(event)
    return stop


def _span(event):
    stops = list(Stop.objects.filter(event=event))
    event.starts_on, event.ends_on = min(each.starts_on for each in stops), max(each.ends_on for each in stops)
    if all(each.starts_at for each in stops):
        event.starts_at, event.ends_at = min(each.starts_at for each in stops), max(each.ends_at for each in stops)
    event.save()


def a_pool(stop, capacity=10, category="delegate", **more):
    return Pool.objects.create(stop=stop, capacity=capacity, category=category, **more)


def a_privacy_notice():
    """Without which nobody can register."""
    SiteText.objects.create(
        key="privacy", title="Privacy", body="What we keep.", status="published", published_at=timezone.now()
    )


def a_registration(event, name=None, *, user=None, city=None, email=None, **more):
    number = next(numbers)
    address = email if email is not None else (user.email if user else f"guest{number}@elsewhere.example")
    return Registration.objects.create(
        event=event,
        user=user,
        name=name or (user.name if user else f"Guest {number}"),
        email=address,
        address_key=address.casefold(),
        city=city,
        **more,
    )


def a_seat(registration, pool, status="confirmed", **more):
    """A seat, and the pool's numbers with it."""
    pool.refresh_from_db()
    pool.queue_seq += 1
    number = TAKING.get(status)
    if number:
        setattr(pool, number, getattr(pool, number) + 1)
    pool.save()
    expires = timezone.now() + timedelta(hours=48) if status == "offered" else None
    given = {"queue_no": pool.queue_seq, "band": 0 if registration.city_id else 1, "offer_expires_at": expires}
    return Seat.objects.create(registration=registration, stop=pool.stop, pool=pool, status=status, **(given | more))


def a_delegation(event, city, pool=None, seats=2, **more):
    """A city that is invited, with so many seats held for it."""
    now = timezone.now()
    given = {"respond_by": now + timedelta(days=7), "release_at": now + timedelta(days=14)}
    delegation = Delegation.objects.create(event=event, city=city, **(given | more))
    if pool:
        pool.refresh_from_db()
        pool.reserved += seats
        pool.save()
        delegation.allotments.create(pool=pool, seats=seats)
    return delegation


def an_invitation_to(event, email=None, **more):
    """An invitation that was sent once, to be answered within a week."""
    address = email or f"invited{next(numbers)}@elsewhere.example"
    given = {"name": "Ngozi Okafor", "email": address, "address_key": address.casefold(), "status": "sent"}
    given |= {"expires_at": timezone.now() + timedelta(days=7), "times_sent": 1, "link_issue": 2}
    return Invitation.objects.create(event=event, **(given | more))


def a_room(seats=100, name="Hall", venue=None):
    venue = venue or Venue.objects.create(name=f"Town hall {next(numbers)}")
    return Room.objects.create(venue=venue, name=name, seats=seats)


def a_session(stop, title="Opening", *, status="released", room=None, starts_at=None, minutes=60, **more):
    begins = starts_at or stop.starts_at
    return Session.objects.create(
        event=stop.event,
        stop=stop,
        title=title,
        room=room,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes),
        status=status,
        calendar_uid=more.pop("calendar_uid", None) or uuid4(),
        **more,
    )


def a_contributor(event, name="Amina Diallo", **more):
    return Contributor.objects.create(event=event, name=name, **more)


def a_poll(event, *, status="draft", options=("Yes", "No"), **more):
    """A poll with its options; an open one can be voted in."""
    given = {"question": {"en": "Shall we meet again?"}, "audience": "seat_holders"}
    poll = Poll.objects.create(event=event, **(given | more))
    for position, words in enumerate(options, 1):
        poll.options.create(position=position, texts={"en": words})
    if status != "draft":
        Poll.objects.filter(pk=poll.pk).update(status=status, opened_at=timezone.now())
        poll.refresh_from_db()
    return poll
