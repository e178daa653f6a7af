"""Leads of one city at the same moment: one profile, one open question, one answer."""

import pytest
from django.db import connection

from tests.factories.twinning import a_theme, an_interest
from tests.races.crowd import at_once
from tests.twinning.acts_interests import SAID
from twinning.lifecycle import interests, profiles
from twinning.models import Interest, Profile

pytestmark = pytest.mark.django_db(transaction=True)
ASKED_ALREADY = "TransitionRefused: Your city has asked this already and waits for an answer."
WRITTEN_ALREADY = "TransitionRefused: A colleague of yours wrote this a moment ago. Open it to change it."


def ask(porto, malmo, ana):
    def send(position):
        interests.send(by=ana, within=porto, to_city=malmo, aim=f"How? ({position})")
        return "sent"

    return at_once(12, send)


def test_of_twelve_questions_at_once_one_is_open(porto, malmo, ana, linn):
    assert ask(porto, malmo, ana) == {"sent": 1, ASKED_ALREADY: 11}
    assert Interest.objects.get().status == "open"


def test_without_the_index_all_of_them_are_open(porto, malmo, ana, linn):
    """The control."""
    guard = next(each for each in Interest._meta.constraints if each.name == "interest_open_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Interest, guard)
    try:
        assert ask(porto, malmo, ana) == {"sent": 12}
    finally:
        Interest.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Interest, guard)


def test_of_a_yes_and_a_no_at_once_one_counts(porto, malmo, ana, linn):
    interest = an_interest(malmo, porto)

    def answer(position):
        (interests.accept if position % 2 else interests.decline)(interest, by=ana)
        return "answered"

    found = at_once(8, answer)
    assert found["answered"] == 1
    assert sum(found.values()) == 8
    assert Interest.objects.get().status in ("accepted", "declined")


def test_colleagues_who_write_at_once_write_one_profile(porto, ana):
    themes = [{"theme": a_theme(), "need": 1, "offer": 0}]

    def write(position):
        profiles.write(by=ana, within=porto, themes=themes, **SAID)
        return "written"

    assert at_once(8, write) == {"written": 1, WRITTEN_ALREADY: 7}
    assert Profile.objects.get().theme_entries.count() == 1
