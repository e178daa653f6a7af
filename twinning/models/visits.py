"""Exchanges of people: a visit, its stops, its cities and its guests."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.models import City
from cities.models.dates import DateRange
from scn_portal.codes import new_code

from ..querysets import VisitQuerySet
from .interests import Interest
from .partnerships import Partnership


class VisitFormat(models.Model):
    """A kind of exchange, with its limits."""

    class Code(models.TextChoices):
        STUDY_VISIT = "study_visit", _("Study visit")
        EXPERT_MISSION = "expert_mission", _("Expert mission")
        LEARNING_VISIT = "learning_visit", _("Learning visit")
        PERSONNEL_EXCHANGE = "personnel_exchange", _("Personnel exchange")
        ONLINE_CLINIC = "online_clinic", _("Online clinic")
        STUDY_TOUR = "study_tour", _("Study tour")

    code = models.SlugField(max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    most_guests = models.PositiveSmallIntegerField(_("most guests"))
    most_per_city = models.PositiveSmallIntegerField(_("most guests of one city"), null=True, blank=True)
    least_days = models.PositiveSmallIntegerField(_("least days"))
    most_days = models.PositiveSmallIntegerField(_("most days"))
    least_hosts = models.PositiveSmallIntegerField(_("least hosts"), default=1)
    most_hosts = models.PositiveSmallIntegerField(_("most hosts"), default=1)
    most_senders = models.PositiveSmallIntegerField(_("most cities that send guests"), null=True, blank=True)
    is_online = models.BooleanField(_("online"), default=False)

    class Meta:
        verbose_name = _("format of visits")
        verbose_name_plural = _("formats of visits")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="visit_format_limits",
                condition=Q(least_days__lte=F("most_days"), least_hosts__lte=F("most_hosts"), least_hosts__gte=1)
                & (Q(most_per_city__isnull=True) | Q(most_per_city__lte=F("most_guests"))),
            )
        ]

    def __str__(self):
        return str(dict(self.Code.choices).get(self.code, self.code))


class Visit(models.Model):
    """People of one or more cities learn at others: a study visit, a mission of experts, a tour, a call."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CONFIRMED = "confirmed", _("confirmed")
        HELD = "held", _("held, report due")
        REPORTED = "reported", _("reported")
        CANCELLED = "cancelled", _("cancelled")

    OPEN = ("planned", "confirmed")
    DAYS_TO_REPORT = 30

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    title = models.CharField(_("title"), max_length=160)
    partnership = models.ForeignKey(Partnership, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    interest = models.OneToOneField(Interest, null=True, blank=True, on_delete=models.PROTECT, related_name="visit")
    format = models.ForeignKey(VisitFormat, on_delete=models.PROTECT, related_name="visits", verbose_name=_("format"))
    aims = models.JSONField(_("aims"), default=list)  # sentences, each answered in the report
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    precision = models.CharField(max_length=5, default="day")  # of a recorded one: day, month or year
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    reason = models.CharField(_("reason"), max_length=400, blank=True)  # why it was cancelled
    report = models.JSONField(default=dict, blank=True)  # answers by the number of the aim, and what follows
    reported_at = models.DateTimeField(null=True, blank=True)
    facts_checked_at = models.DateTimeField(null=True, blank=True)  # by a host
    is_recorded = models.BooleanField(default=False)
    source = models.CharField(_("source"), max_length=600, blank=True)
    guests_erased_at = models.DateTimeField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="visit_days_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day does not come before the first."),
            ),
            models.CheckConstraint(name="visit_recorded_has_source", condition=Q(is_recorded=False) | ~Q(source="")),
            models.CheckConstraint(
                name="visit_cancelled_with_reason", condition=~Q(status="cancelled") | ~Q(reason="")
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("twinning:visit_detail", args=[self.code])

    def taking_part(self):
        """The cities that host a stop or send guests."""
        hosts, senders = self.stops.values("host"), self.visit_cities.values("city")
        return City.objects.filter(Q(pk__in=hosts) | Q(pk__in=senders)).order_by("folded")


class VisitCity(models.Model):
    """A city that sends guests. Hosts stand at their stops."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="visit_cities")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="visits_sent")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sending city")
        verbose_name_plural = _("sending cities")
        ordering = ["visit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "city"],
                name="visit_city_once",
                violation_error_message=_("This city takes part already."),
            )
        ]

    def __str__(self):
        return f"{self.city}: {self.visit}"


class VisitStop(models.Model):
    """One host city of a visit, with its days; of a tour there are several, in order."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="stops")
    number = models.PositiveSmallIntegerField(_("number"))
    host = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="visits_hosted"
    )
    place = models.CharField(_("place, in words"), max_length=160, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    event = models.ForeignKey(
        "events.Stop", null=True, blank=True, on_delete=models.SET_NULL, related_name="twinning_visits"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stop of a visit")
        verbose_name_plural = _("stops of visits")
        ordering = ["visit", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"], name="visit_stop_number", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="visit_stop_days", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="visit_stop_has_a_place", condition=Q(host__isnull=False) | ~Q(place="")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="visit_stop_inside_visit",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM twinning_visit v JOIN twinning_visitstop s ON s.visit_id = v.id
                               WHERE s.id = NEW.id AND (s.starts_on < v.starts_on OR s.ends_on > v.ends_on)) THEN
                        RAISE EXCEPTION 'the days of a stop lie within the visit';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.visit}: {self.host or self.place}"


class Guest(models.Model):
    """A person who travels to a stop. Seen by the sending city, the host of this stop and staff."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="guests")
    stop = models.ForeignKey(VisitStop, on_delete=models.CASCADE, related_name="guests")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="visit_guests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    name = models.CharField(_("name"), max_length=150)
    office = models.CharField(_("office"), max_length=160, blank=True)
    key = models.CharField(max_length=64)  # the same for one person at every stop of the visit
    starts_on = models.DateField()  # copied from the stop
    ends_on = models.DateField()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["visit", "stop", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stop", "key"],
                name="guest_once_at_a_stop",
                violation_error_message=_("This person is on the list already."),
            ),
            ExclusionConstraint(
                name="guest_in_one_place_at_once",
                expressions=[
                    (F("visit"), RangeOperators.EQUAL),
                    (F("key"), RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person is at another stop on these days."),
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.visit}"
