"""Two who write the same at once each get a row with an address of its own; regions drawn at once share no country."""

import pytest

from cities.lifecycle import news, regions
from cities.models import Country, NewsItem
from tests.cast import staff
from tests.factories.cities import a_country
from tests.factories.site import a_region
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_items_of_one_title_each_get_an_address():
    mia = staff("Mia", "moderator")
    words = {"language": "en", "title": "A new bridge", "text": "It opened today."}
    answers = at_once(8, lambda position: news.write(by=mia, **words).slug)
    assert set(answers.values()) == {1}
    slugs = set(NewsItem.objects.values_list("slug", flat=True))
    assert slugs == {"a-new-bridge", *(f"a-new-bridge-{number}" for number in range(2, 9))}


def test_a_country_that_two_regions_take_at_once_is_in_one_of_them():
    mia = staff("Mia", "moderator")
    countries = [a_country(), a_country("ES", "ESP")]
    drawn = [a_region(), a_region()]
    answers = at_once(8, lambda turn: regions.set_countries(drawn[turn % 2], by=mia, countries=countries).code)
    assert sum(answers.values()) == 8 and len(answers) == 2
    assert len(set(Country.objects.values_list("network_region", flat=True))) == 1
