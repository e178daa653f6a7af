"""Parts of a city's page that have a level of their own: its prevention teams, its strategies and their versions."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .levels import LevelledQuerySet, open_roles


def is_staff(user):
    return user.is_authenticated and user.is_active and user.is_staff


class PartQuerySet(LevelledQuerySet):
    """Parts of a city's page. What a former member wrote is read by its own people and by staff alone."""

    def visible_to(self, user):
        """The parts that this person reads on the pages of their cities."""
        if is_staff(user):
            return self
        return self.at_level_of(user).filter(_shown_or_own(user, "city"))


def _shown_or_own(user, city):
    """A condition: the city's page may be opened and says more than name and years, or it is one's own."""
    shown = apps.get_model("cities", "City").objects.visible_to(user).exclude(status="ended")
    condition = Q(**{f"{city}__in": shown.values("pk")})
    return condition | _own(user, city) if user.is_authenticated and user.is_active and user.pk else condition


def _own(user, city):
    return Q(Exists(open_roles(user).filter(city=OuterRef(city))))


class TeamQuerySet(PartQuerySet):
    def working(self, day):
        """Those that work on that day, as far as is known."""
        begun = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gt=day))

    def with_all(self):
        return self.prefetch_related("sectors__labels", "trainings", "targets")


class StrategyQuerySet(PartQuerySet):
    """Others read a strategy once a version of it has been adopted."""

    def at_level_of(self, user):
        levelled = super().at_level_of(user)
        if is_staff(user):
            return levelled
        adopted = Q(Exists(_versions().filter(strategy=OuterRef("pk"), status="adopted")))
        own = _own(user, "city") if user.is_authenticated and user.is_active and user.pk else Q()
        return levelled.filter(adopted | own)

    def in_force(self, day):
        """Those of which an adopted version covers that day."""
        running = _versions().filter(strategy=OuterRef("pk"), status="adopted", period__contains=day)
        return self.filter(Exists(running))


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Adopted versions of what one may read; the city's own people and staff also drafts and what was withdrawn."""
        strategies = apps.get_model("cities", "Strategy").objects.visible_to(user)
        rows = self.filter(strategy__in=strategies.values("pk"))
        if is_staff(user):
            return rows
        own = _own(user, "strategy__city") if user.is_authenticated and user.is_active and user.pk else Q()
        return rows.filter(Q(status="adopted") | own)


def _versions():
    return apps.get_model("cities", "StrategyVersion").objects


def standing_parts(day, city="pk"):
    """What of a city's page stands on that day, as annotations of a row; `city` leads from the row to its city.

    `confirmed_on` is the day of the last confirmation, else of joining; null where neither is known.
    """
    of_city = {"city": OuterRef(city)}
    organisations = apps.get_model("cities", "CityOrganisation").objects.filter(until=None, **of_city)
    memberships = apps.get_model("cities", "Membership").objects.filter(ended_on=None, **of_city)
    confirmations = apps.get_model("cities", "Confirmation").objects.filter(
        membership__ended_on=None, membership__city=OuterRef(city)
    )
    return {
        "has_team": Exists(apps.get_model("cities", "PreventionTeam").objects.working(day).filter(**of_city)),
        "has_strategy": Exists(apps.get_model("cities", "Strategy").objects.in_force(day).filter(**of_city)),
        "has_counterpart": Exists(organisations.filter(relation="national_counterpart")),
        "confirmed_on": Coalesce(
            Subquery(confirmations.order_by("-on").values("on")[:1]), Subquery(memberships.values("joined_on")[:1])
        ),
    }
