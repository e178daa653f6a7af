"""The editor's track: what each step needs, what it refuses and in which words, and what it leaves."""

import pytest
from django.core.exceptions import PermissionDenied

from hub import lifecycle
from hub.content import hash_of
from hub.lifecycle import versions
from hub.models import Resource, Version
from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import TransitionRefused
from tests.factories.hub import a_content, a_file, a_resource
from tests.factories.publishing import (
    ALL_MET,
    NOT_MET,
    a_begun,
    a_published,
    a_released,
    an_approved,
    published_again,
    stands,
)

pytestmark = pytest.mark.django_db
RECORDED = {
    "title": "Youth café",
    "summary": "The city opened a café in which young people meet social workers.",
    "language": "en",
    "theme_main": ["youth"],
    "prevention_level": ["primary"],
    "practice_type": "municipal_service",
    "evidence_level": "described",
    "sources": [{"title": "The city's own page", "url": "https://www.city.example/cafe"}],
}


def refusal_of(act, *args, **details):
    """The words with which the step is refused."""
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **details)
    return str(refused.value)


def taken(by, city, moderator, **more):
    return versions.take(a_released(by, city, **more), by=moderator)


def test_a_practice_goes_from_the_first_word_to_the_page(porto, ana, mia):
    resource = a_published(ana, porto, mia)
    version = resource.current_version
    assert (resource.status, resource.slug, version.status) == ("published", "mentors-for-young-people", "current")
    assert version.content_hash == hash_of(version)
    assert (resource.review_label, resource.licence) == ("editor_checked", "CC BY 4.0")
    assert {each.term.code for each in resource.resource_terms.all()} >= {"youth", "all_forms", "primary"}


def test_a_draft_begins_for_members_with_an_open_licence_and_a_mailbox_for_members(porto, ana):
    resource = lifecycle.start(by=ana, within=porto, kind="good_practice", title=" Mentors ", language="pt")
    version = resource.versions.get()
    assert (resource.title, resource.language, resource.sharing, resource.status) == ("Mentors", "pt", 1, "unpublished")
    assert version.content == {"title": "Mentors", "language": "pt", "licence": "CC BY 4.0"}
    assert (version.author, version.number, version.stricter) == (ana, 1, {"contact": 1})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "poem"}, "Choose what kind of item it is."),
        ({"title": "  "}, "Give it a title."),
        ({"language": "not a language"}, "“Language of this record” cannot be kept like this."),
        ({"title": "Nul\x00"}, "“Title” cannot be kept like this."),
    ],
)
def test_a_beginning_needs_kind_title_and_language(porto, ana, said, words):
    whole = {"kind": "toolkit", "title": "First hours", "language": "en"} | said
    assert refusal_of(lifecycle.start, by=ana, within=porto, **whole) == words
    assert not Resource.objects.exists()


def test_a_release_names_each_gap_with_its_section(porto, ana):
    version = lifecycle.start(by=ana, within=porto, kind="toolkit", title="First hours").versions.get()
    with pytest.raises(versions.Incomplete) as refused:
        versions.release(version, by=ana)
    assert {(each.section, each.field) for each in refused.value.gaps} == {
        ("basics", "summary"),
        ("basics", "theme_main"),
        ("basics", "audience"),
        ("toolkit", "phases"),
        ("toolkit", "body"),
    }
    assert "Fill in “Summary”." in str(refused.value)
    assert stands(version).status == "draft"


