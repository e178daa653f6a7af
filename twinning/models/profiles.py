"""What a city needs and what it offers, theme by theme."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.countries import language_name
from cities.status import months_after, today

from ..querysets import ProfileQuerySet

SIZES = (2, 3, 4)


class Need(models.IntegerChoices):
    NONE = 0, _("none")
    INTERESTED = 1, _("interested")
    PLANNED = 2, _("planned this year")
    PRIORITY = 3, _("a priority now")


class Offer(models.IntegerChoices):
    NONE = 0, _("none")
    PAPERS = 1, _("papers or a call")
    ADVICE = 2, _("we did it and advise")
    HOSTING = 3, _("a published practice of ours: we host or travel")


class Capacity(models.IntegerChoices):
    CALLS = 1, _("one call a month")
    VISITS = 2, _("visits")
    TEAM = 3, _("a team of our own")


def all_sizes():
    return list(SIZES)


class Profile(models.Model):
    """What a city needs from others and offers to them, and how it likes to work. Out of date after twelve months."""

    Capacity = Capacity
    MONTHS_TO_CONFIRM = 12
    MOST_PRIORITIES = 3

    city = models.OneToOneField("cities.City", on_delete=models.PROTECT, related_name="twinning_profile")
    capacity = models.PositiveSmallIntegerField(_("capacity"), choices=Capacity.choices, default=Capacity.CALLS)
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("working languages"))
    sizes = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("sizes of groups you accept"), default=all_sizes
    )
    about = models.CharField(_("about your city's work"), max_length=1000, blank=True)
    contact_office = models.CharField(_("office to contact"), max_length=160)
    confirmed_on = models.DateField(_("confirmed on"))
    is_demonstration = models.BooleanField(default=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("needs and offers of a city")
        verbose_name_plural = _("needs and offers of cities")
        ordering = ["city__folded"]
        constraints = [
            models.CheckConstraint(name="profile_capacity", condition=Q(capacity__range=(1, 3))),
            models.CheckConstraint(
                name="profile_sizes",
                condition=Q(sizes__len__gt=0, sizes__contained_by=list(SIZES)),
                violation_error_message=_("Choose at least one size of group."),
            ),
            models.CheckConstraint(
                name="profile_languages",
                condition=Q(languages__len__gt=0),
                violation_error_message=_("Choose at least one working language."),
            ),
        ]

    def __str__(self):
        return str(self.city)

    @property
    def is_current(self):
        """Confirmed within the last twelve months; see `ProfileQuerySet.current`."""
        return self.confirmed_on >= months_after(today(), -self.MONTHS_TO_CONFIRM)

    @property
    def language_names(self):
        return [language_name(code) for code in self.languages]


class ThemeEntry(models.Model):
    """What a city needs and offers on one theme."""

    Need, Offer = Need, Offer

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="theme_entries")
    theme = models.ForeignKey("cities.Term", on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    need = models.PositiveSmallIntegerField(_("need"), choices=Need.choices, default=Need.NONE)
    offer = models.PositiveSmallIntegerField(_("offer"), choices=Offer.choices, default=Offer.NONE)
    proof = models.ForeignKey(
        "hub.Resource",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offered_through",
        verbose_name=_("your published practice"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("need and offer on a theme")
        verbose_name_plural = _("needs and offers on themes")
        ordering = ["profile", "theme__position"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "theme"], name="theme_entry_once"),
            models.CheckConstraint(name="theme_entry_range", condition=Q(need__range=(0, 3), offer__range=(0, 3))),
            models.CheckConstraint(name="theme_entry_says_something", condition=Q(need__gt=0) | Q(offer__gt=0)),
            models.CheckConstraint(
                name="theme_entry_hosting_is_proven",
                condition=~Q(offer=3) | Q(proof__isnull=False),
                violation_error_message=_("To host or travel, name a published practice of your city on this theme."),
            ),
        ]

    def __str__(self):
        return f"{self.profile}: {self.theme}"
