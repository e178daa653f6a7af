"""The desk of a city: what is on its way, what waits, what was given and taken; and what waits on the own page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.models import Adoption, Version
from tests.factories.hub import a_content, a_draft, a_resource
from tests.hub.typing import sent_by
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
REMARKS = {"C5": {"answer": "change", "reason": "Name the parts one by one."}}


def desk(client, person):
    return sign_in(client, person).get(reverse("hub:desk")).content.decode()


def an_adoption(resource, taker, by, **more):
    values = {"degree": "adapted", "status": "claimed", "claimed_by": by} | more
    return Adoption.objects.create(resource=resource, taker=taker, **values)


def test_an_empty_desk_shows_three_ways_to_start(client, ana):
    page = desk(client, ana)
    start = reverse("hub:resource_start")
    for address in (f"{start}?kind=good_practice", f"{start}?kind=lesson_learned", reverse("hub:home")):
        assert f'href="{address}"' in page
    chosen = client.get(f"{start}?kind=lesson_learned").content.decode()
    assert sent_by(chosen)["kind"] == "lesson_learned"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("draft", "Ready to be released"),
        ("released", "Waiting for a moderator"),
        ("screening", "Being checked"),
        ("approved", "Approved, to be published"),
        ("declined", "Declined"),
    ],
)
def test_the_desk_says_where_each_version_stands(client, ana, porto, status, words):
    draft = a_draft(porto, ana)
    Version.objects.filter(pk=draft.pk).update(status=status, content_hash="-", released_at=timezone.now())
    page = desk(client, ana)
    assert words in page and reverse("hub:resource_check", args=[draft.resource.slug]) in page


def test_the_desk_counts_what_a_draft_lacks(client, ana, porto):
    a_draft(porto, ana, content=a_content() | {"need": "", "stage": ""})
    assert "Draft, 2 things missing" in desk(client, ana)


def test_what_was_given_up_or_replaced_is_on_no_desk(client, ana, porto):
    for status in ("discarded", "superseded", "changes_asked"):
        draft = a_draft(porto, ana, content=a_content(f"Old {status}"))
        Version.objects.filter(pk=draft.pk).update(status=status, content_hash="-", released_at=timezone.now())
    assert "Old " not in desk(client, ana)


def test_remarks_of_the_moderator_stand_on_the_desk_and_wait_on_the_own_page(client, ana, porto):
    draft = a_draft(porto, ana)
    Version.objects.filter(pk=draft.pk).update(remarks=REMARKS)
    page = desk(client, ana)
    assert "Changes asked for" in page and "Name the parts one by one." in page
    assert "Changes asked for: Mentors" in client.get(reverse("cities:dashboard")).content.decode()


def test_a_city_sees_only_its_own_desk(client, linn, ana, porto):
    a_draft(porto, ana, content=a_content("Only Porto knows"))
    assert "Only Porto knows" not in desk(client, linn)


def test_adoptions_and_items_wait_for_who_leads_the_city(client, ana, bo, porto, malmo, linn):
    item = a_resource(
        porto, content=a_content("A shared yard"), review_due_on=timezone.now().date() + timedelta(days=9)
    )
    adoption = an_adoption(item, malmo, linn)
    page = desk(client, ana)
    assert reverse("hub:adoption_detail", args=[adoption.code]) in page
    assert reverse("hub:resource_confirm", args=[item.slug]) in page
    own_page = client.get(reverse("cities:dashboard")).content.decode()
    assert "Malmö on “A shared yard”: Adapted. Is it so?" in own_page and "Is it still true? A shared yard" in own_page
    assert "A shared yard" not in sign_in(client, bo).get(reverse("cities:dashboard")).content.decode()


def test_given_and_taken_are_counted_with_the_lists_behind_the_counts(client, ana, porto, malmo, linn):
    given = a_resource(porto, content=a_content("Given by Porto"))
    an_adoption(given, malmo, linn, status="confirmed", confirmed_by=ana)
    taken = a_resource(malmo, content=a_content("Taken from Malmö"))
    an_adoption(taken, porto, ana)
    page = desk(client, ana)
    for target in ('href="#given">1<', 'href="#taken">1<', 'id="given"', 'id="taken"', "taken over by 1 city"):
        assert target in page
    assert "Given by Porto" in page and "Taken from Malmö" in page


def test_what_was_taken_from_an_item_that_is_hidden_now_is_not_named(client, ana, porto, malmo):
    hidden = a_resource(malmo, content=a_content("Hidden now"), sharing=2)
    an_adoption(hidden, porto, ana)
    assert "Hidden now" not in desk(client, ana)


DESK_QUERIES = 13


def test_the_desk_costs_as_many_queries_with_one_row_as_with_thirty(
    client, ana, porto, malmo, django_assert_num_queries
):
    def fill(times):
        for _time in range(times):
            a_draft(porto, ana)
            item = a_resource(porto, review_due_on=timezone.now().date())
            an_adoption(item, malmo, ana)
            an_adoption(a_resource(malmo), porto, ana)

    fill(1)
    desk(client, ana)
    with django_assert_num_queries(DESK_QUERIES):
        client.get(reverse("hub:desk"))
    fill(29)
    with django_assert_num_queries(DESK_QUERIES):
        client.get(reverse("hub:desk"))
