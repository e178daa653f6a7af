"""The moderator's desk: a version from the queue to its readers, beside what is shown now."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.lifecycle import versions
from hub.models import Resource, Version
from scn_portal.audit.timeline import timeline
from scn_portal.sharing import Sharing
from tests.cast import staff
from tests.factories.cities import a_representative
from tests.factories.hub import a_content
from tests.factories.publishing import (
    a_begun,
    a_published,
    a_released,
    an_approved,
    filled,
    published_again,
    stands,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
CODES = ("C1", "C2", "C3", "C4", "C5", "C6")
MET = {f"criteria-{code}": "yes" for code in CODES}


def page_of(version):
    return reverse("admin:hub_version_change", args=[version.address])


def act(version, verb):
    return reverse("admin:hub_version_act", args=[version.address, verb])


def text(client, address):
    return client.get(address).content.decode()


def a_revised(resource, by, **changes):
    """A released second version of what is shown."""
    draft = filled(versions.revise(by=by, within=resource), by, resource.current_version.content | changes)
    return versions.release(draft, by=by)


# The queue


def test_the_queue_names_item_city_kind_level_age_and_the_next_step(client, porto, ana, mia):
    version = a_released(ana, porto, content=a_content(prevention_level=["primary", "secondary"], safeguards=ALL_SAFE))
    Version.objects.filter(pk=version.pk).update(released_at=version.released_at - timedelta(days=9))
    page = text(sign_in(client, mia), reverse("admin:index"))
    for words in ("Mentors for young people, Porto", "Good practice", "Secondary prevention", "9 days", "Take it"):
        assert words in page, words
    assert page_of(version) in page and "A table may name people" not in page


ALL_SAFE = {
    code: {"answer": "Looked at by the office."}
    for code in ("non_discrimination", "harm", "legal_basis", "privacy", "consent", "complaint")
}


def test_a_moderator_tied_to_the_city_reads_that_a_colleague_must_take_it(client, porto, ana, mia):
    a_representative(porto, mia, "practitioner", until=timezone.now())
    version = a_released(ana, porto)
    sign_in(client, mia)
    assert "You are tied to the city: a colleague must take it" in text(client, reverse("admin:index"))
    page = text(client, page_of(version))
    assert "You are tied to the city" in page and "Take this version" not in page
    assert client.post(act(version, "take")).status_code == 403 and stands(version).status == "released"


def test_a_registrar_sees_nothing_of_it(client, porto, ana, dev):
    version = a_released(ana, porto)
    sign_in(client, dev)
    assert "Mentors for young people" not in text(client, reverse("admin:index"))
    assert client.get(page_of(version)).status_code == 403
    assert client.post(act(version, "take")).status_code == 403


def test_drafts_are_nobodys_business_but_the_writers(client, porto, ana, mia):
    draft = a_begun(ana, porto)
    sign_in(client, mia)
    assert client.get(page_of(draft)).status_code == 404
    assert client.post(act(draft, "take")).status_code == 404
    assert "Mentors" not in text(client, reverse("admin:hub_version_changelist"))


QUEUE_QUERIES, VERSION_LIST, RESOURCE_LIST, PAGE_QUERIES = 19, 7, 10, 19


def test_queue_and_list_cost_the_same_with_one_version_and_with_thirty(
    client, porto, ana, mia, django_assert_num_queries
):
    a_released(ana, porto)
    sign_in(client, mia)
    addresses = {
        reverse("admin:index"): QUEUE_QUERIES,
        reverse("admin:hub_version_changelist"): VERSION_LIST,
        reverse("admin:hub_resource_changelist"): RESOURCE_LIST,
    }
    for address, queries in addresses.items():
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
    for _each in range(29):
        a_released(ana, porto)
    for address, queries in addresses.items():
        with django_assert_num_queries(queries):
            client.get(address)


# Deciding


def test_from_the_queue_to_its_readers_in_three_steps(client, porto, ana, mia):
    version = a_released(ana, porto)
    sign_in(client, mia)
    assert "Take this version" in text(client, page_of(version))  # opened from the queue
    assert client.post(act(version, "take")).status_code == 302
    assert client.post(act(version, "approve_and_publish"), MET).status_code == 302
    version = stands(version)
    assert (version.status, version.resource.status) == ("current", "published")
    assert version.moderator == mia and version.criteria["C3"] == {"answer": "yes", "reason": ""}


def test_approved_alone_it_can_be_published_from_the_same_page(client, porto, ana, mia):
    version = versions.take(a_released(ana, porto), by=mia)
    sign_in(client, mia)
    assert client.post(act(version, "approve"), MET).status_code == 302
    assert stands(version).status == "approved" and "Publish it" in text(client, page_of(version))
    assert client.post(act(version, "publish")).status_code == 302
    assert Resource.objects.get().status == "published"


def test_what_cannot_be_published_is_not_approved_on_the_way(client, porto, ana, mia):
    content = {name: value for name, value in a_content().items() if name != "worked"}
    version = versions.take(a_released(ana, porto, content=content), by=mia)
    sign_in(client, mia)
    assert "Before publication it still needs" in text(client, page_of(version))
    answer = client.post(act(version, "approve_and_publish"), MET)
    assert answer.status_code == 409 and "What worked" in answer.content.decode()
    assert stands(version).status == "screening"


def test_a_criterion_that_is_not_met_does_not_pass_and_what_was_chosen_stays(client, porto, ana, mia):
    version = versions.take(a_released(ana, porto), by=mia)
    sign_in(client, mia)
    answer = client.post(act(version, "approve"), MET | {"criteria-C5": "no", "criteria-C5_reason": "Too short."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "C5 is not met" in page and "Too short." in page
    assert client.post(act(version, "approve"), {"criteria-C1": "yes"}).status_code == 422
    assert stands(version).status == "screening"


def test_changes_are_asked_with_frequent_remarks_and_own_words_and_open_the_next_draft(client, porto, ana, mia):
    version = versions.take(a_released(ana, porto), by=mia)
    sign_in(client, mia)
    silent = MET | {"criteria-C3": "change"}
    assert client.post(act(version, "ask_changes"), MET).status_code == 422
    assert client.post(act(version, "ask_changes"), silent).status_code == 422
    said = silent | {"criteria-C3_frequent": ["1"], "criteria-C3_reason": "And who pays?"}
    assert client.post(act(version, "ask_changes"), said).status_code == 302
    draft = version.resource.versions.get(status="draft")
    asked = "Say who does what, how often and with whom.\nAnd who pays?"
    assert stands(version).status == "changes_asked" and draft.number == 2
    assert draft.remarks["C3"] == {"answer": "change", "reason": asked}


def test_declining_takes_a_reason_from_the_list_and_words(client, porto, ana, mia):
    version = versions.take(a_released(ana, porto), by=mia)
    sign_in(client, mia)
    assert client.post(act(version, "decline"), {"decline-reason": "duplicate"}).status_code == 422
    said = {"decline-reason": "duplicate", "decline-text": "It stands in the hub since 2020."}
    assert client.post(act(version, "decline"), said).status_code == 302
    assert (stands(version).status, stands(version).declined_by) == ("declined", mia)
    assert "It stands in the hub since 2020." in text(client, page_of(version))


def test_who_comes_too_late_reads_that_it_is_being_checked(client, porto, ana, mia):
    version = versions.take(a_released(ana, porto), by=mia)
    sign_in(client, staff("Max", "moderator"))
    answer = client.post(act(version, "take"))
    assert answer.status_code == 409 and "being checked" in answer.content.decode()
    assert client.post(act(version, "approve"), MET).status_code == 403
    assert stands(version).moderator == mia


def test_an_item_without_safeguards_is_not_asked_for_them(client, ada, mia):
    from hub.lifecycle import start_network
    from tests.factories.hub import the_terms

    the_terms()
    content = {
        "title": "A paper",
        "summary": "What the network thinks of early help, on four pages for mayors.",
        "theme_main": ["youth"],
        "audience": ["residents"],
        "language": "en",
        "licence": "CC BY 4.0",
        "contact": "team@network.example",
        "publisher": "The network",
        "published_in": "2024",
        "body": "Help early.",
    }
    version = versions.take(a_released(ada, None, kind="position_paper", content=content, start=start_network), by=mia)
    sign_in(client, mia)
    assert "Its safeguards are filled in." not in text(client, page_of(version))
    met = {key: value for key, value in MET.items() if key != "criteria-C6"}
    assert client.post(act(version, "approve_and_publish"), met).status_code == 302
    assert Resource.objects.get().status == "published"


# The page


def test_the_shown_version_stands_beside_the_new_one_with_the_words_that_changed(client, porto, ana, mia):
    practice = a_published(ana, porto, mia)
    version = a_revised(practice, ana, worked="Mentors who stay <b>long</b>.")
    page = text(sign_in(client, mia), page_of(version))
    assert "<del>" in page and "removed:" in page and "<ins>" in page and "added:" in page
    assert "&lt;b&gt;long&lt;/b&gt;" in page and "<b>long</b>" not in page
    assert "Version 1 is shown now" in page or "version 1 is shown now" in page
    assert page.count(" change") >= 1 and "as it is shown now" in page
    assert version.content_hash[:12] in page and version.content_hash not in page


def test_a_version_that_is_shown_or_past_stands_alone(client, porto, ana, mia):
    practice = published_again(a_published(ana, porto, mia), ana, mia, worked="Mentors who stay long.")
    sign_in(client, mia)
    first, second = practice.versions.order_by("number")
    assert "<del>" not in text(client, page_of(first)) and "<ins>" not in text(client, page_of(second))


def test_new_links_and_who_reads_each_field_are_named(client, porto, ana, mia):
    practice = a_published(ana, porto, mia)
    version = a_revised(practice, ana, sources=[{"title": "Report", "url": "https://report.example/2024"}])
    page = text(sign_in(client, mia), page_of(version))
    assert 'href="https://report.example/2024" rel="noopener noreferrer"' in page
    assert "TLP:GREEN" in page and "Must be answered" in page


def test_the_page_of_a_version_costs_few_queries(client, porto, ana, mia, django_assert_max_num_queries):
    practice = a_published(ana, porto, mia)
    version = a_revised(practice, ana, worked="Mentors who stay long.")
    sign_in(client, mia)
    client.get(page_of(version))
    with django_assert_max_num_queries(PAGE_QUERIES):
        client.get(page_of(version))


def test_opening_what_is_for_named_cities_is_noted_for_its_city(client, porto, ana, mia):
    version = an_approved(ana, porto, mia)
    sign_in(client, mia)
    client.get(page_of(version))
    assert timeline(version.resource, only=("hub.open_resource",)) == []
    Resource.objects.update(sharing=Sharing.AMBER)
    client.get(page_of(version))
    (opening,) = timeline(version.resource, only=("hub.open_resource",))
    assert opening.who == "Mia"


def test_the_history_tells_the_acts_and_leaves_out_each_saving(client, porto, ana, mia):
    version = versions.take(a_released(ana, porto), by=mia)
    page = text(sign_in(client, mia), page_of(version))
    assert "Released by its city" in page and "Save section" not in page


def test_a_wrong_address_is_not_found(client, porto, ana, mia):
    version = a_released(ana, porto)
    sign_in(client, mia)
    for address in ("nothere", f"{version.resource.code}-2", f"{version.resource.code}-99999999", "-1", "SCN-X-²"):
        assert client.get(reverse("admin:hub_version_change", args=[address])).status_code == 404
