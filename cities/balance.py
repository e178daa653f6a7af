"""The balance of a body on a day: its seats by region beside the member cities, and the rules that are broken.

A broken rule is a warning with its number and its limit. It stops nobody and nothing; a waiver clears exactly one.
`weigh` is plain arithmetic over plain values; `balance_on` asks the database for them.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .countries import country_name
from .models import CompositionRule, Country, Membership, Seat, SeatTerm, Waiver
from .querysets import membership_over, suspended_on
from .status import today

Kind = CompositionRule.Kind


class Holder(NamedTuple):
    """Who holds one seat: the kind of the seat ("city", "association", "ngo"), ISO code and M49 region, "" unknown."""

    kind: str
    country: str = ""
    region: str = ""


class Breach(NamedTuple):
    """One rule broken at one place. `number` and `limit` count seats; in a rule of shares, whole percent."""

    rule: CompositionRule
    number: int
    limit: int
    region: str = ""
    country: str = ""
    waiver: Waiver | None = None

    @property
    def kind(self):
        return self.rule.kind

    @property
    def key(self):
        """What a waiver names: the rule, and the region or the country where the rule is for each."""
        return self.rule.pk, self.region, self.country

    @property
    def words(self):
        """The warning as a person reads it, such as "United States: 4 seats, at most 2"."""
        return _WORDS[self.kind](self)


class RegionRow(NamedTuple):
    """A region (M49): its seats and member cities, each with its share of all in percent (0 to 100, not rounded)."""

    code: str
    seats: int
    share: float
    cities: int
    share_of_cities: float


@dataclass
class Balance:
    """The balance of one body on one day."""

    on: date
    target: int
    seats: int
    regions: list[RegionRow]
    countries: list[tuple[str, int]]  # (ISO code, seats), most seats first
    breaches: list[Breach]
    cities: int = 0  # members on that day
    undated: int = 0  # of these, those whose day of joining nobody knows
    rules: list = field(default_factory=list)

    @property
    def vacancies(self):
        return max(self.target - self.seats, 0)

    @property
    def warnings(self):
        """The breaches that no waiver clears."""
        return [each for each in self.breaches if each.waiver is None]

    @property
    def waived(self):
        return [each for each in self.breaches if each.waiver is not None]


# The arithmetic


def breaches(holders, rules, waivers, regions):
    """The rules that these holders break, each with the waiver that clears it, in the order of the rules.

    `holders` are Holder rows, `rules` and `waivers` those that hold on the day, `regions` the M49 codes that a rule for
    each region speaks of. A rule for one region takes the place of the rule of its kind for each region. A body in
    which nobody sits breaks no rule.
    """
    if not holders:
        return []
    cleared = {(each.rule_id, each.region, each.country): each for each in waivers}
    named = {(each.kind, each.region) for each in rules if each.region}
    found = []
    for rule in rules:
        general = [code for code in regions if (rule.kind, code) not in named]
        found += _CHECKS[rule.kind](rule, holders, [rule.region] if rule.region else general)
    return [each._replace(waiver=cleared.get(each.key)) for each in found]


def _total(rule, holders, regions):
    return [Breach(rule, len(holders), rule.limit)] if len(holders) > rule.limit else []


def _by_region(rule, holders, regions):
    counts = Counter(each.region for each in holders)
    is_broken = int.__lt__ if rule.kind == Kind.REGION_MIN else int.__gt__
    return [Breach(rule, counts[code], rule.limit, code) for code in regions if is_broken(counts[code], rule.limit)]


def _by_country(rule, holders, regions):
    counts = Counter(each.country for each in holders if each.country)
    broken = sorted(code for code, number in counts.items() if number > rule.limit)
    return [Breach(rule, counts[code], rule.limit, country=code) for code in broken]


def _share_of_ngos(rule, holders, regions):
    ngos = [each.region for each in holders if each.kind == Seat.Kind.NGO]
    counts = Counter(ngos)
    return [
        Breach(rule, -(-100 * counts[code] // len(ngos)), rule.limit, code)  # rounded up: never shown as the limit
        for code in regions
        if 100 * counts[code] > rule.limit * len(ngos)
    ]


_CHECKS = {
    Kind.TOTAL_MAX: _total,
    Kind.REGION_MIN: _by_region,
    Kind.REGION_MAX: _by_region,
    Kind.COUNTRY_MAX: _by_country,
    Kind.NGO_REGION_SHARE_MAX: _share_of_ngos,
}


def weigh(holders, cities, regions):
    """RegionRow for each region: `holders` are Holder rows, `cities` the number of member cities by M49 code."""
    seats = Counter(each.region for each in holders if each.region)
    in_all, members = sum(seats.values()) or 1, sum(cities.values()) or 1
    rows = [
        RegionRow(
            code, seats[code], 100 * seats[code] / in_all, cities.get(code, 0), 100 * cities.get(code, 0) / members
        )
        for code in regions
    ]
    return sorted(rows, key=lambda row: (-row.seats, -row.cities, row.code))


# In words


def _place(breach):
    return country_name(breach.country or breach.region)


def _seats(number):
    return ngettext("%(number)s seat", "%(number)s seats", number) % {"number": number}


_WORDS = {
    Kind.TOTAL_MAX: lambda breach: (
        _("%(seats)s in all, at most %(limit)s") % {"seats": _seats(breach.number), "limit": breach.limit}
    ),
    Kind.REGION_MIN: lambda breach: (
        _("%(place)s: %(seats)s, at least %(limit)s")
        % {"place": _place(breach), "seats": _seats(breach.number), "limit": breach.limit}
    ),
    Kind.REGION_MAX: lambda breach: _at_most(breach),
    Kind.COUNTRY_MAX: lambda breach: _at_most(breach),
    Kind.NGO_REGION_SHARE_MAX: lambda breach: (
        _("%(place)s: %(number)s percent of the civil society organisations, at most %(limit)s percent")
        % {"place": _place(breach), "number": breach.number, "limit": breach.limit}
    ),
}


def _at_most(breach):
    values = {"place": _place(breach), "seats": _seats(breach.number), "limit": breach.limit}
    return _("%(place)s: %(seats)s, at most %(limit)s") % values


# What the database knows


def balance_on(body, day=None, *, terms=None, also=()):
    """The Balance of a body on that day (today if not said).

    `terms` are its terms on that day with their holders, where the caller has them; `also` are Holder rows that would
    come to it, to see what they would break.
    """
    day = day or today()
    terms = SeatTerm.objects.of(body.pk).on(day).with_holders() if terms is None else terms
    holders = [holder_of(each.seat.kind, each.holder) for each in terms] + list(also)
    rules, waivers = rules_on(body, day)
    regions = list(known_regions())
    cities, undated = members_by_region(day)
    countries = Counter(each.country for each in holders if each.country)
    return Balance(
        on=day,
        target=body.seat_target,
        seats=len(holders),
        regions=weigh(holders, cities, regions),
        countries=sorted(countries.items(), key=lambda each: (-each[1], country_name(each[0]))),
        breaches=breaches(holders, rules, waivers, regions),
        cities=sum(cities.values()),
        undated=undated,
        rules=rules,
    )


def holder_of(kind, holder):
    """A city or an organisation as Holder; an organisation may have no country."""
    country = holder.country
    return Holder(kind, country.pk, country.region_code) if country else Holder(kind)


def rules_on(body, day):
    """The rules of the body that hold on that day, and the waivers that clear a breach of them on it."""
    rules = list(CompositionRule.objects.filter(body=body, period__contains=day).order_by("kind", "region"))
    return rules, list(
        Waiver.objects.filter(rule__in=rules, from_on__lte=day, until_on__gt=day).select_related("decision")
    )


def known_regions():
    """The M49 codes of the regions of the world."""
    return (
        Country.objects.exclude(region_code="").order_by("region_code").values_list("region_code", flat=True).distinct()
    )


def members_by_region(day):
    """({M49 code: cities that are members on that day}, how many of these joined on a day that nobody knows).

    Every membership that runs counts, also where nobody speaks for the city at present; one that is suspended does not:
    the public is not told that it is.
    """
    begun = Q(joined_on__isnull=True) | Q(joined_on__lte=day)
    running = Membership.objects.filter(begun).exclude(membership_over(day)).exclude(suspended_on(day)).order_by()
    rows = running.values_list("city__country__region_code").annotate(
        number=Count("pk"), undated=Count("pk", filter=Q(joined_on__isnull=True))
    )
    rows = list(rows)
    return {code: number for code, number, _undated in rows}, sum(undated for _code, _number, undated in rows)
