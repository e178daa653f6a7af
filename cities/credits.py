"""Whose work the portal stands on: each entry with its licence and where it came from."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import City, NewsItem, Organisation, Picture, Profile, Testimonial


@dataclass(frozen=True)
class Credit:
    what: str
    whose: str
    source: str
    licence: str
    used_for: str
    licence_url: str = ""


CREDITS = [
    Credit(
        _("Names and positions of places"),
        "GeoNames",
        "https://www.geonames.org/",
        "CC BY 4.0",
        _("Finding a city when it asks to join, the points on the map, and populations. Selected and shortened."),
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    Credit(
        _("Names of countries, languages and regions"),
        "Unicode CLDR",
        "https://cldr.unicode.org/",
        "Unicode License v3",
        _("The same names in every language of the portal."),
        "https://www.unicode.org/license.txt",
    ),
    Credit(
        _("Regions of the world"),
        "United Nations M49",
        "https://unstats.un.org/unsd/methodology/m49/",
        _("open facts"),
        _("The filters of the directory. A region says nothing about the status of a country."),
    ),
    Credit(
        _("Icons"),
        "Lucide",
        "https://lucide.dev/",
        "ISC",
        _("The small signs beside words."),
        "https://lucide.dev/license",
    ),
]


def shown_pictures():
    """The pictures of the register that stand on public pages now: of cities, news, testimonials, organisations."""
    public = City.objects.visible_to(AnonymousUser()).values("pk")
    used = Q(pk__in=Profile.objects.filter(city__in=public).values("picture"))
    used |= Q(pk__in=NewsItem.objects.shown().values("picture"))
    used |= Q(pk__in=Testimonial.objects.published().values("portrait"))
    partners = Organisation.objects.exclude(roles=None, hubs=None)  # others stand on their page by name alone
    used |= Q(pk__in=partners.values("mark"))
    return Picture.objects.published().filter(used, file__isnull=False).for_pages().order_by("title", "pk")
