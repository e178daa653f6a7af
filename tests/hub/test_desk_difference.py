"""A version beside the one shown now: what changed stands out word by word, and each side keeps its own text."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.difference import addresses_in, beside
from hub.models import Version
from scn_portal.ui.pieces import MOST_PAIRS, Piece, pieces
from tests.factories.hub import a_content, a_draft, a_resource

VOCABULARY = st.lists(st.sampled_from(["the", "city", "trains", "mentors", "\n", "مدينة", "市"]), max_size=20)


def text_of(side):
    return "".join(each.words for each in side)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VOCABULARY, VOCABULARY)
def test_each_side_gives_its_own_text_back_and_the_rest_is_the_same_on_both(old, new):
    old, new = " ".join(old), " ".join(new)
    before, after = pieces(old, new)
    assert (text_of(before), text_of(after)) == (old, new)
    same = [" ".join(text_of(each for each in side if each.kind == "same").split()) for side in (before, after)]
    assert same[0].replace(" ", "") == same[1].replace(" ", "")
    assert {each.kind for each in before} <= {"same", "removed"} and {each.kind for each in after} <= {"same", "added"}


def test_only_the_word_that_changed_is_marked():
    before, after = pieces("Mentors meet young people weekly.", "Mentors meet young people monthly.")
    assert before == (Piece("same", "Mentors meet young people "), Piece("removed", "weekly."))
    assert after == (Piece("same", "Mentors meet young people "), Piece("added", "monthly."))


def test_a_line_break_alone_is_no_difference():
    before, after = pieces("One two", "One\n\ntwo")
    assert {each.kind for each in (*before, *after)} == {"same"} and text_of(after) == "One\n\ntwo"


def test_a_script_without_spaces_is_compared_sign_by_sign():
    before, after = pieces("市役所が支援する", "市役所が指導する")
    assert [each.words for each in before if each.kind == "removed"] == ["支援"]
    assert [each.words for each in after if each.kind == "added"] == ["指導"]


@pytest.mark.parametrize("separator", [" ", "\n"])
def test_long_texts_without_anything_in_common_take_no_long_time(separator):
    many = int(MOST_PAIRS**0.5) * 4
    old = separator.join(f"w{number % 150}" for number in range(many))
    new = separator.join(f"w{number * 7 % 149}" for number in range(many))
    begin = time.perf_counter()
    before, after = pieces(old, new)
    assert time.perf_counter() - begin < 2 and (text_of(before), text_of(after)) == (old, new)


@pytest.mark.django_db
def test_a_first_version_has_nothing_beside_it(porto, ana):
    sections = beside(a_draft(porto, ana))
    assert [each.key for each in sections] == ["basics", "story", "results", "transfer", "safeguards", "sharing"]
    assert not any(line.is_changed or line.before for section in sections for line in section.lines)


@pytest.mark.django_db
def test_fields_terms_and_labels_stand_beside_the_current_ones(porto, ana):
    practice = a_resource(porto)
    current = practice.current_version
    content = current.content | {"prevention_level": ["secondary", "tertiary"], "worked": "Mentors who stay long."}
    new = Version(resource=practice, number=2, author=ana, content=content, stricter={"contact": 2})
    lines = {line.key: line for section in beside(new, current) for line in section.lines}
    assert {key for key, line in lines.items() if line.is_changed} == {"prevention_level", "worked", "contact"}
    assert text_of(lines["prevention_level"].before) == "Primary"
    assert text_of(lines["prevention_level"].after) == "Secondary, Tertiary"
    assert (lines["contact"].sharing_before, lines["contact"].sharing) == ("GREEN", "AMBER")
    assert not lines["contact"].says_other_words and lines["worked"].sharing_before == ""


@pytest.mark.django_db
def test_a_field_that_was_emptied_still_stands_there_as_removed(porto, ana):
    practice = a_resource(porto)
    content = {name: value for name, value in practice.current_version.content.items() if name != "worked"}
    new = Version(resource=practice, number=2, author=ana, content=content)
    lines = {line.key: line for section in beside(new, practice.current_version) for line in section.lines}
    assert lines["worked"].before == (Piece("removed", "Mentors who stay."),) and lines["worked"].after == ()
    assert lines["worked"].is_changed


@pytest.mark.django_db
def test_safeguards_that_must_be_answered_are_marked_even_where_nothing_is_said(porto, ana):
    answers = {"harm": {"answer": "Supervised."}, "gender": {"not_applicable": "Everybody is asked in the same way."}}
    content = a_content(prevention_level=["secondary"], audience=["adolescents"], safeguards=answers)
    lines = {line.key: line for section in beside(a_draft(porto, ana, content=content)) for line in section.lines}
    marked = {key.removeprefix("safeguards-") for key, line in lines.items() if line.is_mandatory}
    assert marked == {"non_discrimination", "harm", "legal_basis", "privacy", "consent", "complaint", "child"}
    assert lines["safeguards-privacy"].after == () and not lines["safeguards-gender"].is_mandatory
    assert text_of(lines["safeguards-gender"].after).startswith("Does not apply: ")


@pytest.mark.django_db
def test_every_address_that_leads_out_is_named_once(porto, ana):
    content = a_content(
        need="See https://a.example/x, and (http://b.example/).",
        sources=[{"title": "A", "url": "https://a.example/x"}, {"title": "C", "url": "https://c.example/?q=1"}],
    )
    found = addresses_in(a_draft(porto, ana, content=content))
    assert found == ["https://a.example/x", "http://b.example/", "https://c.example/?q=1"]
