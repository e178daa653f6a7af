"""What the cities app hangs elsewhere: menus, panels, figures, completeness checks, the staff queue."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scn_portal.files.readers import register_readers
from scn_portal.ui import slots
from scn_portal.ui.slots import Figure, MenuEntry, Panel

from . import seat_watch, waiting
from .completeness import CHECKS
from .credits import shown_pictures
from .models import (
    City,
    Handover,
    JoinRequest,
    Membership,
    NewsItem,
    Picture,
    RegisterImport,
    SeatTerm,
    StrategyVersion,
)
from .part_rules import can_read_version
from .rules import checks_without_tie, holds_its_link, is_registrar, reads_picture
from .status import today

register_readers(JoinRequest, holds_its_link | checks_without_tie)
register_readers(Handover, checks_without_tie)
register_readers(Picture, reads_picture)
register_readers(RegisterImport, lambda person, register: is_registrar(person))
register_readers(StrategyVersion, can_read_version)

slots.menu.hang(MenuEntry(_("Cities"), "cities:city_list", "cities"), position=10)
slots.menu.hang(MenuEntry(_("About the network"), "cities:about", "about"), position=90)
slots.main_action.hang(MenuEntry(_("Become a Strong City"), "cities:join", "join"))
slots.person_menu.hang(MenuEntry(_("Your city"), "cities:dashboard", "dashboard"), position=10)

for position, (label, url_name) in enumerate(
    [
        (_("About and principles"), "cities:about"),
        (_("Contact and help"), "cities:contact"),
        (_("Accessibility"), "cities:accessibility"),
        (_("Privacy"), "cities:privacy"),
        (_("Security"), "cities:security"),
        (_("Status"), "jobs:status"),
        (_("All pages"), "cities:site_map"),
        (pgettext_lazy("of pictures and data", "Credits"), "cities:credits"),
    ]
):
    slots.footer.hang(MenuEntry(label, url_name, url_name.rpartition(":")[2]), position=position)


@slots.credits.hang
def whose_pictures(request):
    """Each picture of the register on a public page, with its credit; nothing while there are none."""
    pictures = list(shown_pictures())
    return Panel("cities/panels/credits.html", {"pictures": pictures}) if pictures else None


@slots.city_detail.hang
def seat_of_city(request, city):
    """Since when the city sits in the Steering Committee, or when it did; nothing where it never did."""
    day = today()
    terms = list(SeatTerm.objects.of("steering").filter(city=city, period__startswith__lte=day).order_by("-period"))
    for term in terms:
        term.is_leading = term.is_led_on(day)
    return Panel("cities/panels/seat.html", {"terms": terms, "day": day}) if terms else None


@slots.city_detail.hang
def news_of_city(request, city):
    """The news and stories of the city; nothing while there are none."""
    items = list(NewsItem.objects.shown().filter(cities=city).for_pages()[:4])
    return Panel("cities/panels/news.html", {"items": items, "city": city}) if items else None


for check in CHECKS:
    slots.profile_checks.hang(check)
slots.waiting.hang(waiting.confirmation_due)
slots.waiting.hang(waiting.elections_passed)
slots.waiting.hang(waiting.notices_running)
slots.waiting.hang(waiting.handovers_under_way)
slots.waiting.hang(waiting.people_who_ask)
slots.queue.hang(waiting.JOIN_REQUESTS, position=10)
slots.queue.hang(waiting.MESSAGES, position=20)
slots.queue.hang(waiting.PICTURES, position=25)
slots.queue.hang(seat_watch.ADVICE, position=26)
slots.queue.hang(seat_watch.SEATS, position=27)


# Figures are counted for a reader who is not signed in; "member cities" is what the directory shows at first.


def member_cities():
    return City.objects.listed().count()


def member_countries():
    return City.objects.listed().values("country").distinct().count()


def member_regions():
    return City.objects.listed().values("country__region_code").distinct().count()


def founding_cities():
    return City.objects.listed().filter(joined_on=Membership.FOUNDED_ON).count()


slots.figures.hang(Figure("member_cities", _("Member cities"), member_cities, "cities:city_list"), position=10)
slots.figures.hang(Figure("countries", _("Countries"), member_countries), position=11)
slots.figures.hang(Figure("regions", _("Regions of the world"), member_regions), position=12)
slots.figures.hang(Figure("founding_cities", _("Founding cities"), founding_cities), position=13)
