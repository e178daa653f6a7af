"""Every meeting of the table of public facts is on the portal, with its facts and nothing invented."""

from datetime import date

import pytest
from django.apps import apps
from django.db import transaction

from cities import demo as demo_of_cities
from events.demo.recorded import address_of, missing, seed_recorded, several, table
from events.models import Event, Host, Registration, Series
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.sharing import Sharing
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def recorded(django_db_setup, django_db_blocker):
    """Seeded once for this file; each test undoes what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo_of_cities.seed()
        seed_recorded()
        yield
        transaction.set_rollback(True)


def events_and_rows():
    return [(Event.objects.get(slug=address_of(row)), row) for row in table()]


def test_every_row_is_there_with_its_days_places_and_words(recorded):
    assert missing() == []
    assert len({address_of(row) for row in table()}) == len(table()) == 43
    for event, row in events_and_rows():
        stops = list(event.stops.order_by("position"))
        assert (event.title, event.kind, event.subtitle) == (row["title"], row["kind"], row["subtitle"])
        assert (event.texts.get().summary, event.sharing) == (row["summary"], Sharing.CLEAR)
        assert (event.source, event.note, event.is_demonstration) == (row["source"], row["note"], False)
        assert {each.precision for each in stops} == {row["precision"]}
        assert {each.starts_on for each in stops} == {event.starts_on} == {date.fromisoformat(row["starts_on"])}
        assert {each.ends_on for each in stops} == {event.ends_on} == {date.fromisoformat(row["ends_on"])}
        assert [each.where for each in stops if row["places"]] == several(row["places"])
        assert event.attendance == row["attendance"]


def test_all_but_the_one_that_moved_away_are_archived(recorded):
    states = {row["code"]: event.status for event, row in events_and_rows()}
    assert {code for code, status in states.items() if status != "archived"} == {"E03"}
    assert states["E03"] == "cancelled"


def test_the_summits_are_a_series_in_the_order_of_their_days(recorded):
    series = Series.objects.get()
    held = series.events.exclude(edition=None).order_by("edition")
    assert [(each.edition, each.starts_on.year) for each in held] == [
        (1, 2016), (2, 2017), (3, 2018), (4, 2023), (5, 2024),
    ]  # fmt: skip
    moved = series.events.get(edition=None)
    assert moved.replaced_by == held[0]
    assert moved.title == "First Annual Summit planned with the City of Paris"


def test_places_without_a_record_stand_in_words_and_others_lead_to_their_city(recorded):
    durres = Event.objects.get(slug__startswith="western-balkans-practitioners").stops.get()
    assert (durres.city, durres.place, durres.country_id) == (None, "Durrës", "AL")
    antalya = Event.objects.get(series__slug="global-summit", edition=1).stops.get()
    assert (antalya.city.name, antalya.country) == ("Antalya", None)
    assert Event.objects.get(slug__startswith="county-consultations").stops.count() == 3


def test_hosts_stand_only_where_the_facts_name_one_and_nobody_is_invented(recorded):
    named = {address_of(row) for row in table() if row["hosts"]}
    assert set(Host.objects.values_list("stop__event__slug", flat=True)) == named
    assert Host.objects.filter(stop__event__edition=1, role="lead").get().city.name == "Antalya"
    assert not Registration.objects.exists()


def everything():
    found = {
        model.__name__: sorted(map(str, model.objects.values_list("pk", flat=True)))
        for model in apps.get_app_config("events").get_models()
    }
    return found | {"audit": AuditEntry.objects.count(), "facts": Fact.objects.count()}


def test_seeding_twice_changes_nothing_and_tells_nobody(recorded):
    before = everything()
    seed_recorded()
    assert everything() == before
    assert not Fact.objects.filter(name__startswith="events.", delivered_at=None).exists()


def test_what_was_moved_to_another_address_is_not_written_again(recorded):
    event = Event.objects.get(series__slug="global-summit", edition=2)
    with transaction.atomic():
        event.old_slugs.create(slug=event.slug)
        Event.objects.filter(pk=event.pk).update(slug="aarhus")
        before = Event.objects.count()
        seed_recorded()
        assert Event.objects.count() == before
        transaction.set_rollback(True)


def test_a_missing_row_is_named(recorded):
    with transaction.atomic():
        Event.objects.get(slug__startswith="kakamega").delete()
        assert missing() == ["E17 Kakamega County joins is missing"]
        transaction.set_rollback(True)


def test_pages_tell_facts_and_keep_sources_for_staff(recorded, client):
    for event, row in events_and_rows():
        said = words(client.get(event.get_absolute_url()))
        assert row["title"] in said
        assert "seed 0" not in said and "inferred, mark" not in said
    said = words(client.get("/events/?kind=global_summit"))
    assert "6 events" in said
    said = words(client.get("/events/series/global-summit/"))
    assert "Inaugural Global Summit" in said and "edition 5" in said
    said = words(client.get("/events/first-annual-summit-planned-with-the-city-of-paris-2016/"))
    assert "What took place instead: Inaugural Global Summit" in said
    assert "March – May 2016" in said
