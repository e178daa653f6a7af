"""What a city brings into a round: its needs and offers as its profile states them, and what is still missing."""

from collections import namedtuple

from django.utils.translation import gettext_lazy as _

from cities.status import in_good_standing, months_after, today
from hub.labels import terms

from .models import Profile
from .models.profiles import Need, Offer

NO_PROFILE = _("Your city has no profile of needs and offers yet. Write it first: it takes about ten minutes.")
OUT_OF_DATE = _("Nobody has confirmed your city's needs and offers for twelve months. Look at them and confirm them.")
NO_NEED = _("Your profile names no need. A match gives and takes; with an offer alone, others can ask you for a visit.")
NO_OFFER = _("Your profile names no offer. A match gives and takes; without one, ask a city for a visit or a call.")
ON_HOLD = _("The membership of your city is on hold. Your lead contact can confirm it; then your city may enter.")


def profile_of(city):
    """The city's profile with its themes, or None."""
    return Profile.objects.filter(city=city).prefetch_related("theme_entries__theme", "theme_entries__proof").first()


def is_out_of_date(profile):
    return today() > months_after(profile.confirmed_on, Profile.MONTHS_TO_CONFIRM)


def what_is_missing(city, profile):
    """The first thing that keeps the city from entering, in words, or ""."""
    if not in_good_standing(city):
        return ON_HOLD
    if profile is None:
        return NO_PROFILE
    if is_out_of_date(profile):
        return OUT_OF_DATE
    brought = taken_from(profile)
    if not brought["needs"]:
        return NO_NEED
    return "" if brought["offers"] else NO_OFFER


def taken_from(profile):
    """What an entry copies: needs and offers by code of theme, the practices behind offers, the ways of working."""
    rows = list(profile.theme_entries.all())
    return {
        "needs": {each.theme.code: each.need for each in rows if each.need},
        "offers": {each.theme.code: each.offer for each in rows if each.offer},
        "proofs": {each.theme.code: each.proof.code for each in rows if each.offer and each.proof},
        "capacity": profile.capacity,
        "languages": sorted(profile.languages),
        "sizes": sorted(profile.sizes),
    }


def is_as(entry, profile):
    """Whether the entry says what the profile says now."""
    return all(getattr(entry, name) == value for name, value in taken_from(profile).items())


Row = namedtuple("Row", ["theme", "need", "need_words", "offer", "offer_words"])


def table_of(needs, offers):
    """Theme by theme, in the reader's language: what is needed and what is offered, each with its strength."""
    labels = terms().get("theme", {})
    order = {code: position for position, code in enumerate(labels)}
    rows = []
    for code in sorted({*needs, *offers}, key=lambda each: (order.get(each, len(order)), each)):
        need, offer = needs.get(code, 0), offers.get(code, 0)
        words = labels.get(code, (code, True))[0]
        rows.append(Row(words, need, Need(need).label if need else "", offer, Offer(offer).label if offer else ""))
    return rows
