"""What moderators read of a run: how far it is, its groups line by line, who is left over, what changed."""

from dataclasses import dataclass
from statistics import median

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .explaining import REASONS, TERMS, Telling
from .models import Entry, Run

TONES = {"queued": "", "running": "warn", "done": "good", "failed": "bad", "cancelled": ""}
FAILURES = {
    "check": _("A number of the result did not hold when it was recomputed. Nothing was kept."),
    "changed": _("The private lists are not those with which this run began. Start another one."),
    "too_many": _("The groups are too many to be looked at one by one. Start a run with smaller groups."),
    "attempts": _("It was begun five times, and its worker ended each time. Tell who runs the portal."),
}


@dataclass(frozen=True)
class Answer:
    """An answer or a bound, as moderators read it: how many cities, how many points."""

    cities: int
    points: int


@dataclass(frozen=True)
class Place:
    city: object
    score: int
    lines: list


@dataclass(frozen=True)
class Group:
    number: int
    total: int
    terms: list  # (words, points)
    places: list
    others: list  # names of the next best group of its first city


class Progress:
    """How far a run is: its stages in order, and the figures known by now."""

    def __init__(self, run, now):
        self.run, figures = run, run.figures
        self.groups, self.survivors = figures.get("groups"), figures.get("survivors")
        self.best, self.bound = self._answer(figures, "best"), self._answer(figures, "bound")
        self.seconds = int(((run.ended_at or now) - run.started_at).total_seconds()) if run.started_at else None

    @staticmethod
    def _answer(figures, name):
        return Answer(*divmod(int(figures[name]), figures["worth"])) if {name, "worth"} <= set(figures) else None

    @property
    def stages(self):
        """(words, "done", "now" or "ahead") of each stage."""
        names = Run.Stage.values
        at = len(names) if self.run.status == "done" else names.index(self.run.stage) if self.run.stage else -1
        states = ["done" if place < at else "now" if place == at else "ahead" for place in range(len(names))]
        if self.run.status not in Run.OPEN:
            states = ["ahead" if each == "now" else each for each in states]
        return list(zip(Run.Stage.labels, states, strict=True))


class Report:
    """The result of a run that is done, told to one reader."""

    def __init__(self, run, reader):
        self.run, self.reader, self.result = run, reader, run.result

    @cached_property
    def cities(self):
        rows = Entry.objects.filter(round=self.run.round).select_related("city__country")
        return {each.city.slug: each.city for each in rows}

    @cached_property
    def groups(self):
        found = self.result["groups"]
        telling = Telling(
            (line for group in found for place in group["cities"] for line in place["lines"]), self.reader
        )
        return [self._group(number, group, telling) for number, group in enumerate(found, 1)]

    def _group(self, number, group, telling):
        places = [
            Place(self.cities.get(each["city"]), each["score"], telling.tell(each["lines"])) for each in group["cities"]
        ]
        next_best = self.result["others"].get(group["cities"][0]["city"], [])
        sums = [(words, group["terms"][name]) for name, words in TERMS.items() if name in group["terms"]]
        return Group(number, group["total"], sums, places, [self.cities.get(slug) for slug in next_best])

    @cached_property
    def left(self):
        """(city, reason in words, number of allowed groups that held it)."""
        return [
            (self.cities.get(each["city"]), REASONS[each["reason"]], each["allowed"]) for each in self.result["left"]
        ]

    @cached_property
    def scores(self):
        """Lowest, middle and highest score of a matched city; None without one."""
        found = sorted(place["score"] for group in self.result["groups"] for place in group["cities"])
        return {"lowest": found[0], "middle": int(median(found)), "highest": found[-1]} if found else None

    @cached_property
    def sizes(self):
        """(number of cities, number of groups of that size)."""
        found = [len(group["cities"]) for group in self.result["groups"]]
        return [(size, found.count(size)) for size in sorted(set(found))]

    @cached_property
    def regions(self):
        """(region, matched cities, all its cities)."""
        matched = {place["city"] for group in self.result["groups"] for place in group["cities"]}
        of_region = {}
        for each in self.run.inputs["cities"]:
            city = self.cities.get(each["code"])
            region = city.country.region if city else each["region"]
            of_region.setdefault(region, []).append(each["code"] in matched)
        return [(region, sum(held), len(held)) for region, held in sorted(of_region.items())]

    @cached_property
    def before(self):
        """The run of this round that was done before this one."""
        done = Run.objects.filter(round=self.run.round, status=Run.Status.DONE, number__lt=self.run.number)
        return done.select_related("round").order_by("-number").first()

    @cached_property
    def difference(self):
        """Against the run before: how many groups are the same, which are new, which are gone."""
        if self.before is None:
            return None
        now, then = _sets(self.result), _sets(self.before.result)
        return {
            "same": len(now & then),
            "new": [self._named(each) for each in sorted(now - then)],
            "gone": [self._named(each) for each in sorted(then - now)],
        }

    def _named(self, codes):
        return [self.cities.get(code) for code in codes]


def _sets(result):
    return {tuple(place["city"] for place in group["cities"]) for group in result.get("groups", [])}
