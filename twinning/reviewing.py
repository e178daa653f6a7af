"""The review at the end of a cycle: which cities are asked, when all have filed, and when the others may read it."""

from datetime import timedelta

from django.utils import timezone

from .models import Partnership


def asked_partners(partnership):
    """The rows of the cities that are asked: those that take part, and those that left in this cycle."""
    rows = partnership.partner_cities.select_related("city__country").order_by("pk")
    open_ones = [each for each in rows if each.left_on is None]
    here = {each.city_id for each in open_ones}
    left = {each.city_id: each for each in rows if each.left_on and each.left_in_cycle == partnership.cycle}
    return open_ones + [each for city, each in left.items() if city not in here]


def asked_cities(partnership):
    return [each.city for each in asked_partners(partnership)]


def filed(partnership):
    """The reviews of this cycle, in the order in which they came."""
    return partnership.reviews.filter(cycle=partnership.cycle).select_related("city").order_by("filed_at", "pk")


def missing(partnership):
    """The cities that were asked and have not filed."""
    there = set(filed(partnership).values_list("city", flat=True))
    return [each for each in asked_cities(partnership) if each.pk not in there]


def is_time_over(partnership, day=None):
    """45 days have passed since the review began."""
    began = partnership.review_began_on
    return began is not None and (day or timezone.now().date()) >= began + timedelta(days=Partnership.DAYS_TO_REVIEW)


def are_open(partnership):
    """Whether the cities read what the others wrote: all have filed, or the time is over, or the review has ended."""
    if partnership.status != "in_review":  # before the review only a city that left has written
        return partnership.status == "closed"
    return is_time_over(partnership) or not missing(partnership)


def public(partnership):
    """What stands on the public card: the reviews of a closed partnership where every one of them may be public."""
    rows = list(filed(partnership)) if partnership.status == "closed" else []
    return rows if rows and all(each.may_be_public for each in rows) else []
