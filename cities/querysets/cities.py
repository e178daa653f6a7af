"""Cities, their memberships and people, shared lists and the texts of the site."""

from datetime import UTC, datetime, time, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from ..folding import folded
from .levels import reads_green
from .parts import standing_parts

LONG_ENOUGH = 4  # shorter words are never taken for a misspelt name
CLOSE_ENOUGH = 0.3


class TermQuerySet(models.QuerySet):
    def of(self, list_name):
        """The terms of one list that are still in use, in their order, with their labels."""
        return self.filter(list=list_name, closed_on=None).prefetch_related("labels")


class MonthsAfter(Func):
    """A date some months later; PostgreSQL takes the month's last day where it has no such day."""

    template = "(%(expressions)s + interval '%(months)s months')::date"
    output_field = models.DateField()

    def __init__(self, day, months):
        super().__init__(day, months=int(months))


class MembershipQuerySet(models.QuerySet):
    def with_status(self, on=None):
        """Adds `status` on that day (today if not said), null before the membership began. See status.py."""
        day = on or timezone.now().astimezone(UTC).date()
        membership = self.model
        confirmed = Coalesce(_last_confirmation(day), F("joined_on"), output_field=models.DateField())
        return self.annotate(
            status=Case(
                When(joined_on__gt=day, then=Value(None)),
                When(membership_over(day), then=Value(membership.Status.ENDED)),
                When(suspended_on(day), then=Value(membership.Status.SUSPENDED)),
                When(~_has_contact(day), then=Value(membership.Status.NO_CONTACT)),
                When(_passed(confirmed, membership.MONTHS_TO_CONFIRM, day), then=Value(membership.Status.ACTIVE)),
                When(_passed(confirmed, membership.MONTHS_TO_HOLD, day), then=Value(membership.Status.CONFIRM_DUE)),
                default=Value(membership.Status.ON_HOLD),
                output_field=models.CharField(null=True),
            )
        )

    def counting_on(self, day):
        """Those that began by that day, for each city the running one or the last that ended first."""
        begun = self.filter(Q(joined_on__isnull=True) | Q(joined_on__lte=day))
        return begun.order_by("city", F("ended_on").desc(nulls_first=True))


def _passed(confirmed, months, day):
    """True while `day` is not later than the confirmation plus `months`; never where nothing was confirmed."""
    return models.lookups.GreaterThanOrEqual(MonthsAfter(confirmed, months), Value(day, models.DateField()))


def membership_over(day):
    """Ended, or thirty days after notice, also while nobody has written down the end yet."""
    notice_over = Q(ended_on__isnull=True, notice_on__lte=day - timedelta(days=settings.NOTICE_DAYS))
    return Q(ended_on__lte=day) | notice_over


def suspended_on(day):
    covers = Q(until_on__isnull=True) | Q(until_on__gt=day)
    suspensions = apps.get_model("cities", "Suspension").objects
    return Exists(suspensions.filter(covers, membership=OuterRef("pk"), from_on__lte=day))


def _last_confirmation(day):
    confirmations = apps.get_model("cities", "Confirmation").objects
    past = confirmations.filter(membership=OuterRef("pk"), on__lte=day).order_by("-on")
    return Subquery(past.values("on")[:1])


def _has_contact(day):
    begin = datetime.combine(day, time.min, UTC)
    end = begin + timedelta(days=1)
    held = Q(until__isnull=True) | Q(until__gte=end)
    representatives = apps.get_model("cities", "Representative").objects.filter(
        held, city=OuterRef("city"), role="lead_contact", since__lt=end
    )
    still_open = Q(ended_at__isnull=True) | Q(ended_at__gte=end)
    answerable = Q(status="to_check") | Q(expires_at__gte=begin)
    asked = still_open & answerable & Q(city=OuterRef("city"), role="lead_contact", created_at__lt=end)
    invitations, handovers = (apps.get_model("cities", name).objects for name in ("Invitation", "Handover"))
    return Exists(representatives) | Exists(invitations.filter(asked)) | Exists(handovers.filter(asked))


