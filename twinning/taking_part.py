"""Who takes part in a partnership, whether they are enough, and what all of them want."""

from django.utils import timezone

ENOUGH = 2  # cities, and countries


def is_enough(cities):
    """Two cities at least, of two countries at least."""
    cities = list(cities)
    return len(cities) >= ENOUGH and len({each.country_id for each in cities}) >= ENOUGH


def has_enough(partnership):
    return is_enough(partnership.taking_part())


def want(partner, what):
    """Note that this city wants it. Asking twice keeps the first instant."""
    partner.agrees.setdefault(what, timezone.now().isoformat())
    partner.save(update_fields=["agrees"])


def all_want(partnership, what):
    """Whether every city that takes part now wants it."""
    partners = partnership.open_partners()
    return bool(partners) and all(what in each.agrees for each in partners)


def forget(partnership, what):
    """It is decided, or what was asked has changed: each city would be asked anew."""
    for each in partnership.partner_cities.select_for_update().order_by("pk"):
        if each.agrees.pop(what, None):
            each.save(update_fields=["agrees"])


def signed_cities(text):
    """The ids of the cities that signed this text."""
    return set(text.signatures.values_list("city", flat=True)) if text else set()
