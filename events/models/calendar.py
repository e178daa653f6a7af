"""What people's calendars were told, and when they are reminded."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .meetings import Event
from .people import Registration
from .stops import Stop


class CalendarMessage(models.Model):
    """What one person's calendar was told about one stop. The last one per entry is what the feed says too."""

    class Method(models.TextChoices):
        REQUEST = "REQUEST", _("entry or change")
        CANCEL = "CANCEL", _("cancellation")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="calendar_messages")
    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="calendar_messages")
    uid = models.UUIDField()
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=7, choices=Method.choices)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=400, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    starts_at = models.DateTimeField(null=True, blank=True)  # empty: only the days are known
    ends_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("calendar message")
        verbose_name_plural = _("calendar messages")
        ordering = ["registration", "uid", "sequence", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "uid", "sequence", "method"], name="calendar_message_once")
        ]
        triggers = [
            pgtrigger.Trigger(
                name="calendar_message_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="RAISE EXCEPTION 'what a calendar was told is not changed';",
            )
        ]

    def __str__(self):
        return f"{self.method} {self.uid} {self.sequence}"


class ReminderRule(models.Model):
    """When people are reminded: so many hours before or after a moment of the event."""

    class Anchor(models.TextChoices):
        START = "start", _("begin of the stop")
        END = "end", _("end of the stop")
        CLOSING = "closing", _("end of registration")
        RELEASE = "release", _("release of seats without a name")

    class Audience(models.TextChoices):
        SEAT_HOLDERS = "seat_holders", _("people with a seat")
        COORDINATORS = "coordinators", _("coordinators of delegations")
        INVITED = "invited", _("people who have not answered their invitation")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reminder_rules")
    anchor = models.CharField(_("counted from"), max_length=8, choices=Anchor.choices, default=Anchor.START)
    hours = models.SmallIntegerField(_("hours (before: minus)"), default=-24)
    audience = models.CharField(_("for"), max_length=13, choices=Audience.choices, default=Audience.SEAT_HOLDERS)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["event", "anchor", "hours"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "anchor", "hours", "audience"],
                name="reminder_once",
                violation_error_message=_("There is such a reminder already."),
            ),
            models.CheckConstraint(name="reminder_within_a_season", condition=Q(hours__gte=-2400, hours__lte=2400)),
        ]

    def __str__(self):
        return f"{self.get_anchor_display()} {self.hours}: {self.get_audience_display()}"
