"""Addresses of cities, news and organisations: the name as it is written, and more only where that is taken."""

from itertools import chain, count

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from .models import City, OldSlug

RESERVED = frozenset({"places", "committee", "board", "decisions", "priorities", "new", "edit"})
LONGEST = 100


def free_slug(name, country=""):
    """A slug that no city has: the name, else the name and country, else with a number."""
    base = slugify(name, allow_unicode=True)[:LONGEST].strip("-") or "city"
    with_country = f"{base}-{country.lower()}" if country else f"{base}-2"
    candidates = chain([base, with_country], (f"{with_country}-{number}" for number in count(2)))
    return next(each for each in candidates if each not in RESERVED and not _is_taken(each))


def _is_taken(slug):
    """By a city, or by one that was merged: its address still leads to the city that was kept."""
    return City.objects.filter(slug=slug).exists() or OldSlug.objects.filter(slug=slug).exists()


def created_with_slug(model, words, *, otherwise, longest, **values):
    """A new row of `model` under the first free slug made of `words`; two who write the same at once both get one."""
    base = slugify(words, allow_unicode=True)[:longest].strip("-") or otherwise
    for slug in chain([base], (f"{base}-{number}" for number in count(2))):
        if model.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                return model.objects.create(slug=slug, **values)
        except IntegrityError:
            if not model.objects.filter(slug=slug).exists():  # something else was refused
                raise
    return None
