"""The desk around the versions: items, adoptions, collections, doors."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.status import today
from hub import labels, lifecycle
from hub.doors import open_doors
from hub.lifecycle import adoptions
from hub.models import Adoption, Collection, Door, Mismatch, Resource, ZeroQuery
from scn_portal.sharing import Sharing
from tests.cast import staff
from tests.factories.cities import a_representative
from tests.factories.publishing import a_published
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
SOURCE = "https://source.example/report"


def page_of(row, kind="resource"):
    return reverse(f"admin:hub_{kind}_change", args=[row.code])


def act(row, verb, kind="resource"):
    return reverse(f"admin:hub_{kind}_act", args=[row.code, verb])


def text(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def practice(porto, ana, mia):
    return a_published(ana, porto, mia)


@pytest.fixture
def desk(client, mia):
    return sign_in(client, mia)


# Items


def test_what_is_taken_down_is_gone_at_once_and_comes_back_by_somebody_else(desk, client, practice):
    assert desk.post(act(practice, "take_down"), {"take_down-reason": ""}).status_code == 422
    said = {"take_down-reason": "It names a person."}
    assert desk.post(act(practice, "take_down"), said).status_code == 302
    assert not Resource.objects.visible_to(AnonymousUser()).filter(pk=practice.pk).exists()
    page = text(desk, page_of(practice))
    assert "It names a person." in page and "Put it back" not in page
    assert desk.post(act(practice, "restore"), {"restore-reason": "Mended."}).status_code == 403
    sign_in(client, staff("Max", "moderator"))
    assert client.post(act(practice, "restore"), {"restore-reason": "Mended."}).status_code == 302
    practice.refresh_from_db()
    assert practice.status == "published"


def test_a_wish_to_show_it_to_everybody_waits_in_the_queue_and_is_answered_on_its_page(desk, practice, ana):
    lifecycle.widen(practice, by=ana, sharing=Sharing.CLEAR, reason="Our council decided so.")
    queue = text(desk, reverse("admin:index"))
    assert "items to open to everybody" in queue and "Allow it, or say why not" in queue
    assert "Our council decided so." in text(desk, page_of(practice))
    assert desk.post(act(practice, "refuse_widening"), {}).status_code == 422
    assert desk.post(act(practice, "allow_widening")).status_code == 302
    practice.refresh_from_db()
    assert (practice.sharing, practice.asked_sharing) == (Sharing.CLEAR, None)
    assert act(practice, "allow_widening") not in text(desk, page_of(practice))


def test_a_moderator_tied_to_the_city_leaves_that_answer_to_a_colleague(desk, practice, porto, ana, mia):
    a_representative(porto, mia, "practitioner", until=ana.last_login)
    lifecycle.widen(practice, by=ana, sharing=Sharing.CLEAR, reason="Our council decided so.")
    assert "You are tied to the city: a colleague must answer" in text(desk, reverse("admin:index"))
    assert desk.post(act(practice, "allow_widening")).status_code == 403


def test_fewer_people_read_it_from_the_moment_a_moderator_says_so(desk, practice):
    assert desk.post(act(practice, "narrow"), {"narrow-sharing": "0"}).status_code == 422
    assert desk.post(act(practice, "narrow"), {"narrow-sharing": "2"}).status_code == 302
    practice.refresh_from_db()
    assert practice.sharing == Sharing.AMBER


def test_the_page_of_an_item_lists_versions_adoptions_openings_and_its_trail(desk, practice, malmo):
    Adoption.objects.create(resource=practice, taker=malmo, degree="adapted")
    Resource.objects.filter(pk=practice.pk).update(sharing=Sharing.AMBER)
    desk.get(reverse("admin:hub_version_change", args=[practice.current_version.address]))
    page = text(desk, page_of(practice))
    for words in ("Version 1", "Malmö", "Opened by the staff", "Published", "Its page in the hub"):
        assert words in page, words


def test_a_draft_of_a_city_has_no_page_here(desk, porto, ana):
    draft = lifecycle.start(by=ana, within=porto, kind="toolkit", title="Not yet")
    assert desk.get(page_of(draft)).status_code == 404
    assert "Not yet" not in text(desk, reverse("admin:hub_resource_changelist"))


def listed(desk, **query):
    found = desk.get(reverse("admin:hub_resource_changelist"), query).context_data["cl"].result_list
    return {each.title for each in found}


def test_the_list_narrows_by_level_and_by_how_fresh_items_are(desk, practice):
    rows = Resource.objects.filter(pk=practice.pk)
    assert listed(desk, level="primary") == {practice.title} and listed(desk, level="tertiary") == set()
    assert listed(desk, fresh="soon") == set()
    rows.update(review_due_on=today() + timedelta(days=20))
    assert listed(desk, fresh="soon") == {practice.title} and listed(desk, fresh="overdue") == set()
    rows.update(status="review_due", review_due_on=today() - timedelta(days=1))
    assert listed(desk, fresh="overdue") == {practice.title} and listed(desk, fresh="archived_soon") == set()
    rows.update(review_due_on=today() - timedelta(days=170))
    assert listed(desk, fresh="archived_soon") == {practice.title}
    assert listed(desk, fresh="anything", level="anything") == {practice.title}


def test_staff_begin_what_they_record_and_what_the_network_gives(desk, oldtown, mia):
    begin = reverse("admin:hub_resource_make", args=["start_recorded"])
    said = {"within": oldtown.pk, "kind": "good_practice", "title": "Open doors", "language": "en"}
    assert desk.post(begin, {"title": "Open doors"}).status_code == 422
    answer = desk.post(begin, said, follow=True)
    item = Resource.objects.get()
    assert answer.redirect_chain == [(reverse("hub:resource_edit", args=[item.slug, "basics"]), 302)]
    assert answer.status_code == 200 and "Go on writing" in text(desk, page_of(item))
    assert (item.origin, item.city, item.versions.get().author) == ("recorded", oldtown, mia)
    paper = reverse("admin:hub_resource_make", args=["start_network"])
    assert desk.post(paper, {"kind": "report", "title": "A paper", "language": "fr"}).status_code == 302
    assert Resource.objects.get(origin="network").language == "fr"


def test_the_same_form_sent_twice_begins_one_item(desk):
    begin = reverse("admin:hub_resource_make", args=["start_network"])
    said = {"kind": "report", "title": "A paper", "language": "fr", "submission_key": "a" * 32}
    first, second = desk.post(begin, said), desk.post(begin, said)
    assert first["Location"] == second["Location"] and Resource.objects.count() == 1


def test_an_item_that_does_not_match_its_text_waits_in_the_queue(desk, practice):
    Mismatch.objects.create(resource=practice, what=["title"])
    assert "items that do not match their text" in text(desk, reverse("admin:index"))
    assert f"{practice.title}, Porto: title" in text(desk, reverse("admin:index"))


# Adoptions


def test_a_dispute_waits_in_the_queue_and_is_settled_with_a_reason(desk, practice, malmo, linn, ana):
    adoption = adoptions.claim(by=linn, within=practice, taker=malmo, degree="adapted", core_kept=[0])
    adoptions.dispute(adoption, by=ana, reason="We never met.")
    assert "Malmö ← Mentors for young people" in text(desk, reverse("admin:index"))
    page = text(desk, page_of(adoption, "adoption"))
    assert "We never met." in page and "One mentor for one person" in page and "Not ticked" in page
    assert desk.post(act(adoption, "settle", "adoption"), {"settle-outcome": "confirmed"}).status_code == 422
    said = {"settle-outcome": "confirmed", "settle-reason": "Both remember the visit now."}
    assert desk.post(act(adoption, "settle", "adoption"), said).status_code == 302
    adoption.refresh_from_db()
    assert adoption.status == "confirmed"


def test_an_adoption_is_recorded_from_a_public_source(desk, practice, malmo):
    record = reverse("admin:hub_adoption_make", args=["record"])
    said = {"resource": practice.code.lower(), "taker": malmo.pk, "degree": "adapted", "source_url": SOURCE}
    assert desk.post(record, said | {"source_name": "Oldtown"}).status_code == 422
    assert desk.post(record, said | {"resource": "SCN-NOTHERE9"}).status_code == 422
    assert desk.post(record, said | {"taker": ""}).status_code == 422
    assert desk.post(record, said).status_code == 302
    adoption = Adoption.objects.get()
    assert (adoption.status, adoption.taker, adoption.resource) == ("recorded", malmo, practice)
    again = desk.post(record, said)
    assert again.status_code == 409 and "has already said" in again.content.decode()


def test_a_group_of_cities_is_recorded_in_words(desk):
    record = reverse("admin:hub_adoption_make", args=["record"])
    said = {"source_name": "Oldtown", "taker_name": "Twelve towns", "degree": "inspired", "source_url": SOURCE}
    assert desk.post(record, said).status_code == 422
    assert desk.post(record, said | {"source_what": "A quiz"}).status_code == 302
    assert Adoption.objects.get().taker_name == "Twelve towns"


# Collections and doors


def test_a_collection_is_written_line_by_line_and_put_in_another_order(desk, practice, porto, ana, mia):
    other = a_published(ana, porto, mia)
    add = reverse("admin:hub_collection_add")
    said = {"title": "First steps", "slug": "first-steps", "intro": "Read these.", "language": "en", "sharing": "0"}
    assert "there is no item" in desk.post(add, said | {"lines": "SCN-NOTHERE9 Read it."}).content.decode()
    twice = f"{practice.code}\n{practice.code} again"
    assert "stands there twice" in desk.post(add, said | {"lines": twice}).content.decode()
    lines = f"{practice.code} Read it first.\n\n/hub/resources/{other.slug}/"
    assert desk.post(add, said | {"lines": lines}).status_code == 302
    collection = Collection.objects.get()
    assert [(each.resource, each.note) for each in collection.items.all()] == [
        (practice, "Read it first."),
        (other, ""),
    ]
    assert collection.editor == mia
    change = reverse("admin:hub_collection_change", args=[collection.pk])
    assert f"{practice.code} Read it first." in text(desk, change)
    turned = f"{other.code}\n{practice.code} Then this."
    assert desk.post(change, said | {"lines": turned, "release_at": "2031-05-01T08:00"}).status_code == 302
    collection.refresh_from_db()
    assert [each.resource for each in collection.items.all()] == [other, practice]
    assert collection.release_at.isoformat() == "2031-05-01T08:00:00+00:00"


WORDS = {f"{field}_{code}": f"{field} {code}" for field in ("titles", "lines") for code in ("en", "fr", "es", "ar")} | {
    "position": "1"
}


def test_a_door_cannot_be_saved_when_the_public_would_find_nothing(desk, practice):
    labels.forget()
    add = reverse("admin:hub_door_add")
    for query in ("theme=youth", "theme=unheard_of", "q=mentors", ""):
        desk.post(add, WORDS | {"query": query})
    assert not Door.objects.exists()  # the practice is for members
    Resource.objects.filter(pk=practice.pk).update(sharing=Sharing.CLEAR)
    assert desk.post(add, WORDS | {"query": "?level=primary&theme=youth"}).status_code == 302
    door = Door.objects.get()
    assert door.query == "theme=youth&level=primary" and door.titles["ar"] == "titles ar"
    assert [each.number for each in open_doors()] == [1]
    assert "titles fr" in text(desk, reverse("admin:hub_door_change", args=[door.pk]))


def test_a_door_behind_which_nothing_stands_any_more_waits_in_the_queue(desk, practice):
    Resource.objects.filter(pk=practice.pk).update(sharing=Sharing.CLEAR)
    Door.objects.create(position=1, titles={"en": "For young people"}, lines={"en": "Listen."}, query="theme=youth")
    assert "For young people" not in text(desk, reverse("admin:index"))
    Resource.objects.filter(pk=practice.pk).update(sharing=Sharing.GREEN)
    assert "For young people" in text(desk, reverse("admin:index")) and open_doors() == []


def test_lists_cost_the_same_with_one_row_and_with_thirty(desk):
    addresses = [reverse(f"admin:hub_{kind}_changelist") for kind in ("adoption", "collection", "zeroquery")]

    def a_row_of_each(number):
        said = {"source_name": "Oldtown", "source_what": "A quiz", "taker_name": f"Group {number}"}
        Adoption.objects.create(degree="adapted", status="disputed", **said)
        Collection.objects.create(slug=f"c-{number}", title=f"Collection {number}", intro="Read.")
        ZeroQuery.objects.create(text=f"words {number}", language="en", on=today())

    def costs():
        return {each: queries_of(desk, each) for each in (*addresses, reverse("admin:index"))}

    a_row_of_each(0)
    text(desk, addresses[0])
    first = costs()
    for number in range(1, 30):
        a_row_of_each(number)
    assert costs() == first and max(first.values()) <= 17


def queries_of(desk, address):
    with CaptureQueriesContext(connection) as found:
        assert desk.get(address).status_code == 200
    return len(found)
