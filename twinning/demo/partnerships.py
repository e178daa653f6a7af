"""Made-up partnerships in every state, each marked "(Demonstration)" and walked through the lifecycle.

Dates of what lies behind are moved back afterwards, so that terms, breaks and reviews look as they would.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from cities.demo import CAST_CITY
from cities.models import City, Representative, Term
from cities.status import months_after, today
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM
from twinning.agreement_texts import first_draft, latest
from twinning.lifecycle import partnerships, plans, terms
from twinning.models import Partnership

FIRST = [CAST_CITY, "malmo"]  # the cities whose people one can be
DEMO = "(Demonstration)"
AIMS = "Demonstration: these words are made up. The cities compare how they work on this, and visit each other."
LEARNED = "Demonstration: made-up words. We learned to ask the people concerned before we plan."


@contextmanager
def no_news():
    """What is made up is told to nobody: the facts written in here count as delivered."""
    last = Fact.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Fact.objects.filter(pk__gt=last, name__startswith="twinning.").update(delivered_at=timezone.now())


def seed_partnerships():
    """Those that are missing; none while too few member cities have a political lead."""
    cast = Cast()
    known = set(Partnership.objects.filter(is_demonstration=True).values_list("title", flat=True))
    if len(cast.cities) < 2 * len(MADE):
        return
    with no_news():
        for number, (theme, words, walk) in enumerate(MADE):
            if f"{words} {DEMO}" not in known:
                walk(Walk(cast, number, theme, words))


class Cast:
    """Member cities with their political leads, the city of the cast first, neighbours in the list of two countries."""

    def __init__(self):
        rows = Representative.objects.filter(until=None, role="political_lead", city__in=City.objects.in_force())
        rows = rows.select_related("user", "city__country").order_by("city__folded")
        self.leads = {each.city: each.user for each in rows}
        by_country = {}
        for city in sorted(
            self.leads, key=lambda each: (FIRST.index(each.slug) if each.slug in FIRST else 2, each.folded)
        ):
            by_country.setdefault(city.country_id, city)
        self.cities = list(by_country.values())


class Walk:
    """One partnership on its way, and the steps that its cities take."""

    def __init__(self, cast, number, theme, words):
        self.cast, first = cast, cast.cities[0] if number in OF_THE_CAST else cast.cities[2 * number]
        second = cast.cities[2 * number + 1]
        self.cities = [first, second] if number else [second, first]  # the first waits for the city of the cast
        first = self.cities[0]
        themes = Term.objects.filter(list="theme", code=theme)
        given = {"title": f"{words} {DEMO}", "aims": AIMS, "themes": themes}
        who = {"by": cast.leads[first], "within": first, "cities": self.cities}
        self.row = partnerships.found(is_demonstration=True, **who, **given)

    def each(self, step, /, *, only=None, **details):
        """Each of the cities takes the step, or the first `only` of them."""
        for city in self.cities[:only]:
            self.row = step(self.row, by=self.cast.leads[city], city=city, **details)

    def agree(self):
        self.text()
        self.each(partnerships.sign, hash=latest(self.row).hash)

    def text(self):
        second = self.cities[1]
        partnerships.take_part(self.row, by=self.cast.leads[second], city=second)
        body = f"{DEMO}\n\n{first_draft(self.cities, self.row.aims)}"
        self.each(partnerships.put_forward, only=1, body=body)

    def plan(self):
        self.each(plans.name_office, office="Prevention office")
        day = today()
        steps = [
            ("call", day + timedelta(days=14), "First call of both teams (Demonstration)"),
            ("visit", day + timedelta(days=90), f"Visit to {self.cities[0].name} (Demonstration)"),
            ("work", day + timedelta(days=150), "Write down what we learned (Demonstration)"),
        ]
        self.each(plans.write_plan, only=1, aims=self.row.aims, steps=steps)

    def activate(self, months_ago=0):
        self.agree()
        self.plan()
        self.each(plans.adopt_plan)
        if months_ago:
            began = months_after(today(), -months_ago)
            dates = {"started_on": began, "term_ends_on": months_after(began, Partnership.MONTHS)}
            Partnership.objects.filter(pk=self.row.pk).update(**dates)

    def look_back(self, only=None):
        self.each(terms.file_review, only=only, learned=LEARNED, taken="A first talk", again="yes", may_be_public=True)


def _proposed(walk):
    walk.text()
    walk.each(partnerships.sign, only=1, hash=latest(walk.row).hash)


def _declined(walk):
    walk.each(partnerships.decline, only=1)


def _lapsed(walk):
    long_ago = timezone.now() - timedelta(days=Partnership.DAYS_TO_AGREE + 1)
    Partnership.objects.filter(pk=walk.row.pk).update(proposed_at=long_ago)
    partnerships.lapse(walk.row, by=SYSTEM)


def _agreed(walk):
    walk.agree()
    walk.plan()


def _active(walk):
    walk.activate(months_ago=5)
    walk.each(plans.tick_step, only=1, step=plans.plan_of(walk.row).steps.first())
    walk.each(partnerships.note_down, only=1, note="Demonstration: please send the names of your guests by Friday.")


def _shown(walk):
    walk.activate(months_ago=9)
    walk.each(partnerships.make_public)


def _paused(walk):
    walk.activate(months_ago=7)
    walk.each(terms.pause, only=1, reason="Demonstration: elections in our city until the autumn.")
    Partnership.objects.filter(pk=walk.row.pk).update(paused_on=today() - timedelta(days=40))


def _in_review(walk):
    walk.activate(months_ago=22)
    walk.each(terms.review, only=1)
    walk.look_back(only=1)


def _closed(walk):
    walk.activate(months_ago=24)
    walk.each(partnerships.make_public)
    walk.each(terms.review, only=1)
    walk.look_back()
    walk.each(terms.close, only=1)


OF_THE_CAST = (0, 1, 2)  # those in which the city takes part whose people one can be
MADE = [
    ("youth", "Work with young people", _proposed),
    ("community", "Talking with residents", _agreed),
    ("urban_space", "Safer squares", _active),
    ("schools", "Schools that ask early", _shown),
    ("online", "Speaking up online", _paused),
    ("families", "Families as partners", _in_review),
    ("polarisation", "Dialogue across town", _closed),
    ("sport_business", "Sport for all", _declined),
    ("dialogue", "Culture as a bridge", _lapsed),
]
