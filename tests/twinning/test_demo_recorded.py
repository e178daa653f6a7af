"""What public sources tell of partnerships and exchanges, as it stands after seeding."""

import pytest

from cities.models import City
from scn_portal.sharing import Sharing
from tests.factories.cities import a_city, a_country
from tests.factories.events import an_event
from twinning.demo import recorded
from twinning.models import Partnership, Visit, VisitFormat

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """The cities that the table names."""
    for row in recorded.table():
        for words in filter(None, [*row["hosts"].split("; "), *row["cities"].split("; ")]):
            name, _space, country = words.rpartition(" ")
            if not City.objects.filter(name=name, country_id=country).exists():
                a_city(name, a_country(country, f"{country}X"))


def test_every_row_stands_with_its_source_and_a_second_time_changes_nothing(places):
    recorded.seed_recorded()
    assert recorded.missing() == []
    assert Partnership.objects.count() == 4 and Visit.objects.count() == 4
    assert not Partnership.objects.exclude(origin="recorded", sharing=Sharing.CLEAR).exists()
    assert not Partnership.objects.filter(source="").exists() and not Visit.objects.filter(source="").exists()
    recorded.seed_recorded()
    assert Partnership.objects.count() == 4 and Visit.objects.count() == 4


def test_cities_that_no_source_names_are_a_party_to_be_named(places):
    recorded.seed_recorded()
    danish = Partnership.objects.get(title__startswith="Danish cities")
    assert [(each.kind, each.words) for each in danish.parties.all()] == [("to_be_named", "Danish cities")]
    assert sorted(danish.cities.values_list("name", flat=True)) == ["Amman", "Beirut", "Tunis"]
    assert not City.objects.filter(name__icontains="Danish").exists()


def test_one_host_with_many_visiting_cities_is_one_learning_visit(places):
    recorded.seed_recorded()
    visit = Visit.objects.get(format__code="learning_visit")
    assert [stop.host.name for stop in visit.stops.all()] == ["Mombasa"]
    assert visit.visit_cities.count() == 6
    tour = Visit.objects.get(format=VisitFormat.objects.get(code="study_tour"))
    assert [stop.host.name for stop in tour.stops.all()] == ["Atlanta", "Savannah"]


def test_where_the_events_hold_the_same_exchange_the_stop_leads_there(places):
    row = next(each for each in recorded.table_of_events() if each["code"] == "E35")
    mombasa = City.objects.get(name="Mombasa")
    event = an_event(row["title"], host=mombasa, slug=recorded.address_of(row), status="ended")
    event.stops.update(city=mombasa)
    recorded.seed_recorded()
    stop = Visit.objects.get(format__code="learning_visit").stops.get()
    assert stop.event.event.slug == recorded.address_of(row)


def test_the_visit_in_which_a_memorandum_was_signed_belongs_to_its_partnership(places):
    recorded.seed_recorded()
    visit = Visit.objects.get(title__startswith="Second exchange")
    assert visit.partnership.title == "Kristiansand and Mombasa"
