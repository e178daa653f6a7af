"""Two to four cities side by side: who they are, what they need and offer, who works there, what they did.

Everything comes through `visible_to`: a reader without account gets the public rows, the same in page and CSV.
"""

from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cities.countries import country_name, language_name
from cities.filters import labels_of_terms
from cities.models import PreventionTeam, Strategy
from cities.status import today
from hub.models import Resource
from scn_portal.sharing import Sharing

from .models import Profile
from .models.profiles import Capacity, Need, Offer
from .network import EXCHANGE, PARTNERSHIP, links_for

MOST_PRACTICES = 6


@dataclass
class Item:
    """One line in a cell: words, and where they lead; of a need or an offer its strength, 1 to 3."""

    words: str
    url: str = ""
    strength: int = 0
    kind: str = ""

    @property
    def dots(self):
        return "●" * self.strength + "○" * (3 - self.strength)


@dataclass
class Row:
    """One line of the comparison: a cell for each city, each a list of items."""

    label: str
    cells: list
    columns: list = field(default_factory=list)  # (city, its items)


@dataclass
class Section:
    """Rows under one heading. `level` is the strictest that was read to write them."""

    title: str
    rows: list = field(default_factory=list)
    level: int = Sharing.CLEAR

    def add(self, label, cells):
        """Keep the row if any of the cities has something to say there."""
        if any(cells):
            self.rows.append(Row(label, cells))


def compared(cities, user):
    """The sections that have a row, for these cities in their order."""
    labels = labels_of_terms()
    links = links_for(user)
    sections = [
        _facts(cities, labels["authority_type"]),
        _needs_and_offers(cities, user, labels["theme"]),
        _local_work(cities, user),
        _practices(cities, user),
        _together(cities, links),
    ]
    for row in [row for each in sections for row in each.rows]:
        row.columns = list(zip(cities, row.cells, strict=True))
    return [each for each in sections if each.rows]


def label_of(sections):
    """The strictest sharing label of what is in them."""
    return Sharing(max((each.level for each in sections), default=Sharing.CLEAR))


def _words(*several):
    return [Item(str(each)) for each in several if each]


def _facts(cities, types):
    section = Section(_("The city"))
    section.add(_("Country"), [_words(country_name(city.country_id)) for city in cities])
    section.add(_("Region"), [_words(country_name(city.country.region_code)) for city in cities])
    section.add(_("Kind of authority"), [_words(types.get(city.type.code, city.type.code)) for city in cities])
    section.add(_("People"), [_words(_number(city.population)) for city in cities])
    section.add(_("Member since"), [_words(city.joined_on.year if city.joined_on else "") for city in cities])
    return section


def _number(number):
    return number_format(number, force_grouping=True) if number else ""


def _needs_and_offers(cities, user, themes):
    section = Section(_("Needs and offers"), level=Sharing.GREEN)
    rows = Profile.objects.visible_to(user).filter(city__in=[city.pk for city in cities if city.status != "ended"])
    profiles = {each.city_id: each for each in rows.prefetch_related("theme_entries__theme")}
    of_city = [profiles.get(city.pk) for city in cities]
    languages = [_words(*(language_name(code) for code in each.languages)) if each else [] for each in of_city]
    section.add(_("Working languages"), languages)
    section.add(_("Capacity"), [_words(Capacity(each.capacity).label) if each else [] for each in of_city])
    section.add(_("Confirmed"), [_words(date_format(each.confirmed_on, "j F Y")) if each else [] for each in of_city])
    said = [{one.theme.code: one for one in each.theme_entries.all()} if each else {} for each in of_city]
    for code, label in themes.items():
        section.add(label, [_strengths(each.get(code)) for each in said])
    return section


def _strengths(entry):
    if entry is None:
        return []
    needs = [Item(_("needs: %(how)s") % {"how": Need(entry.need).label}, "", entry.need, "need")] if entry.need else []
    offer = _("offers: %(how)s") % {"how": Offer(entry.offer).label}
    return needs + ([Item(offer, "", entry.offer, "offer")] if entry.offer else [])


def _local_work(cities, user):
    section = Section(_("Local work"))
    keys, day = [city.pk for city in cities], today()
    teams = PreventionTeam.objects.visible_to(user).working(day).filter(city__in=keys)
    plans = Strategy.objects.visible_to(user).in_force(day).filter(city__in=keys).select_related("city")
    found = [*teams, *plans]
    section.level = max((each.sharing for each in found), default=Sharing.CLEAR)
    section.add(_("Prevention team"), [_words(*(each.name for each in teams if each.city_id == key)) for key in keys])
    section.add(
        _("Strategies in force"),
        [[Item(each.title, each.get_absolute_url()) for each in plans if each.city_id == key] for key in keys],
    )
    return section


def _practices(cities, user):
    section = Section(_("In the hub"))
    rows = Resource.objects.visible_to(user).shown().filter(city__in=[city.pk for city in cities])
    found = list(rows.order_by("-published_at", "-pk"))
    section.level = max((each.level for each in found), default=Sharing.CLEAR)
    of_city = [[each for each in found if each.city_id == city.pk] for city in cities]
    section.add(_("Items"), [_words(len(each)) for each in of_city])
    newest = [[Item(each.title, each.get_absolute_url()) for each in some[:MOST_PRACTICES]] for some in of_city]
    section.add(_("The latest"), newest)
    return section


def _together(cities, links):
    section = Section(_("Links with other cities"))
    keys = {city.pk for city in cities}
    shared = [each for each in links if len(keys & {city.pk for city in each.cities}) > 1]
    section.add(_("Between these cities"), [_linked(shared, city) for city in cities])
    for kind, label in ((PARTNERSHIP, _("Partnerships")), (EXCHANGE, _("Exchanges"))):
        of_kind = [each for each in links if each.kind == kind]
        section.add(label, [_linked(of_kind, city) for city in cities])
    section.level = max((each.level for each in links if keys & {city.pk for city in each.cities}), default=0)
    return section


def _linked(links, city):
    return [Item(each.title, each.url) for each in links if any(other.pk == city.pk for other in each.cities)]
