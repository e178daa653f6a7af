"""The seat ledger: pools whose numbers always add up, seats with their place in the queue, delegations of cities."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .meetings import Event
from .stops import Stop

LIVE = ("requested", "waitlisted", "offered", "confirmed", "attended", "no_show")
HOLDING = ("confirmed", "attended", "no_show")


class Pool(models.Model):
    """The seats of one kind at one stop. The row holds every number; no seat is counted anywhere else."""

    class Category(models.TextChoices):
        DELEGATE = "delegate", _("delegate")
        GUEST = "guest", _("guest")
        SPEAKER = "speaker", _("speaker")
        PRESS = "press", _("press")
        CREW = "crew", _("crew")
        ONLINE = "online", _("online")

    class Promote(models.TextChoices):
        AUTO = "auto", _("by itself")
        MANUAL = "manual", _("by hand")

    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="pools")
    category = models.CharField(_("for"), max_length=10, choices=Category.choices, default=Category.DELEGATE)
    capacity = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(_("taken"), default=0)
    offered = models.PositiveIntegerField(_("offered"), default=0)
    reserved = models.PositiveIntegerField(_("held for cities"), default=0)
    waiting = models.PositiveIntegerField(_("waiting"), default=0)
    queue_seq = models.PositiveIntegerField(_("numbers given"), default=0)
    promote = models.CharField(_("the queue moves"), max_length=6, choices=Promote.choices, default=Promote.AUTO)
    offer_hours = models.PositiveSmallIntegerField(_("hours to accept an offer"), default=0)  # 0: confirmed at once
    needs_approval = models.BooleanField(_("needs approval"), default=False)
    keeps_waiting_list = models.BooleanField(_("keeps a waiting list"), default=True)
    cut_off_at = models.DateTimeField(_("names are final from"), null=True, blank=True)

    class Meta:
        verbose_name = _("pool of seats")
        verbose_name_plural = _("pools of seats")
        ordering = ["stop", "category"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "category"], name="pool_category_at_stop"),
            models.CheckConstraint(
                name="pool_never_oversold",
                condition=Q(capacity__gte=F("taken") + F("offered") + F("reserved")),
                violation_error_message=_("There are not as many seats as are in use."),
            ),
            models.CheckConstraint(
                name="pool_no_empty_chair",
                condition=Q(promote="manual") | Q(waiting=0) | Q(capacity=F("taken") + F("offered") + F("reserved")),
                violation_error_message=_("No seat stays free while somebody waits for it."),
            ),
        ]

    def __str__(self):
        return f"{self.stop}: {self.get_category_display()}"

    @property
    def in_use(self):
        return self.taken + self.offered + self.reserved

    @property
    def free(self):
        return self.capacity - self.in_use


class Delegation(models.Model):
    """The people whom a city sends to an event, with seats that are held for it until a day."""

    class Status(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("not answered in time")
        CLOSED = "closed", _("closed")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="delegations")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="delegations")
    respond_by = models.DateTimeField(_("to be answered by"))
    release_at = models.DateTimeField(_("seats without a name are released on"))
    released_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=600, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["event", "city__folded"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "city"],
                name="delegation_once",
                violation_error_message=_("This city is invited already."),
            ),
            models.CheckConstraint(
                name="delegation_answer_before_release",
                condition=Q(respond_by__lte=F("release_at")),
                violation_error_message=_("A city answers before its seats are released."),
            ),
        ]

    def __str__(self):
        return f"{self.city}: {self.event}"


class Allotment(models.Model):
    """So many seats of a pool are held for a delegation; `claimed` of them have a name."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="allotments")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="allotments")
    seats = models.PositiveSmallIntegerField(_("seats"))
    claimed = models.PositiveSmallIntegerField(_("with a name"), default=0)

    class Meta:
        verbose_name = _("seats held for a city")
        verbose_name_plural = _("seats held for cities")
        constraints = [
            models.UniqueConstraint(fields=["delegation", "pool"], name="allotment_once"),
            models.CheckConstraint(
                name="allotment_claimed_within",
                condition=Q(claimed__lte=F("seats")),
                violation_error_message=_("All seats of this delegation have a name."),
            ),
        ]

    def __str__(self):
        return f"{self.delegation}: {self.claimed}/{self.seats}"


class Seat(models.Model):
    """The seat, or the place in the queue, of one registration at one stop."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        WAITLISTED = "waitlisted", _("on the waiting list")
        OFFERED = "offered", _("offered")
        CONFIRMED = "confirmed", _("confirmed")
        ATTENDED = "attended", _("attended")
        NO_SHOW = "no_show", _("did not come")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("left the waiting list")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("not answered in time")
        CANCELLED = "cancelled", _("cancelled")
        REPLACED = "replaced", _("passed on")
        EVENT_CANCELLED = "event_cancelled", _("event cancelled")

    registration = models.ForeignKey("events.Registration", on_delete=models.CASCADE, related_name="seats")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="seats")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="seats")
    allotment = models.ForeignKey(Allotment, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_by")
    status = models.CharField(max_length=15, choices=Status.choices)
    band = models.PositiveSmallIntegerField(_("band"), default=1)  # 0: a member
    queue_no = models.PositiveIntegerField(_("number"))
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_reason = models.CharField(_("reason"), max_length=400, blank=True)
    calendar_uid = models.UUIDField(null=True, blank=True)  # own entry of a person who came back; else the stop's

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["pool", "band", "queue_no"]
        indexes = [
            models.Index(fields=["pool", "band", "queue_no"], name="seat_queue", condition=Q(status="waitlisted")),
            models.Index(fields=["offer_expires_at"], name="seat_offers", condition=Q(status="offered")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "stop"],
                name="seat_one_live",
                condition=Q(status__in=LIVE),
                violation_error_message=_("This person has a seat or a place in the queue there already."),
            ),
            models.UniqueConstraint(fields=["pool", "queue_no"], name="seat_queue_number"),
            models.CheckConstraint(
                name="seat_offer_has_an_end",
                condition=Q(status="offered", offer_expires_at__isnull=False)
                | (~Q(status="offered") & Q(offer_expires_at__isnull=True)),
            ),
            models.CheckConstraint(name="seat_bands", condition=Q(band__in=[0, 1])),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="seat_pool_of_its_stop",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("pool_id", "stop_id"),
                func="""
                    IF (SELECT stop_id FROM events_pool WHERE id = NEW.pool_id) <> NEW.stop_id THEN
                        RAISE EXCEPTION 'the pool is one of another stop';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.registration}: {self.get_status_display()}"


def new_key():
    return uuid4().hex
