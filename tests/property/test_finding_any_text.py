"""Whatever is typed has an answer: the parser, the words, the statements and the excerpts fail at nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub import finding
from hub.finding import FACETS, SORTS, Question
from hub.finding.question import LONGEST_TEXT
from hub.finding.spelling import beside, one_slip
from hub.finding.syntax import read
from hub.finding.words import folded, words_of, words_with_places
from hub.readers import EVERYBODY, Reader
from tests.factories.hub import a_resource

ANY = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
SIGNS = st.text(alphabet='"-" OR«»:*&|!()<>\\\'%_;ab\u200f\u0e01\u4e00😀İı', max_size=40)
STRANGE = (
    "", "   ", "the", '"', '""', '"a', "-", "--", "OR", "OR OR", "a OR", "-OR", '-"a b"', "%", "a:*", "& | !", "\\",
    "😀", "\u200f\u200e", "สวัสดี", "الْمَدِينَة", "İIıi", "a" * 3000, "word " * 1000, "'; DROP TABLE x; --", "\ufffd",
    "1e5 0x1F",
)  # fmt: skip


@given(ANY | SIGNS)
def test_every_text_falls_into_words_in_one_way(text):
    words = words_of(text)
    assert [word for word, _start, _end in words_with_places(text)] == words
    assert all(word and " " not in word for word in words)
    assert all(0 <= start < end <= len(text) for _word, start, end in words_with_places(text))


@given(ANY)
def test_folding_a_word_twice_changes_nothing_more(text):
    for word in words_of(text):
        assert folded(word) == word


@given(ANY | SIGNS)
def test_every_text_can_be_read_as_a_question(text):
    asked = read(text)
    assert asked.cut == (len(text) > LONGEST_TEXT)
    assert all(phrase for group in asked.required for phrase in group)


@given(st.text("abcd", min_size=1, max_size=6), st.text("abcd", min_size=1, max_size=6))
def test_words_one_slip_apart_share_a_form_with_one_letter_left_out(one, other):
    if one_slip(one, other):
        assert ({one} | beside(one)) & ({other} | beside(other))
        assert one_slip(other, one)


@pytest.mark.django_db
@pytest.mark.parametrize("text", STRANGE)
def test_strange_questions_have_an_answer(text):
    finding.index(a_resource())
    for reader in (EVERYBODY, Reader(1, frozenset([1]))):
        result = finding.find(reader, Question(text), FACETS)
        assert len(result.ids) == result.total
        assert set(finding.highlights(reader, result.ids, Question(text))) == set(result.ids)
        finding.suggest(reader, text)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=ANY | SIGNS,
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 30),
    filters=st.dictionaries(st.sampled_from(FACETS), st.lists(ANY, max_size=2), max_size=3),
)
def test_any_question_has_an_answer(text, sort, page, filters):
    if not finding.find(EVERYBODY, Question()).total:
        finding.index(a_resource())
    result = finding.find(EVERYBODY, Question(text, filters, sort=sort, page=page), FACETS)
    assert len(result.ids) <= result.total
    finding.suggest(EVERYBODY, text)
