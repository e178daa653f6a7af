"""What may be read of the work of the bodies, and who sits where on a day."""

from datetime import UTC, datetime, time, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .levels import LevelledQuerySet, reads_green


def _today():
    return timezone.now().astimezone(UTC).date()


class SeatTermQuerySet(models.QuerySet):
    def of(self, body):
        """The terms in the seats of one body ("steering" or "advisory")."""
        return self.filter(seat__body=body)

    def on(self, day=None):
        """Those that run on that day (today if not said)."""
        return self.filter(period__contains=day or _today())

    def co_chaired(self, day=None):
        """Those whose holder co-chairs the body on that day."""
        return self.filter(co_chair__contains=day or _today())

    def with_holders(self):
        return self.select_related("seat__body", "city__country", "organisation__country", "decision")


class SeatPersonQuerySet(models.QuerySet):
    def sitting(self, day=None):
        """Those whose term runs and who sit in it at the end of that day; today: now."""
        return _held(self.filter(term__period__contains=day or _today()), day)

    def advising(self, user, day=None):
        """The seats of the Advisory Board in which this person sits."""
        return self.sitting(day).filter(user=user, term__organisation__isnull=False)

    def acting_on(self, day=None):
        """Those of the committee who act for the city of their seat, which is in force, at the end of that day."""
        roles = apps.get_model("cities", "Representative").objects.filter(
            user=OuterRef("user"), city=OuterRef("term__city")
        )
        in_force = apps.get_model("cities", "City").objects.in_force(day).filter(pk=OuterRef("term__city"))
        return self.filter(Exists(_held(roles, day)), Exists(in_force))


def _held(rows, day):
    """The rows with `since` and `until` that hold at the end of the day; today: now."""
    if day is None or day == _today():
        return rows.filter(until=None)
    end = datetime.combine(day, time.min, UTC) + timedelta(days=1)
    return rows.filter(Q(until=None) | Q(until__gte=end), since__lt=end)


class DecisionQuerySet(LevelledQuerySet):
    """Everybody reads what was decided, at its level; members also what is proposed or was withdrawn."""

    city_path = None

    def decided(self):
        return self.filter(status__in=["adopted", "rejected"])

    def adopted(self, kind):
        return self.filter(status="adopted", kind=kind)

    def visible_to(self, user):
        if user.is_authenticated and user.is_active and user.is_staff:
            return self
        decided = Q(status__in=["adopted", "rejected"])
        open_to_members = reads_green(user) if user.is_authenticated and user.is_active and user.pk else Q(pk=None)
        return super().visible_to(user).filter(decided | open_to_members)


class AdviceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Advice is read by whoever reads the decision that it is about."""
        decisions = apps.get_model("cities", "Decision").objects
        return self.filter(decision__in=decisions.visible_to(user))

    def unanswered(self):
        return self.filter(answer="", decision__status="proposed")


class PriorityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that rest on a decision which this person may read."""
        return self.filter(decision__in=apps.get_model("cities", "Decision").objects.visible_to(user))

    def on(self, day=None):
        """Those that hold on that day (today if not said)."""
        return self.filter(period__contains=day or _today())
