"""Two records of a city merged by many at once, also each into the other: one stays, nothing is lost, all are told."""

import pytest

from cities.lifecycle.merging import merge
from cities.models import City, CityName, OldSlug
from scn_portal.audit.models import AuditEntry
from tests.cast import staff
from tests.factories.cities import a_city
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
POLITE = "TransitionRefused: One of the two has been merged already."


@pytest.mark.parametrize("both_ways", [False, True])
def test_of_many_merges_of_one_pair_one_is_done_and_the_others_are_told(both_ways):
    dev, pair = staff("Dev", "registrar"), [a_city("Porto"), a_city("Oporto")]
    for city in pair:
        CityName.objects.create(city=city, language="en", name=f"{city} City", folded="x")

    def act(position):
        kept, other = pair if not both_ways or position % 2 else reversed(pair)
        return merge(kept, by=dev, other=other, typed=other.name) and "merged"

    assert at_once(12, act) == {"merged": 1, POLITE: 11}
    kept = City.objects.get()
    assert OldSlug.objects.get().city == kept and kept.names.count() == 3
    assert AuditEntry.objects.filter(action="cities.merge_city").count() == 1


def test_a_chain_of_merges_at_once_loses_no_name():
    dev = staff("Dev", "registrar")
    kept, *others = [a_city(f"Town {number}") for number in range(6)]
    answers = at_once(5, lambda position: merge(kept, by=dev, other=others[position], typed=others[position].name).slug)
    assert answers == {kept.slug: 5}
    assert City.objects.get() == kept
    assert set(kept.names.values_list("name", flat=True)) == {each.name for each in others}
    assert OldSlug.objects.filter(city=kept).count() == 5
