"""What people are told: mail that waits to go out, their inbox on the portal, and what they chose to hear."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code


class OutboxMail(models.Model):
    """One mail to one recipient. It is rendered when it is sent, after asking again whether it may be."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        BOUNCED = "bounced", _("refused by the recipient's server")
        SUPPRESSED = "suppressed", _("held back")
        CANCELLED = "cancelled", _("no longer true")
        DEAD = "dead", _("given up")

    key = models.CharField(max_length=200, unique=True)
    message_id = models.UUIDField(default=uuid4, editable=False, unique=True)
    kind = models.CharField(max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_key = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="en")
    is_security = models.BooleanField(default=False)
    body = models.JSONField(null=True, blank=True)  # only mail written by the framework; wiped when sent
    not_before = models.DateTimeField(db_default=Now())  # moves with each retry
    due_at = models.DateTimeField(db_default=Now())  # the first not_before: the age of a mail counts from here
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was held back or closed
    sent_at = models.DateTimeField(null=True, blank=True)
    request_number = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        constraints = [
            models.CheckConstraint(name="outbox_one_recipient", condition=Q(person__isnull=False) ^ ~Q(address="")),
            models.CheckConstraint(name="outbox_sent_has_time", condition=~Q(state="sent") | Q(sent_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["not_before"], name="outbox_due", condition=Q(state__in=["pending", "sending"])),
        ]

    def __str__(self):
        return f"{self.kind} ({self.key})"


class KeptMail(models.Model):
    """A mail as it would have gone out, kept for staff to read where the portal runs without a mail server."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    message_id = models.CharField(max_length=120)
    address = models.EmailField()
    subject = models.CharField(max_length=400)
    text = models.TextField(blank=True)  # wiped after an hour: it may hold a link that opens something
    html = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="en")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.subject


class InboxItem(models.Model):
    """A notice in a person's inbox on the portal."""

    address = ""  # an item always has a person; kinds may ask for either

    key = models.CharField(max_length=200, unique=True)
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person"], name="inbox_unread", condition=Q(read_at__isnull=True))]

    def __str__(self):
        return f"{self.kind} ({self.key})"

    @property
    def language(self):
        return self.person.language


class Preference(models.Model):
    """How a person, or an address without an account, wants to hear of one kind. Without a row: mail and inbox."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail and inbox")
        INBOX = "inbox", _("inbox only")
        OFF = "off", _("not at all")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(blank=True)
    kind = models.CharField(max_length=80)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], name="preference_one_per_kind", condition=Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["address", "kind"], name="preference_one_per_address", condition=Q(person__isnull=True)
            ),
            models.CheckConstraint(name="preference_one_reader", condition=Q(person__isnull=False) ^ ~Q(address="")),
        ]

    def __str__(self):
        return f"{self.kind}: {self.channel}"


class CalendarFeed(models.Model):
    """The address under which a person's calendar program finds their entries. A new one ends the one before."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    issue = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self):
        return f"{self.code} {self.issue}"
