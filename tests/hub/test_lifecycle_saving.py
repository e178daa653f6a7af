"""Saving section by section: what is merged, what conflicts, and what never enters a draft."""

import pytest
from django.core.exceptions import PermissionDenied

from cities.models import Term
from hub import lifecycle
from hub.lifecycle import versions
from hub.models import Resource
from hub.schema import fields_of
from hub.schema.values import BY_TYPE, fits
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.publishing import a_begun, a_released, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(porto, ana):
    return a_begun(ana, porto)


def save(version, by, section="story", revision=None, stricter=None, **values):
    known = stands(version).revisions.get(section, 0) if revision is None else revision
    return versions.save_section(
        version, by=by, section=section, values=values, stricter=stricter or {}, revision=known
    )


def refusal_of(*args, **details):
    with pytest.raises(TransitionRefused) as refused:
        save(*args, **details)
    return str(refused.value)


def test_two_tabs_on_one_section_give_a_conflict_with_the_newer_text(draft, ana, dora):
    opened = draft.revisions["story"]
    save(draft, ana, revision=opened, need="First.")
    with pytest.raises(versions.Outdated) as conflict:
        save(draft, dora, revision=opened, need="Second.")
    assert conflict.value.newer["need"] == "First." and conflict.value.revision == opened + 1
    assert conflict.value.newer["ended"] is None
    assert stands(draft).content["need"] == "First."
    save(draft, dora, revision=conflict.value.revision, need="First. Second.")
    assert stands(draft).content["need"] == "First. Second."


def test_two_tabs_on_two_sections_are_both_kept(draft, ana, dora):
    story, results = draft.revisions["story"], draft.revisions["results"]
    save(draft, ana, "story", story, need="From one tab.")
    save(draft, dora, "results", results, worked="From the other.")
    content = stands(draft).content
    assert (content["need"], content["worked"]) == ("From one tab.", "From the other.")


def test_the_same_words_sent_twice_count_once_and_are_no_conflict(draft, ana):
    opened = draft.revisions["story"]
    save(draft, ana, revision=opened, need="Words.")
    version = save(draft, ana, revision=opened, need="Words.")
    assert version.revisions["story"] == opened + 1


def test_an_emptied_field_goes_and_a_field_that_was_not_asked_stays(draft, ana):
    version = save(draft, ana, ended="2021", partners=[])
    version = save(draft, ana, ended="")
    assert "ended" not in version.content and "partners" not in version.content
    assert version.content["action"] == draft.content["action"]


def test_title_and_language_may_change_but_not_go(draft, ana):
    assert refusal_of(draft, ana, "basics", title="") == "Title and language stay: give others, or leave those."
    save(draft, ana, "basics", title="Mentors for all")
    assert Resource.objects.get(pk=draft.resource_id).title == "Mentors for all"


def test_a_draft_keeps_what_does_not_fit_yet(draft, ana):
    version = save(draft, ana, "means", staff_fte="about two", cost_year="last year")
    assert version.content["staff_fte"] == "about two"
    with pytest.raises(versions.Incomplete) as refused:
        versions.release(version, by=ana)
    assert {each.field for each in refused.value.gaps} == {"staff_fte", "cost_year"}


