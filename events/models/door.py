"""At the door: check-ins, the address of an online meeting, and papers that say somebody took part."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from .people import Registration
from .seats import new_key
from .stops import Stop


class MeetingLink(models.Model):
    """The sealed address and passcode of a stop that is attended online. No mail, file or page holds them."""

    stop = models.OneToOneField(Stop, on_delete=models.CASCADE, related_name="meeting_link")
    address = models.TextField()  # sealed
    passcode = models.TextField(blank=True)  # sealed
    opens_minutes_before = models.PositiveSmallIntegerField(_("opens so many minutes before"), default=15)

    class Meta:
        verbose_name = _("address of an online meeting")
        verbose_name_plural = _("addresses of online meetings")

    def __str__(self):
        return f"{self.stop}"


class CheckIn(models.Model):
    """One attempt at a door. Only one of a person, stop and day counts; the others stand beside it."""

    class Source(models.TextChoices):
        DOOR = "door", _("at the door")
        JOIN = "join", _("online")

    class Result(models.TextChoices):
        OK = "ok", _("checked in")
        ALREADY = "already", _("was checked in before")
        WRONG = "wrong", _("not for this door")

    class Why(models.TextChoices):
        """The reason for which somebody was not let in, as the door reads it."""

        OTHER_EVENT = "other_event", _("This code is for another meeting.")
        EVENT_OFF = "event_off", _("This meeting does not take place as planned: it was cancelled or postponed.")
        STOP_OFF = "stop_off", _("This stop was cancelled.")
        TOO_EARLY = "too_early", _("This stop has not begun: it begins on another day.")
        TOO_LATE = "too_late", _("This stop is over.")
        NO_SEAT = "no_seat", _("There is no seat for this person at this stop.")
        WAITING = "waiting", _("The seat is not confirmed: the person is on the waiting list or was not approved yet.")
        ENDED = "ended", _("The seat was given back, passed on or cancelled.")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="check_ins")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="check_ins")
    day = models.DateField()  # in the zone of the stop
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.DOOR)
    result = models.CharField(max_length=7, choices=Result.choices)
    why = models.CharField(max_length=11, choices=Why.choices, blank=True, default="", db_default="")
    nonce = models.CharField(max_length=64, unique=True, default=new_key)
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stop", "registration", "day"],
                name="check_in_once_a_day",
                condition=Q(result="ok"),
                violation_error_message=_("This person was checked in a moment ago."),
            ),
            models.CheckConstraint(
                name="check_in_wrong_says_why",
                condition=Q(result="wrong") & ~Q(why="") | ~Q(result="wrong") & Q(why=""),
            ),
        ]

    def __str__(self):
        return f"{self.registration}: {self.get_result_display()}"


class Certificate(models.Model):
    """A paper that says that somebody took part. Its code lets everybody ask whether it is true."""

    class Status(models.TextChoices):
        VALID = "valid", _("valid")
        WITHDRAWN = "withdrawn", _("withdrawn")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="certificates")
    name = models.CharField(max_length=200, blank=True)  # as printed; blank once the person was made nameless
    initials = models.CharField(max_length=12)
    # {"title": "…", "language": "en", "stops": [{"where": "Porto", "days": ["2026-05-04"]}]}
    attended = models.JSONField(default=list)
    issued_on = models.DateField()
    sha256 = models.CharField(max_length=64)  # of what is printed: `certificates.digest`
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.VALID)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                name="certificate_one_valid",
                condition=Q(status="valid"),
                violation_error_message=_("This person has a certificate already."),
            ),
            models.CheckConstraint(
                name="certificate_withdrawn_has_a_day", condition=Q(status="valid") | Q(withdrawn_on__isnull=False)
            ),
            models.CheckConstraint(
                name="certificate_withdrawn_later",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("issued_on")),
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def days(self):
        """The days on which the person was there, in order and each once."""
        return sorted({date.fromisoformat(day) for stop in self.attended["stops"] for day in stop["days"]})

    @property
    def stops(self):
        """Where the person was, with the days as dates."""
        told = self.attended["stops"]
        return [{"where": each["where"], "days": [date.fromisoformat(day) for day in each["days"]]} for each in told]
