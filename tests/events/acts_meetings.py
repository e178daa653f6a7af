"""The life of an event and of its stops, each step prepared for the test that interrupts it after any statement."""

from datetime import date, time, timedelta

from django.utils import timezone

from events import lifecycle
from events.lifecycle import stops
from events.models import Stop
from scn_portal.lifecycle import SYSTEM
from scn_portal.sharing import Sharing
from tests.events.acts import act
from tests.factories.events import a_pool, a_privacy_notice, an_event
from tests.factories.governance import a_seat_term

NINE_TO_FIVE = {"start_time": time(9), "end_time": time(17)}


def last_week():
    return timezone.now().date() - timedelta(days=7)


@act
def write_event(cast):
    return lambda: lifecycle.write(
        by=cast.mia, kind="seminar", title="A seminar", summary="Short.", cities=[cast.porto]
    )


@act
def revise_event(cast):
    event = an_event(host=cast.porto)
    return lambda: lifecycle.revise(event, by=cast.mia, subtitle="Launch", chatham_house=True)


@act
def set_text_event(cast):
    event = an_event()
    return lambda: lifecycle.set_text(event, by=cast.mia, language="fr", title="Rencontre")


@act
def name_city_event(cast):
    event = an_event(sharing=Sharing.AMBER)
    return lambda: lifecycle.name_city(event, by=cast.mia, city=cast.porto)


@act
def unname_city_event(cast):
    event = an_event(named=[cast.porto, cast.malmo], sharing=Sharing.AMBER)
    return lambda: lifecycle.unname_city(event, by=cast.mia, city=cast.porto)


@act
def rename_event(cast):
    event = an_event()
    return lambda: lifecycle.rename(event, by=cast.mia, slug="another-address")


@act
def announce_event(cast):
    event = an_event(status="draft", host=cast.porto)
    return lambda: lifecycle.announce(event, by=cast.mia)


@act
def open_registration_event(cast):
    event = an_event(status="announced", host=cast.porto)
    a_pool(event.stops.get())
    a_privacy_notice()
    return lambda: lifecycle.open_registration(event, by=cast.mia)


@act
def close_registration_event(cast):
    event = an_event()
    a_pool(event.stops.get())
    return lambda: lifecycle.close_registration(event, by=cast.mia)


@act
def reopen_event(cast):
    event = an_event(status="closed")
    a_pool(event.stops.get(), promote="manual")
    return lambda: lifecycle.reopen(event, by=cast.mia)


@act
def postpone_event(cast):
    event = an_event(stops=2)
    a_pool(event.stops.first())
    return lambda: lifecycle.postpone(event, by=cast.mia, reason="The hall is not ready.")


@act
def reschedule_event(cast):
    event = an_event(status="postponed", stops=2)
    first, second = event.stops.all()
    times = [(first, NINE_TO_FIVE | {"starts_on": second.starts_on}), (second, {"starts_on": first.starts_on})]
    times[1][1].update(NINE_TO_FIVE)
    return lambda: lifecycle.reschedule(event, by=cast.mia, times=times)


@act
def cancel_event(cast):
    event = an_event("Meeting of the bridges", stops=2)
    a_pool(event.stops.first())
    return lambda: lifecycle.cancel(event, by=cast.mia, reason="It rains.", name="meeting of the bridges")


@act
def end_event(cast):
    event = an_event(starts_on=last_week())
    return lambda: lifecycle.end(event, by=SYSTEM)


@act
def archive_event(cast):
    event = an_event(status="ended", starts_on=last_week())
    return lambda: lifecycle.archive(event, by=cast.mia, reason="A short meeting, nothing to report.")


@act
def record_event(cast):
    stop = {"starts_on": date(2019, 5, 1), "precision": "month", "city": cast.porto, "hosts": [{"city": cast.porto}]}
    return lambda: lifecycle.record(by=cast.mia, kind="other", title="A past meeting", stops=[stop])


@act
def invite_committee_event(cast):
    event = an_event(kind="steering_committee", sharing=Sharing.AMBER, host=cast.porto)
    pool = a_pool(event.stops.get())
    a_seat_term(cast.porto)
    days = {"respond_by": timezone.now() + timedelta(days=5), "release_at": timezone.now() + timedelta(days=9)}
    return lambda: lifecycle.committee.invite_committee(event, by=cast.mia, pools={pool: 2}, **days)


# Stops


@act
def add_stop(cast):
    event = an_event(status="draft")
    values = {"starts_on": date(2027, 9, 1), "city": cast.porto, **NINE_TO_FIVE}
    return lambda: stops.add(by=cast.mia, within=event, seats={"delegate": 20}, **values)


@act
def record_stop(cast):
    event = an_event(status="archived")
    values = {"starts_on": date(2020, 9, 1), "precision": "season", "place": "Old hall"}
    return lambda: stops.record(by=cast.mia, within=event, **values)


@act
def change_stop(cast):
    stop = an_event(host=cast.porto).stops.get()
    return lambda: stops.change(stop, by=cast.mia, start_time=time(10), place="New hall")


@act
def cancel_stop(cast):
    stop = an_event(stops=2).stops.first()
    a_pool(stop)
    return lambda: stops.cancel(stop, by=cast.mia, reason="The hall burnt down.")


@act
def complete_stop(cast):
    stop = an_event(starts_on=last_week()).stops.get()
    return lambda: stops.complete(stop, by=SYSTEM)


@act
def add_host_stop(cast):
    stop = an_event().stops.get()
    return lambda: stops.add_host(stop, by=cast.mia, city=cast.porto, may_check_in=True)


@act
def change_host_stop(cast):
    stop = an_event(host=cast.porto).stops.get()
    return lambda: stops.change_host(stop, by=cast.mia, host=stop.hosts.get(), may_check_in=False)


@act
def remove_host_stop(cast):
    stop = an_event(host=cast.porto, status="draft").stops.get()
    host = stop.hosts.get()
    return lambda: stops.remove_host(Stop.objects.get(pk=stop.pk), by=cast.mia, host=host)
