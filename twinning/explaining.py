"""Why a city is in its group, line by line, and why another is in none.

Lines are stored as codes and numbers, which add up to the score, and told in the reader's own language.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cities.countries import language_name
from cities.models import City, Term
from hub.models import Resource

from .scoring import common_languages, learned, shared_needs, teachers, terms

TERMS = {
    "learn": gettext_lazy("What you learn"),
    "shared": gettext_lazy("Needs you share"),
    "capacity": gettext_lazy("Capacity"),
    "language": gettext_lazy("Common language"),
    "regions": gettext_lazy("Regions"),
    "size": gettext_lazy("Size of the group"),
}
NEEDS = {1: gettext_lazy("interested"), 2: gettext_lazy("planned this year"), 3: gettext_lazy("a priority now")}
OFFERS = {
    1: gettext_lazy("papers or a call"),
    2: gettext_lazy("did it and advises"),
    3: gettext_lazy("a published practice, hosts or travels"),
}
NOTHING_OFFERED, OTHERS_BETTER, NOT_POSSIBLE = "a", "b", "c"
REASONS = {
    NOTHING_OFFERED: gettext_lazy("No theme you need is offered in this round."),
    OTHERS_BETTER: gettext_lazy("Other groups together served more cities or more needs."),
    NOT_POSSIBLE: gettext_lazy(
        "No group was possible under the rules: country, size of the group, what each city learns, and private lists."
    ),
}


# What is stored


def lines_for(city, group, weights, proofs):
    """The lines of one city in its group. `proofs` is {code of city: {theme: code of the practice behind it}}."""
    own = terms(group, weights)[city.code]
    lines = [_lesson(city, group, theme, *levels, weights, proofs) for theme, levels in learned(city, group).items()]
    lines += [
        {"term": "shared", "themes": shared_needs(group), "points": own.shared},
        {"term": "capacity", "lowest": min(each.capacity for each in group), "points": own.capacity},
        {"term": "language", "languages": common_languages(group), "points": own.language},
        {"term": "regions", "number": len({each.region for each in group}), "points": own.regions},
        {"term": "size", "number": len(group), "points": own.size},
    ]
    return lines


def _lesson(city, group, theme, need, offer, weights, proofs):
    who = teachers(city, group, theme)
    behind = {code: proofs[code][theme] for code in who if theme in proofs.get(code, {})}
    return {
        "term": "learn",
        "theme": theme,
        "need": need,
        "offer": offer,
        "from": who,
        "proofs": behind,
        "points": weights.learn * need * offer,
    }


def sums_of(group, weights):
    """What the total of a group is made of: the points of all its cities, term by term."""
    found = terms(group, weights).values()
    return {name: sum(getattr(each, name) for each in found) for name in TERMS}


def reason_for(city, cities, held):
    """Why a city is in no group: exactly one of three. `held` are the codes of cities that an allowed group held."""
    offered = {theme for other in cities if other.code != city.code for theme, level in other.offers.items() if level}
    if not offered & {theme for theme, level in city.needs.items() if level}:
        return NOTHING_OFFERED
    return OTHERS_BETTER if city.code in held else NOT_POSSIBLE


# What is told


@dataclass(frozen=True)
class Line:
    """One line in words: what it is about, the facts, the practices behind it, its points."""

    label: str
    words: str
    points: int
    practices: list = field(default_factory=list)


class Telling:
    """Tells stored lines to one reader: names of cities, themes and languages, practices that the reader may see.

    Give it all the lines of a page, so that each kind of name is asked for once.
    """

    def __init__(self, lines, reader):
        lines = list(lines)
        slugs = {slug for line in lines for slug in line.get("from", ())}
        codes = {code for line in lines for code in line.get("proofs", {}).values()}
        self.cities = dict(City.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}
        self.themes = {each.code: each for each in Term.objects.filter(list="theme").prefetch_related("labels")}
        shown = Resource.objects.visible_to(reader).filter(code__in=codes) if codes else ()
        self.practices = {each.code: each for each in shown}

    def tell(self, lines):
        return [getattr(self, f"_tell_{line['term']}")(line) for line in lines]

    def theme(self, code):
        return str(self.themes.get(code, code))

    def _tell_learn(self, line):
        told = _("%(theme)s: %(cities)s – %(offer)s. You: %(need)s.") % {
            "theme": self.theme(line["theme"]),
            "cities": ", ".join(self.cities.get(slug, slug) for slug in line["from"]),
            "offer": OFFERS[line["offer"]],
            "need": NEEDS[line["need"]],
        }
        practices = [self.practices[code] for code in line["proofs"].values() if code in self.practices]
        return Line(str(TERMS["learn"]), told, line["points"], practices)

    def _tell_shared(self, line):
        themes = ", ".join(self.theme(code) for code in line["themes"])
        return Line(str(TERMS["shared"]), themes or _("No theme that all of you need."), line["points"])

    def _tell_capacity(self, line):
        words = {
            1: _("At least one call a month for each of you."),
            2: _("Calls and visits for each of you."),
            3: _("A team of its own in each of you."),
        }
        return Line(str(TERMS["capacity"]), words.get(line["lowest"], str(line["lowest"])), line["points"])

    def _tell_language(self, line):
        names = ", ".join(language_name(code) for code in line["languages"])
        return Line(str(TERMS["language"]), names or _("None: you will need an interpreter."), line["points"])

    def _tell_regions(self, line):
        number = line["number"]
        words = ngettext("All from one region.", "From %(number)d regions.", number) % {"number": number}
        return Line(str(TERMS["regions"]), words, line["points"])

    def _tell_size(self, line):
        number = line["number"]
        words = ngettext("%(number)d city", "%(number)d cities", number) % {"number": number}
        return Line(str(TERMS["size"]), words, line["points"])
