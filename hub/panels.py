"""What the hub hangs elsewhere, one block for each part."""

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots
from scn_portal.ui.slots import Figure, MenuEntry, Panel

from . import (
    queue,
    sitemaps,  # noqa: F401 -- it registers itself
    waiting,
)
from .cards import cards_of, with_taken
from .files import public_pictures
from .models import Adoption, Resource

# Reading: the menu, what is new on the portal's front page, figures, a city's own practices
ON_THE_FRONT_PAGE, ON_A_CITY_PAGE = 3, 6

slots.menu.hang(MenuEntry(_("Hub"), "hub:home", "hub"), position=20)
slots.person_menu.hang(MenuEntry(_("Saved searches"), "hub:search_list", "searches"), position=30)


@slots.home.hang
def newest_practices(request):
    """The newest items that this reader may open; nothing while there are none."""
    shown = with_taken(Resource.objects.visible_to(request.user).shown()).select_related("city")
    newest = cards_of(shown.order_by("-published_at", "-pk")[:ON_THE_FRONT_PAGE])
    return Panel("hub/panels/newest.html", {"newest": newest}) if newest else None


@slots.city_detail.hang
def practices_of_city(request, city):
    """What the city gave to the hub, and what it took over from others."""
    own = with_taken(Resource.objects.visible_to(request.user).shown().filter(city=city)).select_related("city")
    given = cards_of(own.order_by("-published_at", "-pk")[: ON_A_CITY_PAGE + 1])
    readable = Resource.objects.visible_to(request.user).shown()
    taken = Adoption.objects.counted().filter(taker=city, resource__in=readable.values("pk"))
    taken = list(taken.select_related("resource__city").order_by("-claimed_at", "-pk")[: ON_A_CITY_PAGE + 1])
    if not given and not taken:
        return None
    return Panel("hub/panels/city.html", {"given": given, "taken": taken, "city": city, "list_url": _list_of(city)})


def _list_of(city):
    try:
        return f"{reverse('hub:resource_list')}?city={city.slug}"
    except NoReverseMatch:
        return ""


@slots.priority.hang
def practices_on_theme(request, theme):
    """Where the hub has what cities tried on a theme that comes first."""
    return Panel("hub/panels/priority.html", {"theme": theme})


@slots.credits.hang
def whose_pictures(request):
    """Each picture on the public pages, with its author and licence; nothing while there are none."""
    pictures = list(public_pictures())
    return Panel("hub/panels/pictures.html", {"pictures": pictures}) if pictures else None


def public_items():
    return Resource.objects.visible_to(AnonymousUser()).shown().count()


def public_countries():
    return Resource.objects.visible_to(AnonymousUser()).shown().values("city__country").distinct().count()


def counted_adoptions():
    public = Resource.objects.visible_to(AnonymousUser()).shown()
    return Adoption.objects.counted().filter(resource__in=public.values("pk")).count()


slots.figures.hang(Figure("practices", _("Practices and lessons"), public_items, "hub:home"), position=20)
slots.figures.hang(Figure("practice_countries", _("Countries they come from"), public_countries), position=21)
slots.figures.hang(Figure("adoptions", _("Taken over by another city"), counted_adoptions), position=22)

# The moderators' desk: the staff queue

slots.queue.hang(queue.VERSIONS, position=30)
slots.queue.hang(queue.WIDENINGS, position=31)
slots.queue.hang(queue.DISPUTES, position=32)
slots.queue.hang(queue.MISMATCHES, position=33)
slots.queue.hang(queue.SHUT_DOORS, position=34)

# Writing: a city's desk, and what waits for its people
slots.person_menu.hang(MenuEntry(_("Your desk in the hub"), "hub:desk", "desk"), position=12)
slots.waiting.hang(waiting.waiting_for)
