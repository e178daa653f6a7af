"""Who comes: registrations, invitations bound to an address, questions of the host, and needs that are kept apart."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from .meetings import Event
from .seats import Delegation, Pool, new_key
from .stops import Stop


def new_registration_code():
    """Eight signs without look-alikes, to be read out at a door."""
    return new_code(8)


class Registration(models.Model):
    """One person at one event: name, office, and for whom the person comes."""

    class Status(models.TextChoices):
        UNVERIFIED = "unverified", _("address not confirmed")
        ACTIVE = "active", _("registered")
        ENDED = "ended", _("ended")

    class Listed(models.TextChoices):
        NOBODY = "nobody", _("nobody")
        PARTICIPANTS = "participants", _("other participants")
        PUBLIC = "public", _("everybody who may see the event")

    class Sector(models.TextChoices):
        MUNICIPAL = "municipal", _("local government")
        NATIONAL = "national", _("national government")
        INTERNATIONAL = "international", _("international organisation")
        CIVIL_SOCIETY = "civil_society", _("civil society")
        RESEARCH = "research", _("research")
        PRESS = "press", _("press")
        OTHER = "other", _("other")

    code = models.CharField(max_length=16, unique=True, default=new_registration_code, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="event_registrations"
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    address_key = models.CharField(max_length=254, blank=True, editable=False)  # folded by `people.address_key`
    office = models.CharField(_("office"), max_length=160, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    city = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city")
    )
    sector = models.CharField(_("sector"), max_length=14, choices=Sector.choices, default=Sector.MUNICIPAL)
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.PROTECT, related_name="registrations"
    )
    invitation = models.ForeignKey(
        "events.Invitation", null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    language = models.CharField(_("language"), max_length=5, default="en")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    listed = models.CharField(_("who sees the name"), max_length=12, choices=Listed.choices, default=Listed.NOBODY)
    photo_consent = models.BooleanField(_("may be recognised in photographs"), default=False)
    link_issue = models.PositiveSmallIntegerField(default=1)  # raising it ends every link sent before
    key = models.CharField(max_length=64, default=new_key, editable=False)  # of the form: a double click is one
    wanted = models.JSONField(default=list, db_default=[], blank=True)  # pools, until the address is confirmed
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "pk"]
        indexes = [
            models.Index(fields=["created_at"], name="registration_unverified", condition=Q(status="unverified"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key"],
                name="registration_one_per_address",
                condition=Q(status="active") & ~Q(address_key=""),
                violation_error_message=_("Somebody with this address is registered already."),
            ),
            models.UniqueConstraint(
                fields=["event", "user"],
                name="registration_one_per_person",
                condition=Q(status="active", user__isnull=False),
                violation_error_message=_("This person is registered already."),
            ),
            models.UniqueConstraint(fields=["event", "key"], name="registration_one_per_form"),
            models.CheckConstraint(
                name="registration_reachable",
                condition=~Q(status="unverified") & Q(delegation__isnull=False) | ~Q(email="") | Q(status="ended"),
                violation_error_message=_("Without an address a person comes with a delegation."),
            ),
            models.CheckConstraint(name="registration_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("events:registration_detail", args=[self.event.slug, self.code])


class Invitation(models.Model):
    """An invitation to an event, bound to one address. Whoever else opens the link can answer, never attend."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("not sent")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("taken back")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    stops = models.ManyToManyField(Stop, blank=True, related_name="+", verbose_name=_("stops"))  # none: all
    category = models.CharField(_("as"), max_length=10, choices=Pool.Category.choices, default=Pool.Category.GUEST)
    email = models.EmailField(_("e-mail"))
    address_key = models.CharField(max_length=254, editable=False)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=5, default="en")
    expires_at = models.DateTimeField(_("valid until"))
    link_issue = models.PositiveSmallIntegerField(default=1)
    times_sent = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    class Meta:
        verbose_name = _("invitation to an event")
        verbose_name_plural = _("invitations to events")
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key"],
                name="event_invitation_one_open",
                condition=Q(status__in=["draft", "sent"]),
                violation_error_message=_("This address is invited already."),
            ),
            models.CheckConstraint(
                name="event_invitation_sent_three_times",
                condition=Q(times_sent__lte=3),
                violation_error_message=_("An invitation goes out three times at most."),
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.event}"


class Question(models.Model):
    """A further question that the organisers ask at registration, with its purpose and an end."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a short text")
        CHOICE = "choice", _("one of several answers")
        TICK = "tick", _("yes or no")

    class Reader(models.TextChoices):
        STAFF = "staff", _("staff")
        HOST = "host", _("staff and the host")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    label = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind of answer"), max_length=6, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    purpose = models.CharField(_("what the answer is for"), max_length=200)
    reader = models.CharField(_("who reads the answers"), max_length=5, choices=Reader.choices, default=Reader.STAFF)
    keep_days = models.PositiveSmallIntegerField(_("days until the answers are deleted"), default=30)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question at registration")
        verbose_name_plural = _("questions at registration")
        ordering = ["event", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="question_kept_a_year_at_most",
                condition=Q(keep_days__lte=365),
                violation_error_message=_("Answers are kept for a year at most."),
            ),
            models.CheckConstraint(name="question_has_a_purpose", condition=~Q(purpose="")),
            models.CheckConstraint(name="question_ten_at_most", condition=Q(position__gte=1, position__lte=10)),
            models.UniqueConstraint(fields=["event", "position"], name="question_position"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="question_answered_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("label", "kind", "choices", "purpose", "reader", "keep_days", "event_id"),
                func="""
                    IF (NEW.label, NEW.kind, NEW.choices, NEW.purpose, NEW.reader, NEW.keep_days, NEW.event_id)
                       IS DISTINCT FROM
                       (OLD.label, OLD.kind, OLD.choices, OLD.purpose, OLD.reader, OLD.keep_days, OLD.event_id)
                       AND EXISTS (SELECT 1 FROM events_answer WHERE question_id = OLD.id) THEN
                        RAISE EXCEPTION 'a question with an answer is closed, never changed';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.label


class Answer(models.Model):
    """What a person answered to a question of the organisers. It goes after the days that the question names."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("answer at registration")
        verbose_name_plural = _("answers at registration")
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self):
        return f"{self.question}"


class AccessNeed(models.Model):
    """What a person needs to take part: sealed, read with a reason only, and deleted after the event."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="access_need")
    dietary = models.TextField(blank=True)  # sealed by `needs.seal`, like the three below
    access = models.TextField(blank=True)
    interpretation = models.TextField(blank=True)
    other = models.TextField(blank=True)
    purge_on = models.DateField()

    class Meta:
        verbose_name = _("access and dietary needs")
        verbose_name_plural = _("access and dietary needs")

    def __str__(self):
        return str(_("access and dietary needs"))
