"""How complete a city's profile is: checks met of checks known. It unlocks nothing and is shown to the city only."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots

from .models import City
from .querysets import standing_parts
from .status import months_after, today


@dataclass(frozen=True)
class Missing:
    label: str
    url: str


@dataclass
class Completeness:
    """The checks of every floor, asked of one city."""

    city: object

    @cached_property
    def _results(self):
        return [(check, check.is_met(self.city)) for check in slots.profile_checks]

    @property
    def percent(self):
        """Whole percent of checks met, 0 to 100; 100 where no check is known."""
        met = sum(is_met for _, is_met in self._results)
        return 100 * met // len(self._results) if self._results else 100

    @property
    def next_step(self):
        """The missing one that helps most now; None where nothing is missing."""
        return next(iter(self.missing), None)

    @property
    def further(self):
        """What is missing after the next step."""
        return self.missing[1:]

    @property
    def missing(self):
        return [Missing(check.label, check.url(self.city)) for check, is_met in self._results if not is_met]


def parts_of(city):
    """What of the page stands, beside the profile: as the row brought it along, else by one query."""
    if not hasattr(city, "parts"):
        row = City.objects.filter(pk=city.pk).annotate(**standing_parts(today()))
        city.parts = row.values(*standing_parts(today())).get()
    return city.parts


def take_parts(role):
    """Hand what a role brought along (`RepresentativeQuerySet.with_profile`) to its city, so that nobody asks again."""
    role.city.parts = {name: getattr(role, name) for name in standing_parts(today())}


def _edit(section):
    return lambda city: reverse("cities:city_edit", args=[city.slug, section])


def _of_profile(ask):
    """Whether the city has a profile of which this is true."""

    def is_met(city):
        profile = getattr(city, "profile", None)
        return bool(profile and ask(profile))

    return is_met


def _has_text(field):
    return _of_profile(lambda profile: any(getattr(text, field) for text in profile.texts.all()))


def _has_strategy(city):
    return parts_of(city)["has_strategy"] or _of_profile(lambda profile: profile.no_strategy_on)(city)


def _is_confirmed(city):
    confirmed = parts_of(city)["confirmed_on"]
    return bool(confirmed) and today() <= months_after(confirmed, 12)


# In the order in which they help: what is first and missing is the next useful step.
CHECKS = [
    slots.ProfileCheck(*each)
    for each in (
        (
            "confirmed",
            _("Confirm that your city's page is still true"),
            _is_confirmed,
            lambda city: reverse("cities:city_confirm", args=[city.slug]),
        ),
        ("summary", _("Say in two sentences what your city does"), _has_text("summary"), _edit("texts")),
        (
            "themes",
            _("Choose the themes your city works on"),
            _of_profile(lambda profile: len(profile.themes.all()) > 0),
            _edit("themes"),
        ),
        ("team", _("Describe your prevention team"), lambda city: parts_of(city)["has_team"], _edit("team")),
        (
            "strategy",
            _("Add your strategy or action plan, or say that there is none yet"),
            _has_strategy,
            _edit("strategies"),
        ),
        ("approach", _("Describe your city's approach"), _has_text("approach"), _edit("texts")),
        ("background", _("Describe your city's background"), _has_text("background"), _edit("texts")),
        (
            "counterpart",
            _("Name your national counterpart"),
            lambda city: parts_of(city)["has_counterpart"],
            _edit("organisations"),
        ),
        (
            "mailbox",
            _("Add a mailbox by which cities can reach your team"),
            _of_profile(lambda profile: profile.mailbox),
            _edit("contact"),
        ),
        (
            "picture",
            _("Choose a picture for your city's page"),
            _of_profile(lambda profile: profile.picture and profile.picture.status == "published"),
            _edit("picture"),
        ),
    )
]
