"""Safeguards by level of prevention and audience: exactly these must be answered, and each missing one is named."""

from itertools import chain, combinations

import pytest

from hub.schema import NAMES_OF_SAFEGUARDS, SAFEGUARDS, Need, gaps, mandatory_safeguards
from tests.factories.hub import a_content

LEVELS = ("primary", "secondary", "tertiary")
SETS = list(chain.from_iterable(combinations(LEVELS, size) for size in (1, 2, 3)))
AUDIENCES = [["residents"], ["residents", "children"], ["adolescents"], ["children", "adolescents"]]
# By the highest level, as the specification's table reads with its rows added up.
TABLE = {
    "primary": {"non_discrimination", "harm"},
    "secondary": {"non_discrimination", "harm", "legal_basis", "privacy", "consent", "complaint"},
    "tertiary": {
        *{"non_discrimination", "harm", "legal_basis", "privacy", "consent", "complaint"},
        *{"necessity", "oversight", "expression"},
    },
}
ALL_ANSWERED = {code: {"answer": "So and so."} for code in SAFEGUARDS}


def expected(levels, audience):
    return TABLE[max(levels, key=LEVELS.index)] | ({"child"} if audience != ["residents"] else set())


def missing(levels, audience, answers):
    content = a_content(prevention_level=list(levels), audience=audience, safeguards=answers)
    return {each.code: each.words for each in gaps("good_practice", content, until=Need.RELEASE) if each.code}


def test_there_are_seven_sets_of_levels():
    assert len(SETS) == 7


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda each: "+".join(each))
@pytest.mark.parametrize("levels", SETS, ids=lambda each: "+".join(each))
def test_the_mandatory_set_is_the_one_of_the_table_and_each_missing_one_is_named(levels, audience):
    wanted = expected(levels, audience)
    assert mandatory_safeguards(levels, audience) == wanted
    assert set(missing(levels, audience, {})) == wanted
    assert missing(levels, audience, ALL_ANSWERED) == {}
    for code in wanted:
        answers = {name: answer for name, answer in ALL_ANSWERED.items() if name != code}
        assert missing(levels, audience, answers) == {code: f"Answer “{NAMES_OF_SAFEGUARDS[code]}”."}


@pytest.mark.parametrize(("reason", "is_enough"), [("x" * 19, False), ("x" * 20, True), (" " * 30, False)])
def test_not_applicable_needs_a_reason_of_twenty_signs(reason, is_enough):
    answers = ALL_ANSWERED | {"harm": {"not_applicable": reason}}
    content = a_content(safeguards=answers)
    found = [each.words for each in gaps("good_practice", content, until=Need.RELEASE)]
    assert (found == []) is is_enough
    assert is_enough or "Do no harm" in found[0]
