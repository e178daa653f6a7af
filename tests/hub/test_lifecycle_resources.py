"""The life of the published thing: publishing, growing old, leaving, coming back."""

from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from cities.status import today
from hub import lifecycle, signals
from hub.lifecycle import versions
from hub.models import Resource, ResourceFile, Version
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from tests.factories.hub import a_content, a_file, a_resource
from tests.factories.publishing import ALL_MET, a_begun, a_published, a_released, an_approved, published_again

pytestmark = pytest.mark.django_db


def refusal_of(act, *args, **details):
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **details)
    return str(refused.value)


def fresh(resource):
    return Resource.objects.get(pk=resource.pk)


def test_publishing_needs_an_approved_version(porto, ana, mia):
    released = a_released(ana, porto)
    words = "There is no approved version that could be published."
    assert refusal_of(lifecycle.publish, released.resource, by=mia) == words
    resource = a_published(ana, porto, mia)
    assert refusal_of(lifecycle.publish, resource, by=mia) == words, "a second click publishes nothing again"


def test_what_was_changed_behind_the_back_is_not_published(porto, ana, mia):
    version = an_approved(ana, porto, mia)
    with pgtrigger.ignore("hub.Version:frozen"):
        Version.objects.filter(pk=version.pk).update(content=version.content | {"need": "Something else."})
    words = refusal_of(lifecycle.publish, version.resource, by=mia)
    assert words == "The text differs from what was approved. It cannot be shown."
    assert fresh(version.resource).status == "unpublished"


def test_a_file_that_lacks_its_licence_holds_the_publication(porto, ana, mia, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    version = a_begun(ana, porto)
    row = a_file(version, "yard.png")
    version = versions.take(versions.release(version, by=ana), by=mia)
    versions.approve(version, by=mia, criteria=ALL_MET)
    ResourceFile.objects.filter(pk=row.pk).update(author="")
    assert refusal_of(lifecycle.publish, version.resource, by=mia) == "“yard.png” lacks who made it."


def test_an_item_may_begin_with_what_is_known_already(porto, ana):
    known = {"need": "Nobody to talk to.", "licence": "CC0 1.0"}
    resource = lifecycle.start(by=ana, within=porto, kind="good_practice", title="Mentors", content=known)
    first = resource.versions.get()
    assert first.content == known | {"title": "Mentors", "language": "en"}
    assert first.stricter == {"contact": 1}
    odd = {"within": porto, "kind": "good_practice", "title": "Mentors", "content": {"colour": "red"}}
    assert refusal_of(lifecycle.start, by=ana, **odd) == "There is no field “colour” here."


RECORDING = {
    name: value
    for name, value in a_content(
        "Talk on mentors", held_on="2022-05-03", film="https://films.example/1", sources=[]
    ).items()
    if name in ("title", "summary", "theme_main", "audience", "language", "licence", "contact", "held_on", "film")
}


def test_a_recording_without_transcript_is_for_members_at_most(porto, ana, mia):
    version = an_approved(ana, porto, mia, kind="webinar", content=RECORDING)
    Resource.objects.filter(pk=version.resource_id).update(sharing=0)
    words = "A recording is shown to everybody only with its transcript."
    assert refusal_of(lifecycle.publish, version.resource, by=mia) == words
    Resource.objects.filter(pk=version.resource_id).update(sharing=1)
    resource = lifecycle.publish(version.resource, by=mia)
    assert refusal_of(lifecycle.widen, resource, by=ana, sharing=0, reason="All should see it.") == words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Mentors & friends!", "mentors-friends"),
        ("Münster hört zu", "münster-hört-zu"),
        ("مدينة تصغي إلى شبابها", "مدينة-تصغي-إلى-شبابها"),
        ("New", "new-2"),
        ("SCN-ABCD2345", "scn-abcd2345-2"),
        ("???", "item"),
    ],
)
def test_the_first_publication_gives_a_readable_address(porto, ana, mia, title, slug):
    assert a_published(ana, porto, mia, content=a_content(title)).slug == slug


def test_two_items_of_one_title_get_two_addresses(porto, ana, mia):
    assert [a_published(ana, porto, mia).slug for _ in range(3)] == [
        "mentors-for-young-people",
        "mentors-for-young-people-2",
        "mentors-for-young-people-3",
    ]


def test_a_higher_floor_may_object_to_publishing_and_to_restoring(porto, ana, mia, noa):
    def object_to(resource, **_):
        raise TransitionRefused("Somebody in it has not agreed.")

    version = an_approved(ana, porto, mia)
    shown = lifecycle.take_down(a_published(ana, porto, mia), by=mia, reason="Check.")
    for signal, act in (
        (signals.publish_objection, lambda: lifecycle.publish(version.resource, by=mia)),
        (signals.restore_objection, lambda: lifecycle.restore(shown, by=noa, reason="Fine.")),
    ):
        signal.connect(object_to)
        try:
            assert refusal_of(act) == "Somebody in it has not agreed."
        finally:
            signal.disconnect(object_to)
        assert act().status == "published"


def test_it_is_true_for_two_years_and_a_toolkit_for_one(porto, ana, mia, time_machine):
    time_machine.move_to(datetime(2024, 2, 29, 12, tzinfo=UTC))
    practice = a_published(ana, porto, mia)
    assert (f"{practice.confirmed_on}", f"{practice.review_due_on}") == ("2024-02-29", "2026-02-28")