def test_a_release_needs_what_its_files_lack(porto, ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    version = a_begun(ana, porto)
    a_file(version, "plan.pdf", licence="")
    assert "“plan.pdf” lacks a licence." in refusal_of(versions.release, version, by=ana)


def test_a_release_fixes_the_text_and_a_recall_frees_it(porto, ana, pia):
    version = a_released(pia, porto, lead=ana)
    assert (version.released_by, version.content_hash) == (ana, hash_of(version))
    assert refusal_of(versions.release, version, by=ana) == "This is already “waiting for a moderator”."
    version = versions.recall(version, by=ana)
    version = versions.save_section(
        version, by=pia, section="story", values={"need": "New."}, stricter={}, revision=version.revisions["story"]
    )
    again = versions.release(version, by=ana)
    assert again.content_hash == hash_of(again) != ""


def test_what_was_taken_is_not_recalled(porto, ana, mia):
    version = taken(ana, porto, mia)
    assert refusal_of(versions.recall, version, by=ana) == "This is already “being checked”."


def test_one_moderator_holds_it_and_may_give_it_back(porto, ana, mia, noa):
    version = taken(ana, porto, mia)
    assert refusal_of(versions.take, version, by=noa) == "This is already “being checked”."
    with pytest.raises(PermissionDenied):
        versions.approve(version, by=noa, criteria=ALL_MET)
    version = versions.give_back(version, by=mia)
    assert (version.status, version.moderator) == ("released", None)
    assert versions.take(version, by=noa).moderator == noa


def test_changes_open_the_next_draft_with_the_text_and_the_remarks(porto, pia, ana, mia):
    version = versions.ask_changes(taken(pia, porto, mia, lead=ana), by=mia, criteria=NOT_MET)
    assert (version.status, version.criteria["C3"]["answer"]) == ("changes_asked", "change")
    draft = version.resource.versions.open().get()
    assert (draft.number, draft.status, draft.author) == (2, "draft", pia)
    assert (draft.content, draft.stricter, draft.remarks) == (version.content, version.stricter, version.criteria)
    assert (draft.moderator, draft.criteria, draft.content_hash) == (None, {}, "")


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ({}, "Say which criterion is not met yet."),
        (ALL_MET, "Say which criterion is not met yet."),
        ({"C1": {"answer": "no", "reason": " "}}, "Say for C1 what should change."),
        ({"C7": {"answer": "no", "reason": "So."}}, "Answer each criterion by yes, change or no."),
        ({"C1": {"answer": "perhaps", "reason": "So."}}, "Answer each criterion by yes, change or no."),
    ],
)
def test_changes_are_asked_by_criterion_and_with_a_reason(porto, ana, mia, criteria, words):
    version = taken(ana, porto, mia)
    assert refusal_of(versions.ask_changes, version, by=mia, criteria=criteria) == words
    assert Version.objects.count() == 1


def test_approval_needs_all_six_and_the_fields_for_publishing(porto, ana, mia):
    version = taken(ana, porto, mia)
    one_short = {code: answer for code, answer in ALL_MET.items() if code != "C6"}
    six = "It is approved when all six criteria are met."
    assert refusal_of(versions.approve, version, by=mia, criteria=one_short) == six
    assert refusal_of(versions.approve, version, by=mia, criteria=NOT_MET) == six
    other = taken(ana, porto, mia, content={key: value for key, value in a_content().items() if key != "worked"})
    assert "Fill in “What worked”." in refusal_of(versions.approve, other, by=mia, criteria=ALL_MET)
    assert Resource.objects.get(pk=version.resource_id).review_label == "none"
    versions.approve(version, by=mia, criteria=ALL_MET)
    assert Resource.objects.get(pk=version.resource_id).review_label == "editor_checked"


@pytest.mark.parametrize("said", [{"reason": "because", "text": "No."}, {"reason": "other", "text": " "}])
def test_a_refusal_needs_a_reason_of_the_list_and_words(porto, ana, mia, said):
    version = taken(ana, porto, mia)
    words = refusal_of(versions.decline, version, by=mia, **said)
    assert words == "Choose a reason and explain it in a sentence."


