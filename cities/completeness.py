"""How complete a city's profile is: checks met of checks known. It unlocks nothing and is shown to the city only."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots


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
    def missing(self):
        return [Missing(check.label, check.url(self.city)) for check, is_met in self._results if not is_met]


def _has_text(field):
    def is_met(city):
        profile = getattr(city, "profile", None)
        return bool(profile) and any(getattr(text, field) for text in profile.texts.all())

    return is_met


def _edit(section):
    return lambda city: reverse("cities:city_edit", args=[city.slug, section])


def _has_profile_value(city, ask):
    profile = getattr(city, "profile", None)
    return bool(profile) and ask(profile)


CHECKS = [
    slots.ProfileCheck("summary", _("Say in two sentences what your city does"), _has_text("summary"), _edit("texts")),
    slots.ProfileCheck("background", _("Describe your city's background"), _has_text("background"), _edit("texts")),
    slots.ProfileCheck("approach", _("Describe your city's approach"), _has_text("approach"), _edit("texts")),
    slots.ProfileCheck(
        "themes",
        _("Choose the themes your city works on"),
        lambda city: _has_profile_value(city, lambda profile: len(profile.themes.all()) > 0),
        _edit("themes"),
    ),
    slots.ProfileCheck(
        "mailbox",
        _("Add a mailbox by which cities can reach your team"),
        lambda city: _has_profile_value(city, lambda profile: bool(profile.mailbox)),
        _edit("contact"),
    ),
]