def test_what_is_due_is_confirmed_by_who_leads_and_gets_a_new_date(porto, ana, pia, dora):
    item = a_resource(porto, review_due_on=today())
    due = lifecycle.fall_due(item, by=SYSTEM)
    assert due.status == "review_due"
    with pytest.raises(PermissionDenied):
        lifecycle.confirm(due, by=pia)
    confirmed = lifecycle.confirm(due, by=dora)
    assert (confirmed.status, confirmed.confirmed_on) == ("published", today())
    assert confirmed.review_due_on > today() + timedelta(days=700)


def test_nothing_falls_due_or_is_archived_before_its_day(porto):
    tomorrow = a_resource(porto, review_due_on=today() + timedelta(days=1))
    assert refusal_of(lifecycle.fall_due, tomorrow, by=SYSTEM) == "Its day has not come yet."
    young = a_resource(porto, status="review_due", review_due_on=today() - timedelta(days=30))
    assert refusal_of(lifecycle.archive, young, by=SYSTEM) == "Its day has not come yet."


def test_a_withdrawn_item_leaves_and_can_be_published_anew(porto, ana, mia):
    item = a_published(ana, porto, mia)
    gone = lifecycle.withdraw(item, by=ana, reason=" The team was closed. ")
    assert (gone.status, gone.reason) == ("withdrawn", "The team was closed.")
    assert not Resource.objects.visible_to(AnonymousUser()).filter(pk=item.pk).exists()
    back = published_again(gone, ana, mia, need="A new team.")
    assert (back.status, back.reason, back.slug) == ("published", "", item.slug)


@pytest.mark.parametrize("act", ["withdraw", "take_down"])
def test_who_takes_it_away_says_why(porto, ana, mia, act):
    item = a_resource(porto)
    by = ana if act == "withdraw" else mia
    assert refusal_of(getattr(lifecycle, act), item, by=by, reason="  ") == "Say why."


@pytest.mark.parametrize("status", ["published", "review_due", "archived"])
def test_a_taken_down_item_comes_back_by_somebody_else_with_its_dates(porto, ana, mia, noa, ada, status):
    item = a_published(ana, porto, mia)
    Resource.objects.filter(pk=item.pk).update(status=status)
    down = lifecycle.take_down(item, by=mia, reason="A name stands in it.")
    with pytest.raises(PermissionDenied):
        lifecycle.restore(down, by=mia, reason="It was none.")
    back = lifecycle.restore(down, by=noa, reason="It was none.")
    assert (back.status, back.review_due_on, back.published_at) == ("published", item.review_due_on, item.published_at)
    assert back.taken_down_by is None


def test_an_administrator_restores_even_what_they_took_down_themselves(porto, ana, mia, ada):
    down = lifecycle.take_down(a_published(ana, porto, mia), by=ada, reason="A mistake.")
    assert lifecycle.restore(down, by=ada, reason="Mine.").status == "published"


def test_a_city_takes_a_recorded_item_over_and_then_decides_itself(porto, ana, mia):
    item = a_resource(porto, origin="recorded")
    with pytest.raises(PermissionDenied):
        lifecycle.withdraw(item, by=ana, reason="No.")
    mine = lifecycle.claim(item, by=ana)
    assert (mine.origin, mine.status) == ("member", "published")
    assert lifecycle.withdraw(mine, by=ana, reason="No.").status == "withdrawn"


@pytest.mark.parametrize("how_far", ["released", "approved"])
def test_what_staff_had_under_way_becomes_the_draft_of_the_city_that_takes_the_item_over(how_far, porto, ana, mia, noa):
    sources = [{"title": "The city", "url": "https://porto.example/"}]
    version = a_released(noa, porto, content=a_content(sources=sources), start=lifecycle.start_recorded)
    if how_far == "approved":
        version = versions.approve(versions.take(version, by=mia), by=mia, criteria=ALL_MET)
    item = lifecycle.claim(version.resource, by=ana)
    assert refusal_of(lifecycle.publish, item, by=mia) == "There is no approved version that could be published."
    version.refresh_from_db()
    assert (version.status, version.released_by, version.moderator) == ("draft", None, None)
    released = versions.release(version, by=ana)
    approved = versions.approve(versions.take(released, by=mia), by=mia, criteria=ALL_MET)
    assert lifecycle.publish(approved.resource, by=mia).status == "published"


def test_a_step_from_a_wrong_state_is_refused_in_words(porto, ana, mia):
    item = a_resource(porto)
    assert refusal_of(lifecycle.confirm, item, by=ana) == "This is already “published”."
    assert refusal_of(lifecycle.restore, item, by=mia, reason="x") == "This is already “published”."
    archived = a_resource(porto, status="archived")
    assert lifecycle.withdraw(archived, by=ana, reason="Old.").status == "withdrawn"
    assert refusal_of(lifecycle.withdraw, archived, by=ana, reason="Old.") == "This is already “withdrawn by its city”."
    assert (
        refusal_of(lifecycle.take_down, archived, by=mia, reason="Old.") == "This is already “withdrawn by its city”."
    )
