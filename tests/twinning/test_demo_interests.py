"""The made-up profiles and interests of the demonstration: thirty, the same each time, in every state, marked."""

import pytest

from tests.factories.cities import a_member
from tests.factories.hub import a_resource, the_terms
from twinning.demo.interests import seed_interests
from twinning.demo.profiles import seed_profiles
from twinning.models import Interest, Profile, ThemeEntry

pytestmark = pytest.mark.django_db


def rows():
    told = ["profile__city__slug", "theme__code", "need", "offer", "proof"]
    return list(ThemeEntry.objects.order_by("profile__city__slug", "theme__code").values_list(*told))


@pytest.fixture
def network():
    the_terms()
    cities = [a_member("Aarhus"), *(a_member(f"City {number:02}") for number in range(33))]
    for city in cities[:5]:
        a_resource(city)
    return cities


def test_thirty_profiles_and_an_interest_in_every_state(network):
    for _twice in range(2):
        seed_profiles()
        seed_interests()
        assert Profile.objects.filter(is_demonstration=True).count() == 30
        assert {each.status for each in Interest.objects.all()} == set(Interest.Status.values)
        assert Interest.objects.count() == Interest.objects.filter(is_demonstration=True).count() == 8
    assert all("Demonstration" in each.about for each in Profile.objects.all())
    assert all("(Demonstration)" in each.aim for each in Interest.objects.all())
    assert ThemeEntry.objects.filter(offer=3).exists()
    assert not ThemeEntry.objects.filter(offer=3, proof=None).exists()


def test_the_lot_falls_the_same_way_each_time(network):
    seed_profiles()
    first = rows()
    Profile.objects.all().delete()
    seed_profiles()
    assert rows() == first
