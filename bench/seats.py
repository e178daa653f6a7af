"""How fast registrations are taken: the ledger's one statement beside "lock the pool, then count its seats".

    python bench/seats.py [--people 2000] [--connections 64] [--seats 100]

Both write the same row for each person, over as many connections, one after the other on the same machine; the ledger
is one statement and needs no transaction around it. The rows are made in the database of the settings and removed
afterwards; use one for development. In the portal the trail and the fact are written in the same transaction.
"""

import argparse
import os
import sys
from pathlib import Path
from threading import Barrier, Thread
from time import perf_counter
from uuid import uuid4

import django
import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
django.setup()

from django.db import connection  # noqa: E402 -- after setup
from django.utils import timezone  # noqa: E402

from events.models import Event, Pool, Registration, Seat, Stop  # noqa: E402
from events.seats import TAKE  # noqa: E402

INSERT = """
    INSERT INTO events_seat (registration_id, stop_id, pool_id, status, band, queue_no, since, ended_reason)
    VALUES (%s, %s, %s, %s, 1, %s, now(), '')
"""
COUNT = """
    SELECT count(*) FILTER (WHERE status IN ('confirmed', 'offered')), coalesce(max(queue_no), 0)
    FROM events_seat WHERE pool_id = %s
"""


def by_the_ledger(link, pool, person):
    with link.cursor() as cursor:
        cursor.execute(TAKE, {"pool": pool.pk, "registration": person, "band": 1, "uid": None})


def by_counting(link, pool, person):
    with link, link.cursor() as cursor:
        cursor.execute("SELECT capacity FROM events_pool WHERE id = %s FOR UPDATE", [pool.pk])
        (capacity,) = cursor.fetchone()
        cursor.execute(COUNT, [pool.pk])
        held, last = cursor.fetchone()
        state = "confirmed" if held < capacity else "waitlisted"
        cursor.execute(INSERT, [person, pool.stop_id, pool.pk, state, last + 1])


def made(people, seats):
    """An event with one pool, and people who want a seat."""
    now, name = timezone.now(), uuid4().hex[:12]
    event = Event.objects.create(slug=f"bench-{name}", kind="other", status="open", published_at=now)
    stop = Stop.objects.create(event=event, precision="day", starts_on=now, ends_on=now, place="Here")
    pool = Pool.objects.create(stop=stop, capacity=seats)
    wanted = [Registration(event=event, name=f"Bench {n}", email=f"{name}.{n}@bench.example") for n in range(people)]
    return pool, [each.pk for each in Registration.objects.bulk_create(wanted)]


def removed(pool):
    event = pool.stop.event
    Seat.objects.filter(pool=pool).delete()
    for rows in (Registration.objects.filter(event=event), Pool.objects.filter(pk=pool.pk), event.stops.all()):
        rows.delete()
    event.delete()


def opened(take):
    link = psycopg2.connect(**connection.get_connection_params())
    link.autocommit = take is by_the_ledger
    return link


def measure(take, people, connections, seats):
    """Registrations in a second."""
    pool, wanted = made(people, seats)
    connection.close()
    gate = Barrier(connections + 1)

    def register(position, link):
        gate.wait()
        for person in wanted[position::connections]:
            take(link, pool, person)

    links = [opened(take) for _ in range(connections)]
    threads = [Thread(target=register, args=[number, link]) for number, link in enumerate(links)]
    for each in threads:
        each.start()
    gate.wait()
    begin = perf_counter()
    for each in threads:
        each.join()
    taken = perf_counter() - begin
    for each in links:
        each.close()
    held = Seat.objects.filter(pool=pool, status="confirmed").count()
    assert (held, Seat.objects.filter(pool=pool).count()) == (min(seats, people), people), "seats were oversold or lost"
    removed(pool)
    return people / taken


def main():
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, number in (("people", 2000), ("connections", 64), ("seats", 100)):
        wanted.add_argument(f"--{name}", type=int, default=number)
    given = vars(wanted.parse_args())
    ledger = measure(by_the_ledger, **given)
    counting = measure(by_counting, **given)
    print(f"ledger {ledger:,.0f}/s · lock, then count {counting:,.0f}/s · {ledger / counting:.1f} times as fast")


if __name__ == "__main__":
    main()