@pytest.mark.parametrize(
    ("section", "values", "words"),
    [
        ("nowhere", {}, "There is no section “nowhere” here."),
        ("story", {"title": "Of another section"}, "There is no field “title” here."),
        ("story", {"sharing": 0}, "There is no field “sharing” here."),
        ("story", {"need": 7}, "“Which need it answers” cannot be kept like this."),
        ("story", {"need": "a\x00b"}, "“Which need it answers” cannot be kept like this."),
        ("story", {"need": "x" * 100_001}, "“Which need it answers” cannot be kept like this."),
        ("story", {"local_lead": "Two\nlines"}, "“Office in charge” cannot be kept like this."),
        ("story", {"partners": [{"person": "A name"}]}, "“Partners” cannot be kept like this."),
        (
            "story",
            {"reach": {"number": float("nan"), "unit": "x"}},
            "“Reach” cannot be kept like this.",
        ),
        ("means", {"staff_fte": float("inf")}, "“Staff, in full-time posts” cannot be kept like this."),
        ("means", {"staff_fte": True}, "“Staff, in full-time posts” cannot be kept like this."),
        ("basics", {"theme_main": ["no_such_theme"]}, "“Main themes” has no entry “no_such_theme” any more."),
        ("basics", {"theme_main": ["youth", "youth"]}, "“Main themes” cannot be kept like this."),
        ("basics", {"practice_type": ["municipal_service"]}, "“Type of practice” cannot be kept like this."),
        ("transfer", {"core": ["One", " "]}, "“What must stay” cannot be kept like this."),
        ("transfer", {"sources": [{"title": "x", "href": "y"}]}, "“Links” cannot be kept like this."),
        ("safeguards", {"safeguards": {"belief": {"answer": "x"}}}, "“Safeguards” cannot be kept like this."),
        ("safeguards", {"safeguards": {"harm": "words"}}, "“Safeguards” cannot be kept like this."),
        ("sharing", {"language": "e"}, "“Language of this record” cannot be kept like this."),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_and_nothing_is_kept(draft, ana, section, values, words):
    assert refusal_of(draft, ana, section, **values) == words
    assert stands(draft).content == draft.content


def test_a_term_that_was_closed_stays_where_it_is_and_is_not_chosen_anew(draft, ana):
    save(draft, ana, "basics", theme_other=["schools"])
    Term.objects.filter(list="theme", code__in=["schools", "dialogue"]).update(closed_on="2020-01-01")
    save(draft, ana, "basics", theme_other=["schools", "families"])
    assert refusal_of(draft, ana, "basics", theme_other=["dialogue"]) == (
        "“Further themes” has no entry “dialogue” any more."
    )


def test_a_field_is_only_stricter_where_it_may_be_and_only_than_its_record(draft, ana):
    by_all = "“%s” is read by whoever reads the record."
    assert refusal_of(draft, ana, "basics", stricter={"title": 2}) == by_all % "Title"
    assert refusal_of(draft, ana, stricter={"need": 3}) == by_all % "Which need it answers"
    stricter_only = "A field can only be stricter than its record."
    assert refusal_of(draft, ana, stricter={"need": 1}) == stricter_only  # the record is for members
    assert refusal_of(draft, ana, stricter={"need": 0}) == stricter_only
    assert (
        refusal_of(draft, ana, stricter={"need": 3}) == "“Which need it answers” is read by whoever reads the record."
    )
    assert save(draft, ana, stricter={"need": 2}).stricter == {"contact": 1, "need": 2}
    assert save(draft, ana, need="Other.").stricter == {"contact": 1}, "what is not chosen again is as the record"


def test_the_mailbox_stays_for_members_when_the_record_opens(draft, ana):
    """Its level says nothing while the record is for members, and counts once it is public."""
    version = save(draft, ana, "sharing", contact="desk@porto.example")
    assert version.stricter == {"contact": 1}
    lifecycle.choose_sharing(draft.resource, by=ana, sharing=Sharing.CLEAR)
    assert save(draft, ana, "sharing", contact="other@porto.example").stricter == {}
    assert save(draft, ana, "sharing", stricter={"contact": 1}).stricter == {"contact": 1}


def test_what_was_released_is_not_saved_and_strangers_save_nothing(porto, ana, bo, mia, draft):
    for stranger in (bo, mia):
        with pytest.raises(PermissionDenied):
            save(draft, stranger, need="Mine.")
    released = a_released(ana, porto)
    assert refusal_of(released, ana, need="Late.") == "This is already “waiting for a moderator”."


@pytest.mark.parametrize("kind", sorted(Resource.Kind.values))
def test_every_field_of_every_kind_has_a_shape_that_is_checked(kind):
    for field in fields_of(kind).values():
        assert field.type in BY_TYPE
        assert not fits(field, object()) and not fits(field, [object()]) and not fits(field, {"x": object()})