def test_a_second_look_is_taken_by_another_moderator_and_only_once(porto, ana, mia, noa):
    version = versions.decline(taken(ana, porto, mia), by=mia, reason="too_little", text="Two lines.")
    version = versions.ask_second_look(version, by=ana)
    assert (version.status, version.moderator) == ("released", None)
    with pytest.raises(PermissionDenied):
        versions.take(version, by=mia)
    version = versions.decline(versions.take(version, by=noa), by=noa, reason="too_little", text="Still two.")
    words = refusal_of(versions.ask_second_look, version, by=ana)
    assert words == "Another moderator has looked at it already."


def test_there_is_no_second_look_while_the_next_draft_is_open(porto, ana, mia):
    version = versions.decline(taken(ana, porto, mia), by=mia, reason="other", text="No.")
    versions.revise(by=ana, within=version.resource)
    words = refusal_of(versions.ask_second_look, version, by=ana)
    assert words == "Another version of this item is already being written or checked."


def test_a_new_draft_copies_what_is_shown_and_there_is_only_one(porto, ana, dora, mia):
    resource = a_published(ana, porto, mia)
    draft = versions.revise(by=dora, within=resource)
    assert (draft.number, draft.author, draft.content) == (2, dora, resource.current_version.content)
    words = refusal_of(versions.revise, by=ana, within=resource)
    assert words == "Another version of this item is already being written or checked."


def test_after_a_discarded_first_draft_one_goes_on_from_it(porto, ana, pia):
    draft = versions.discard(a_begun(pia, porto), by=pia)
    assert versions.revise(by=ana, within=draft.resource).content == draft.content


def test_a_newer_version_takes_the_place_of_the_one_before(porto, ana, mia):
    first = a_published(ana, porto, mia)
    second = published_again(first, ana, mia, title="Mentors, again")
    assert [each.status for each in second.versions.order_by("number")] == ["superseded", "current"]
    assert (second.title, second.slug, second.published_at) == ("Mentors, again", first.slug, first.published_at)
    assert second.changed_at > first.changed_at


def test_a_recorded_item_needs_little_and_another_moderator(porto, mia, noa):
    version = a_begun(mia, porto, content=RECORDED, start=lifecycle.start_recorded)
    assert "sources" not in versions.release(version, by=mia).resource.title
    with pytest.raises(PermissionDenied):
        versions.take(version, by=mia)
    version = versions.approve(versions.take(version, by=noa), by=noa, criteria=ALL_MET)
    with pytest.raises(PermissionDenied):
        lifecycle.publish(version.resource, by=mia)
    assert lifecycle.publish(version.resource, by=noa).origin == "recorded"


def test_a_recorded_item_without_a_public_source_is_not_released(porto, mia):
    content = {name: value for name, value in RECORDED.items() if name != "sources"}
    version = a_begun(mia, porto, content=content, start=lifecycle.start_recorded)
    assert refusal_of(versions.release, version, by=mia) == "Something is still missing. Fill in “Links”."


def test_an_item_of_the_network_goes_the_same_way(mia, noa):
    content = a_content("First hours", phases=["first_hours"], body="Call each other.", steps=["Call."])
    names = ("title", "summary", "theme_main", "audience", "language", "licence", "contact", "phases", "body", "steps")
    content = {name: content[name] for name in names}
    version = a_begun(mia, None, kind="toolkit", content=content, start=lifecycle.start_network)
    version = versions.take(versions.release(version, by=mia), by=noa)
    resource = lifecycle.publish(versions.approve(version, by=noa, criteria=ALL_MET).resource, by=noa)
    assert (resource.origin, resource.city, resource.status) == ("network", None, "published")
    assert (resource.review_due_on - resource.confirmed_on).days in (365, 366)


def test_each_step_stands_in_the_trail_and_publishing_is_one_entry(porto, ana, mia):
    resource = a_published(ana, porto, mia)
    acts = AuditEntry.objects.filter(subject_kind="hub.resource", subject_key=str(resource.pk))
    assert list(acts.order_by("pk").values_list("action", flat=True)) == ["hub.start_resource", "hub.publish_resource"]
    assert an_approved(ana, porto, mia).status == "approved"
    assert a_resource(porto).status == "published"
