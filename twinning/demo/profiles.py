"""Needs and offers of thirty member cities, made up by a fixed seed. Nothing here is a fact about a city.

Each says that it is made up. The themes come from a short list, so that cities fit each other; to host, a city has a
published practice on the theme.
"""

from random import Random

from cities.models import City, Representative, Term
from cities.rules import LEAD_ROLES
from twinning.lifecycle import profiles
from twinning.models import Profile
from twinning.offers import practices_of

SEED, NUMBER = 2026, 30
FIRST = ("aarhus", "mombasa", "montreal", "tripoli", "saida")  # who is met first in the demonstration, where members
ABOUT = "Demonstration: what stands here is made up, and says nothing about the real city."
OFFICE = "Office for prevention (Demonstration)"
MOST_THEMES = 12
NOTES = (
    "Demonstration: we begin with two schools in autumn.",
    "Demonstration: a team of three can travel in spring.",
    "Demonstration: we can share our handbook.",
)


def seed_profiles():
    """Those that are missing. What stands there already stays as it is."""
    leads, known = leads_of_members(), set(Profile.objects.values_list("city", flat=True))
    themes = list(Term.objects.of("theme").order_by("position"))[:MOST_THEMES]
    for city in chosen(list(leads)):
        if city.pk not in known:
            said = made_up(Random(f"{SEED}:{city.slug}"), themes, practices_of(city))
            profiles.write(by=leads[city], within=city, is_demonstration=True, about=ABOUT, **said)


def leads_of_members():
    """{member city: who leads it}, by the name of the city."""
    acting = Representative.objects.filter(until=None, role__in=LEAD_ROLES, city__in=City.objects.listed().values("pk"))
    found = {}
    for each in acting.select_related("user", "city__country").order_by("city__folded", "role", "pk"):
        found.setdefault(each.city, each.user)
    return found


def chosen(cities):
    """Thirty of the cities, the same each time: the first known ones, then by lot."""
    first = [each for each in cities if each.slug in FIRST]
    others = sorted((each for each in cities if each.slug not in FIRST), key=lambda each: each.slug)
    return first + Random(SEED).sample(others, min(NUMBER - len(first), len(others)))


def made_up(lot, themes, practices):
    """Needs on three or four themes, one of them first; offers on two or three others, and where a practice is."""
    order = lot.sample(themes, len(themes))
    number = lot.choice((3, 4))
    needs = {each.code: lot.choice((1, 2)) for each in order[:number]}
    needs[order[0].code] = 3
    offers = {each.code: lot.choice((1, 2)) for each in order[number : number + lot.choice((2, 3))]}
    proofs = {each.code: practices[each.code][0] for each in order[number:] if each.code in practices}
    offers |= dict.fromkeys(list(proofs)[:2], 3)
    entries = [
        {
            "theme": each,
            "need": needs.get(each.code, 0),
            "offer": offers.get(each.code, 0),
            "proof": proofs.get(each.code) if offers.get(each.code) == 3 else None,
            "note": lot.choice(NOTES) if needs.get(each.code) == 3 else "",
        }
        for each in order
    ]
    languages = ["en", *lot.choice(([], ["fr"], ["es"], ["ar"], ["fr", "ar"]))]
    ways = {"capacity": lot.choice((1, 2, 2, 3)), "languages": languages, "contact_office": OFFICE}
    return ways | {"sizes": lot.choice(([2, 3, 4], [2, 3], [2, 3, 4])), "themes": entries}
