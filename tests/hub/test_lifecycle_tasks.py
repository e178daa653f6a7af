"""Daily work: what falls due, grows old or was never answered moves on by itself, once."""

import logging
from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest
from django.utils import timezone

from cities.status import months_after
from hub import lifecycle, tasks
from hub.lifecycle import adoptions
from hub.models import Adoption, Mismatch, Resource, Version, ZeroQuery
from scn_portal.notifications.models import OutboxMail
from scn_portal.ui import slots
from tests.factories.hub import a_resource
from tests.factories.publishing import a_published
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Carry out an act with its facts; returns (kind, whom) of each mail it wrote, sorted."""

    def carry_out(act=tasks.move_on):
        before = set(OutboxMail.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            act()
        rows = OutboxMail.objects.exclude(pk__in=before).select_related("person")
        return sorted((row.kind.removeprefix("hub."), row.person.name) for row in rows)

    return carry_out


def status_of(resource):
    return Resource.objects.get(pk=resource.pk).status


def test_an_item_is_asked_about_before_on_and_after_its_day_and_then_archived(porto, ana, pia, told, time_machine):
    time_machine.move_to(NOON, tick=False)
    due_on = NOON.date() + timedelta(days=31)
    item = a_resource(porto, review_due_on=due_on)
    heard = []
    for days in (0, 1, 2, 30, 31, 32, 60, 121, 122, 200):
        time_machine.move_to(NOON + timedelta(days=days), tick=False)
        heard += [(days, *each) for each in told()]
    assert heard == [
        (1, "review_due", "Ana"),
        (31, "review_due", "Ana"),
        (121, "review_due", "Ana"),
    ]
    assert status_of(item) == "review_due"
    time_machine.move_to(datetime.combine(months_after(due_on, 6), NOON.time(), UTC), tick=False)
    assert told() == [("resource_archived", "Ana")]
    assert status_of(item) == "archived"
    assert told() == []


def test_who_confirms_hears_no_more_of_it(porto, ana, told):
    item = a_resource(porto, review_due_on=timezone.now().date())
    assert ("review_due", "Ana") in told()
    lifecycle.confirm(Resource.objects.get(pk=item.pk), by=ana)
    assert told() == [] and status_of(item) == "published"


def test_an_item_of_the_network_is_asked_of_the_moderators(mia, told):
    a_resource(None, review_due_on=timezone.now().date())
    assert set(told()) == {("review_due", "Mia")}


def test_the_last_days_of_long_months_archive_on_the_last_day_of_short_ones(porto, time_machine):
    item = a_resource(porto, status="review_due", review_due_on=datetime(2025, 8, 31).date())
    time_machine.move_to(datetime(2026, 2, 27, 12, tzinfo=UTC))
    tasks.move_on()
    assert status_of(item) == "review_due"
    time_machine.move_to(datetime(2026, 2, 28, 12, tzinfo=UTC))
    tasks.move_on()
    assert status_of(item) == "archived"


def test_a_claim_without_an_answer_for_sixty_days_is_unanswered(porto, malmo, bo, told):
    adoption = adoptions.claim(by=bo, within=a_resource(porto), taker=malmo, degree="adapted")
    for age, status in ((59, "claimed"), (60, "unanswered")):
        Adoption.objects.filter(pk=adoption.pk).update(claimed_at=timezone.now() - timedelta(days=age))
        told()
        assert Adoption.objects.get().status == status


def test_what_differs_from_its_text_comes_before_the_staff_until_it_is_mended(porto, ana, mia, caplog):
    item = a_published(ana, porto, mia)
    tasks.look_whether_all_still_fits()
    assert not Mismatch.objects.exists()
    Resource.objects.filter(pk=item.pk).update(title="Another title")
    item.resource_terms.filter(term__code="youth").delete()
    with pgtrigger.ignore("hub.Version:frozen"):
        Version.objects.filter(pk=item.current_version_id).update(stricter={"need": 2})
    with caplog.at_level(logging.ERROR):
        tasks.look_whether_all_still_fits()
    assert Mismatch.objects.get().what == ["content_hash", "title", "terms"]
    assert [record.object for record in caplog.records] == [item.code]
    caplog.clear()
    with pgtrigger.ignore("hub.Version:frozen"):
        Version.objects.filter(pk=item.current_version_id).update(stricter=item.current_version.stricter)
    Resource.objects.filter(pk=item.pk).update(title=item.title)
    tasks.look_whether_all_still_fits()
    assert Mismatch.objects.get().what == ["terms"]
    caplog.clear()


def test_a_mismatch_stands_in_the_queue_of_the_administrators_with_the_way_to_its_item(client, porto, ada):
    item = a_resource(porto)
    row = Mismatch.objects.create(resource=item, what=["title"])
    source = next(each for each in slots.queue if each.key == "hub_mismatches")
    assert (list(source.rows()), source.title(row)) == ([row], f"{item.title}, Porto: title")
    sign_in(client, ada)
    assert client.get(source.url(row)).status_code == 200


def test_searches_that_found_nothing_are_forgotten_after_ninety_days():
    today = timezone.now().date()
    for age in (89, 90, 91):
        ZeroQuery.objects.create(text=f"{age}", language="en", on=today - timedelta(days=age))
    tasks.forget_old_searches()
    assert {each.text for each in ZeroQuery.objects.all()} == {"89", "90"}
