"""What waits for those who lead a city, in one query where nothing does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.cities import a_member
from tests.factories.twinning import (
    a_group,
    a_partnership,
    a_profile,
    a_round,
    a_run,
    a_text,
    a_visit,
    an_entry,
    an_interest,
)
from twinning.models import Partnership, Visit
from twinning.waiting import waiting_for

pytestmark = pytest.mark.django_db


def words_for(person):
    vars(person).pop("_hub_reader", None)
    return [each.title for each in waiting_for(person)]


def test_nothing_waits_and_one_query_says_so(ana, django_assert_num_queries):
    waiting_for(ana)
    with django_assert_num_queries(1):
        assert waiting_for(ana) == []


def test_who_leads_no_city_is_asked_for_nothing_at_no_cost(eve, pia, porto, malmo, django_assert_num_queries):
    an_interest(malmo, porto)
    for person in (eve, pia):
        words_for(person)
        with django_assert_num_queries(0):
            assert waiting_for(person) == []


def test_each_step_that_is_a_city_s_to_take_waits_for_its_leads(ana, linn, porto, malmo):
    an_interest(malmo, porto)
    assert words_for(ana) == ["A city asks yours: answer it"] and words_for(linn) == []

    partnership = a_partnership([porto, malmo], "proposed")
    partnership.partner_cities.filter(city=malmo).update(takes_part_at=None)
    assert words_for(linn) == ["A partnership is proposed: does your city take part?"]
    partnership.partner_cities.update(takes_part_at=timezone.now())
    a_text(partnership, signed_by=[porto])
    assert words_for(linn) == ["The text of a partnership waits for your city's signature"]
    assert len(words_for(ana)) == 1
    a_text(partnership, "Another wording.")
    assert "The text of a partnership waits for your city's signature" in words_for(ana)
    Partnership.objects.update(status="closed")

    visit = a_visit([malmo], [porto])
    assert words_for(linn) == ["A visit waits for your city, its host, to confirm"]
    assert "A visit waits for your city to confirm" in words_for(ana)
    Visit.objects.filter(pk=visit.pk).update(status="held")
    assert "The report on a visit is due" in words_for(ana) and words_for(linn) == []
    Visit.objects.filter(pk=visit.pk).update(status="reported")
    assert words_for(linn) == ["Check the facts of a report on a visit to your city"]


def test_rounds_and_profiles_wait_too(ana, porto, malmo):
    long_ago = timezone.now().date() - timedelta(days=500)
    a_profile(porto, confirmed_on=long_ago)
    round = a_round("open")
    assert words_for(ana) == ["Are your city's needs and offers still true?", "A matching round is open"]
    an_entry(round, porto)
    assert words_for(ana) == ["Are your city's needs and offers still true?"]
    other = a_round("proposed")
    a_group(a_run(other, "done"), [porto, malmo])
    assert "A group is proposed to your city: answer" in words_for(ana)


def test_plans_and_reviews_wait_until_they_are_there(ana, porto, malmo):
    a_partnership([porto, malmo], "agreed")
    reviewed = a_partnership([porto, malmo], "in_review", review_began_on=timezone.now().date())
    assert words_for(ana) == [
        "The plan of a partnership is to be adopted",
        "Say what your city learned in a partnership",
    ]
    reviewed.reviews.create(cycle=1, city=porto, learned="Much.", again="yes", filed_at=timezone.now())
    assert words_for(ana) == ["The plan of a partnership is to be adopted"]


def test_a_line_names_the_day_that_the_page_names(ana, porto, malmo):
    due = timezone.now().date() + timedelta(days=30)
    a_partnership([porto, malmo], "agreed", plan_due_on=due)
    [line] = waiting_for(ana)
    assert line.due_at.date() == due and line.due_at > timezone.now()


def test_a_city_on_hold_is_asked_for_nothing(eve, malmo):
    fell_silent = timezone.now().date() - timedelta(days=480)
    an_interest(malmo, a_member("Silent", user=eve, confirmed_on=fell_silent))
    assert words_for(eve) == []
    an_interest(malmo, a_member("Awake", user=eve))
    assert words_for(eve) == ["A city asks yours: answer it"]
