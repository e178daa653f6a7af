"""Made-up interests between member cities, in every state; half of them concern the city that people try out."""

from datetime import timedelta

from django.utils import timezone

from cities.demo import CAST_CITY
from hub.models import Resource
from scn_portal.lifecycle import SYSTEM
from twinning import discovering
from twinning.lifecycle import interests
from twinning.models import Interest, Profile

from .profiles import leads_of_members

DEMO = "(Demonstration)"
AIMS = {
    Interest.Wish.CALL: f"We would like an hour with the people who do it, to ask how they began. {DEMO}",
    Interest.Wish.VISIT: f"We would like to see it at work for two days, with a school and a youth worker. {DEMO}",
    Interest.Wish.TWINNING: f"Our needs and yours go well together: we would like to share them for two years. {DEMO}",
}
CALL, VISIT, TWINNING = Interest.Wish.CALL, Interest.Wish.VISIT, Interest.Wish.TWINNING
# Whether the city of the cast asks or is asked, what it wishes for, and how it goes on
CASES = [
    ("asked", VISIT, "open", 3),
    ("asked", CALL, "open", 21),
    ("asks", CALL, "open", 12),
    ("asks", TWINNING, "accepted", 15),
    ("asked", VISIT, "accepted", 20),
    ("asks", VISIT, "declined", 9),
    ("asked", TWINNING, "withdrawn", 8),
    ("asks", CALL, "lapsed", 40),
]


def seed_interests():
    """All of them, unless some stand there already."""
    if Interest.objects.filter(is_demonstration=True).exists():
        return
    leads = {city.pk: (city, person) for city, person in leads_of_members().items()}
    with_profile = Profile.objects.filter(city__in=leads).select_related("city").order_by("city__slug")
    own = next((each.city for each in with_profile if each.city.slug == CAST_CITY), None)
    others = [leads[each.city_id] for each in with_profile if each.city.slug != CAST_CITY]
    if own is None or len(others) < len(CASES):
        return
    me = leads[own.pk]
    for (way, wish, state, days), other in zip(CASES, best_first(me, others), strict=False):
        asks, asked = (me, other) if way == "asks" else (other, me)
        _walk(_sent(asks, asked, wish, days), state, asks[1], asked[1])


def best_first(me, others):
    """The other cities, those that fit best first."""
    profile = discovering.profile_of(me[1], me[0])
    fits = discovering.fits(me[1], profile, discovering.offered_to(me[1], me[0]))
    points = {each.city.pk: -each.total for each in fits}
    return sorted(others, key=lambda each: (points.get(each[0].pk, 0), each[0].slug))


def _sent(asks, asked, wish, days):
    """The question, as if it had been sent so many days ago."""
    practice = Resource.objects.visible_to(asks[1]).shown().filter(city=asked[0]).order_by("code").first()
    terms = [each.term for each in practice.resource_terms.filter(term__list="theme")] if practice else []
    interest = interests.send(
        by=asks[1], within=asks[0], to_city=asked[0], aim=AIMS[wish], wish=wish, resource=practice, themes=terms
    )
    sent_at = timezone.now() - timedelta(days=days)
    answer_by = sent_at + timedelta(days=Interest.DAYS_TO_ANSWER)
    Interest.objects.filter(pk=interest.pk).update(sent_at=sent_at, answer_by=answer_by, is_demonstration=True)
    return interest


def _walk(interest, state, asks, asked):
    if state == "accepted":
        interests.accept(interest, by=asked, answer=f"Gladly. Write to our office, and choose a week in spring. {DEMO}")
    elif state == "declined":
        interests.decline(interest, by=asked, answer=f"We move our team this year; please ask again next year. {DEMO}")
    elif state == "withdrawn":
        interests.withdraw(interest, by=asks)
    elif state == "lapsed":
        interests.lapse(interest, by=SYSTEM)