class CityQuerySet(models.QuerySet):
    def with_status(self, on=None):
        """Adds `status`, `joined_on` and `precision` of the membership that counts on that day; null without one."""
        day = on or timezone.now().astimezone(UTC).date()
        memberships = apps.get_model("cities", "Membership").objects.filter(city=OuterRef("pk"))
        counting = memberships.counting_on(day)
        return self.annotate(
            status=Subquery(counting.with_status(day).values("status")[:1], output_field=models.CharField(null=True)),
            joined_on=Subquery(counting.values("joined_on")[:1]),
            precision=Subquery(counting.values("precision")[:1]),
        )

    def listed(self, silent=False, on=None):
        """The rows of the default directory: what "member cities" counts. `silent` adds those nobody speaks for."""
        membership = apps.get_model("cities", "Membership")
        shown = set(membership.IN_GOOD_STANDING) | (set(membership.SILENT) if silent else set())
        return self.with_status(on).filter(status__in=shown)

    def in_force(self, on=None):
        """Cities whose people read members' content."""
        return self.with_status(on).filter(status__in=apps.get_model("cities", "Membership").IN_FORCE)

    def visible_to(self, user):
        """The cities whose page this person may open: members and former members; staff all; one's own always.

        A suspended city is seen by members only.
        """
        cities = self.with_status()
        if user.is_authenticated and user.is_active and user.is_staff:
            return cities
        seen = Q(status__isnull=False) & ~Q(status="suspended")
        if user.is_authenticated and user.is_active:
            roles = apps.get_model("cities", "Representative").objects.filter(user=user, until=None)
            seen |= Exists(roles.filter(city=OuterRef("pk"))) | (Q(status="suspended") & reads_green(user))
        return cities.filter(seen)

    def found_by(self, query):
        """Those with the query in one of their names; where none has, those with a name that is nearly so."""
        words = folded(query)
        if not words:
            return self
        named = self.filter(_named(words))
        if len(words) < LONG_ENOUGH or named.exists():
            return named
        return self.filter(_nearly_named(words))


def _named(words):
    names = apps.get_model("cities", "CityName").objects.filter(city=OuterRef("pk"), folded__contains=words)
    places = apps.get_model("cities", "PlaceName").objects.filter(place=OuterRef("place"), folded__startswith=words)
    return Q(folded__contains=words) | Exists(names) | Exists(places)


def _nearly_named(words):
    """By groups of three letters in common: one wrong, missing or swapped letter leaves enough of them."""
    names = apps.get_model("cities", "CityName").objects.filter(city=OuterRef("pk"))
    close = names.annotate(likeness=TrigramSimilarity("folded", words)).filter(likeness__gte=CLOSE_ENOUGH)
    own = models.lookups.GreaterThanOrEqual(TrigramSimilarity("folded", words), CLOSE_ENOUGH)
    return Q(own) | Exists(close)


class SiteTextQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status="published")


class ElectionQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody took back as a mistake."""
        return self.filter(removed_at=None)

    def with_answer(self, unanswered):
        """Adds `is_answered`: not among those that wait for an answer."""
        return self.annotate(is_answered=~Exists(unanswered.filter(pk=OuterRef("pk"))))

    def unanswered(self, on):
        """Those after which the city has not said who its political lead is: no confirmation of it, nobody new."""
        end = datetime.combine(on, time.min, UTC) + timedelta(days=1)
        confirmations = apps.get_model("cities", "Confirmation").objects.filter(
            membership__city=OuterRef("city"), on__gt=OuterRef("on"), on__lte=on, items__contains=["political_lead"]
        )
        leads = apps.get_model("cities", "Representative").objects.alias(first_day=TruncDate("since", tzinfo=UTC))
        leads = leads.filter(city=OuterRef("city"), role="political_lead", first_day__gt=OuterRef("on"), since__lt=end)
        return self.standing().filter(~Exists(confirmations), ~Exists(leads), on__lte=on)


class RepresentativeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(until=None)

    def of_person(self, person):
        """The roles a person holds now, the own city with each."""
        return self.open().filter(user=person).select_related("city", "city__country").order_by("city__folded")

    def with_profile(self):
        """With what the completeness of the city's page asks for; see `completeness.take_parts`."""
        day = timezone.now().astimezone(UTC).date()
        roles = self.select_related("city__profile__picture").annotate(**standing_parts(day, "city"))
        return roles.prefetch_related("city__profile__texts", "city__profile__themes__labels", "city__memberships")
