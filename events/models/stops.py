"""Where and when: the stops of an event, their hosts, venues and rooms."""

from uuid import uuid4

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cities.models.dates import TimeRange
from scn_portal.codes import new_code

from .meetings import Attendance, Event


def calendar_changed(name):
    """Notes when what calendars are told of a row changed last."""
    return pgtrigger.Trigger(
        name=f"{name}_calendar_changed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="""
            IF (NEW.calendar_uid, NEW.calendar_sequence, NEW.status)
               IS DISTINCT FROM (OLD.calendar_uid, OLD.calendar_sequence, OLD.status) THEN
                NEW.calendar_changed_at = now();
            ELSE
                NEW.calendar_changed_at = OLD.calendar_changed_at;
            END IF;
            RETURN NEW;
        """,
    )


class Venue(models.Model):
    """A building where people meet, and what helps whom to get in and around."""

    name = models.CharField(_("name"), max_length=160)
    address = models.CharField(_("address"), max_length=300, blank=True)
    city = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city")
    )
    step_free = models.BooleanField(_("step-free"), default=False)
    hearing_loop = models.BooleanField(_("hearing loop"), default=False)
    quiet_room = models.BooleanField(_("quiet room"), default=False)
    prayer_room = models.BooleanField(_("room for prayer and reflection"), default=False)
    how_to_get_there = models.TextField(_("how to get there"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Room(models.Model):
    """A room of a venue."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="rooms", verbose_name=_("venue"))
    name = models.CharField(_("name"), max_length=80)
    seats = models.PositiveIntegerField(_("seats"))

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["venue", "name"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="room_name_in_venue"),
            models.CheckConstraint(
                name="room_has_seats",
                condition=Q(seats__gt=0),
                violation_error_message=_("A room has at least one seat."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.venue})"


class Stop(models.Model):
    """One place and time of an event. A summit has one stop, a tour several."""

    class Precision(models.TextChoices):
        MINUTE = "minute", _("date and time")
        DAY = "day", _("day")
        WEEK = "week", _("week")
        MONTH = "month", _("month")
        SEASON = "season", _("season")

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("scheduled")
        CANCELLED = "cancelled", _("cancelled")
        COMPLETED = "completed", _("over")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    city = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="stops", verbose_name=_("city")
    )
    place = models.CharField(_("place, in words"), max_length=160, blank=True)
    country = models.ForeignKey(
        "cities.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="stops", verbose_name=_("venue")
    )
    attendance = models.CharField(
        _("attendance"), max_length=10, choices=Attendance.choices, default=Attendance.IN_PERSON
    )
    zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    precision = models.CharField(_("how exactly it is known"), max_length=6, choices=Precision.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    start_time = models.TimeField(_("begins"), null=True, blank=True)  # on the wall, in `zone`
    end_time = models.TimeField(_("ends"), null=True, blank=True)
    start_fold = models.PositiveSmallIntegerField(default=0)  # 1: the second of a time that comes twice
    end_fold = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)  # the same as instants, from `zones.instant`
    ends_at = models.DateTimeField(null=True, blank=True)
    moved_from = models.DateField(null=True, blank=True)  # the first day it stood on before it was moved last
    calendar_uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0)
    calendar_changed_at = models.DateTimeField(db_default=Now(), editable=False)  # set by the trigger below
    material_hash = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SCHEDULED)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("stop of an event")
        verbose_name_plural = _("stops of events")
        ordering = ["event", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"], name="stop_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                name="stop_time_whole",
                condition=Q(
                    precision="minute",
                    start_time__isnull=False,
                    end_time__isnull=False,
                    starts_at__isnull=False,
                    ends_at__isnull=False,
                )
                | (
                    ~Q(precision="minute")
                    & Q(start_time__isnull=True, end_time__isnull=True, starts_at__isnull=True, ends_at__isnull=True)
                ),
                violation_error_message=_("Say begin and end with their times, or days alone."),
            ),
            models.CheckConstraint(
                name="stop_ends_later",
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                name="stop_days_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day does not come before the first."),
            ),
            models.CheckConstraint(name="stop_folds", condition=Q(start_fold__lte=1, end_fold__lte=1)),
            models.CheckConstraint(
                name="stop_has_a_place", condition=Q(attendance="online") | Q(city__isnull=False) | ~Q(place="")
            ),
            ExclusionConstraint(
                name="stop_one_after_the_other",
                expressions=[
                    (F("event"), RangeOperators.EQUAL),
                    (TimeRange(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
                ],
                condition=Q(status="scheduled", starts_at__isnull=False),
                violation_error_message=_("Another stop of this event takes place at that time."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stop_sequence_never_falls",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("calendar_sequence", "calendar_uid"),
                func="""
                    IF NEW.calendar_uid = OLD.calendar_uid AND NEW.calendar_sequence < OLD.calendar_sequence THEN
                        RAISE EXCEPTION 'the number of a calendar entry never falls';
                    END IF;
                    RETURN NEW;
                """,
            ),
            calendar_changed("stop"),
        ]

    def __str__(self):
        return f"{self.event}: {self.where}"

    @property
    def where(self):
        """The place as a reader sees it: the city, else the words, else that it is online."""
        return str(self.city or self.place or self.get_attendance_display())


class Host(models.Model):
    """A city or an organisation that hosts a stop or stands beside it."""

    class Role(models.TextChoices):
        LEAD = "lead", _("host")
        CO_HOST = "co_host", _("co-host")
        GOVERNMENT = "government_partner", _("partner in government")
        PARTNER = "partner", _("partner")

    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="hosts")
    city = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="hostings", verbose_name=_("city")
    )
    organisation = models.ForeignKey(
        "cities.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hostings",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.LEAD)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    may_run_logistics = models.BooleanField(_("runs the logistics"), default=False)
    may_check_in = models.BooleanField(_("checks people in"), default=False)

    class Meta:
        verbose_name = _("host of a stop")
        verbose_name_plural = _("hosts of stops")
        ordering = ["stop", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="host_city_or_organisation",
                condition=Q(city__isnull=True, organisation__isnull=False)
                | Q(city__isnull=False, organisation__isnull=True),
                violation_error_message=_("Name a city or an organisation."),
            ),
            models.UniqueConstraint(
                fields=["stop"],
                name="host_one_lead",
                condition=Q(role="lead"),
                violation_error_message=_("This stop has a host already; others are co-hosts."),
            ),
            models.UniqueConstraint(fields=["stop", "city"], name="host_city_once", condition=Q(city__isnull=False)),
            models.UniqueConstraint(
                fields=["stop", "organisation"],
                name="host_organisation_once",
                condition=Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="host_rights_for_cities",
                condition=Q(city__isnull=False) | Q(may_run_logistics=False, may_check_in=False),
                violation_error_message=_("Only people of a city can be given rights at the door."),
            ),
        ]

    def __str__(self):
        return f"{self.city or self.organisation}"
