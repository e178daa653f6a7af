"""Many answers, choices, proposals and settlings at once: one standing group a city, one partnership a group."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from scn_portal.lifecycle import SYSTEM
from tests.cast import staff
from tests.factories.cities import a_country, a_member
from tests.factories.twinning import a_group, a_round, a_run, an_entry
from tests.races.crowd import at_once
from twinning.lifecycle import proposals, runs, waves
from twinning.models import PartnerCity, Partnership, Place, Proposal, Round, Run

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 40
INDEX = "place_in_one_standing_group"


def a_pair():
    sweden = a_country("SE", "SWE", subregion="Northern Europe")
    return a_member("Porto", country=a_country()), a_member("Malmö", country=sweden)


def entered(status):
    round, cities = a_round(status), a_pair()
    for city, need, offer in zip(cities, ("youth", "families"), ("families", "youth"), strict=True):
        an_entry(round, city, needs={need: 3}, offers={offer: 3})
    return round, cities


def putting_forward():
    """Forty groups that hold the same two cities are put forward at one moment."""
    round, cities = entered("proposed")
    run, until = a_run(round, "done", chosen=True), timezone.now() + timedelta(days=21)
    drafted = [a_group(run, cities, status="drafted") for _ in range(NUMBER)]

    def act(position):
        proposals.put_forward(drafted[position], by=SYSTEM, seen_by=None, answer_by=until)
        return "asked"

    answers = at_once(NUMBER, act)
    return answers["asked"], Proposal.objects.filter(status="proposed").count()


def test_of_forty_groups_with_the_same_cities_one_stands():
    assert putting_forward() == (1, 1)
    assert Place.objects.filter(is_standing=True).count() == 2


def test_without_the_partial_index_several_groups_stand():
    """The control: nothing else holds it."""
    index = next(each for each in Place._meta.constraints if each.name == INDEX)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Place, index)
    try:
        assert putting_forward() == (NUMBER, NUMBER)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE twinning_place CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(Place, index)


def answering():
    """Both cities answer twenty times each, half of them yes and half of them no."""
    round, cities = entered("proposed")
    group = a_group(a_run(round, "done", chosen=True), cities)
    places = list(group.places.select_related("city"))
    leads = [each.city.representatives.get(role="lead_contact").user for each in places]

    def act(position):
        side, said = position % 2, "yes" if position % 4 < 2 else "no"
        proposals.answer(places[side], by=leads[side], answer=said, stays=True)
        return "answered"

    return at_once(NUMBER, act), Proposal.objects.get()


def test_of_forty_answers_one_counts_for_each_city_and_the_group_ends_as_they_say():
    answers, group = answering()
    said = sorted(group.places.values_list("answer", flat=True))
    assert answers["answered"] == len([each for each in said if each != "none"])
    assert group.status == ("accepted" if said == ["yes", "yes"] else "fallen")
    assert ("no" in said) == (group.status == "fallen")
    assert Place.objects.filter(is_standing=True).count() == (2 if group.status == "accepted" else 0)


def settling():
    round, cities = entered("proposed")
    a_group(a_run(round, "done", chosen=True), cities, status="accepted", answers=["yes", "yes"])
    mia = staff("Mia", "moderator")

    def act(_position):
        waves.settle(Round.objects.get(pk=round.pk), by=mia)
        return "settled"

    return at_once(NUMBER, act)


def test_a_round_settled_by_forty_at_once_founds_one_partnership():
    assert settling()["settled"] == 1
    assert (Partnership.objects.count(), PartnerCity.objects.count()) == (1, 2)
    assert Round.objects.get().status == "settled"


def test_without_locks_the_same_race_founds_several(monkeypatch):
    """The control."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    settling()
    assert Partnership.objects.count() > 1


def test_forty_starts_make_one_run():
    round, _cities = entered("closed")
    mia = staff("Mia", "moderator")

    def act(_position):
        runs.start(by=mia, within=Round.objects.get(pk=round.pk))
        return "started"

    assert at_once(NUMBER, act)["started"] == Run.objects.count() == 1
