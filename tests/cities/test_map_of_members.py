from datetime import date

import pytest

from cities.models import Membership
from tests.factories.cities import a_city, a_membership, a_representative


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/cities/"])
def test_the_map_holds_each_member_as_a_link_and_shows_the_founders(client, page):
    for name, joined_on in [("Aarhus", Membership.FOUNDED_ON), ("Mombasa", None)]:
        city = a_city(name, lat=56.16 if joined_on else -4.05, lon=10.21 if joined_on else 39.67)
        a_membership(city, joined_on=joined_on, confirmed_on=date.today())
        a_representative(city)
    html = client.get(page).content.decode()
    assert '<a href="/cities/aarhus/"><title>Aarhus</title><circle cx="522" cy="51"' in html
    assert '<path class="dots" data-marked d="M522 51h0"/>' in html
    assert '<path class="dots" d="M610 257h0"/>' in html
