"""The programme: sessions in rooms, and who speaks in them."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.models.dates import TimeRange
from scn_portal.codes import new_code

from .meetings import Event
from .stops import Room, Stop, calendar_changed


class Session(models.Model):
    """A part of the programme."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("plenary")
        PANEL = "panel", _("panel")
        SHOWCASE = "showcase", _("showcase of a city")
        WORKSHOP = "workshop", _("workshop")
        SITE_VISIT = "site_visit", _("visit on site")
        DIALOGUE = "dialogue", _("dialogue")
        BREAK = "break", _("break")

    class Recording(models.TextChoices):
        NO = "no", _("not recorded")
        MEMBERS = "members", _("recorded for members")
        PUBLIC = "public", _("recorded for everybody")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RELEASED = "released", _("on the programme")
        CANCELLED = "cancelled", _("cancelled")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PLENARY)
    title = models.CharField(_("title"), max_length=160)
    abstract = models.TextField(_("what it is about"), blank=True, max_length=3000)
    language = models.CharField(_("language"), max_length=5, default="en")
    interpretation = models.BooleanField(_("with interpretation"), default=False)
    chatham_house = models.BooleanField(_("under the Chatham House Rule"), default=False)
    recording = models.CharField(_("recording"), max_length=8, choices=Recording.choices, default=Recording.NO)
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("room")
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    calendar_uid = models.UUIDField(unique=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
    calendar_changed_at = models.DateTimeField(db_default=Now(), editable=False)  # set by a trigger
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "room", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_chatham_house_not_recorded",
                condition=Q(chatham_house=False) | Q(recording="no"),
                violation_error_message=_("Nothing is recorded under the Chatham House Rule."),
            ),
            models.CheckConstraint(
                name="session_ends_later",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must come after the beginning."),
            ),
            ExclusionConstraint(
                name="session_room_free",
                expressions=[
                    (F("room"), RangeOperators.EQUAL),
                    (TimeRange(F("starts_at"), F("ends_at")), RangeOperators.OVERLAPS),
                ],
                condition=Q(room__isnull=False) & ~Q(status="cancelled"),
                violation_error_message=_("Another session is in this room at that time."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="session_sequence_never_falls",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("calendar_sequence"),
                func="""
                    IF NEW.calendar_sequence < OLD.calendar_sequence THEN
                        RAISE EXCEPTION 'the number of a calendar entry never falls';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="session_stop_of_its_event",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("stop_id", "event_id", "chatham_house", "recording"),
                func="""
                    IF (SELECT event_id FROM events_stop WHERE id = NEW.stop_id) <> NEW.event_id THEN
                        RAISE EXCEPTION 'the stop is one of another event';
                    END IF;
                    IF NEW.recording <> 'no'
                       AND (SELECT chatham_house FROM events_event WHERE id = NEW.event_id) THEN
                        RAISE EXCEPTION 'nothing is recorded under the Chatham House Rule';
                    END IF;
                    RETURN NEW;
                """,
            ),
            calendar_changed("session"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:session_detail", args=[self.event.slug, self.code])


class Contributor(models.Model):
    """A person on the programme of an event. Speakers need no account."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="contributors")
    name = models.CharField(_("name"), max_length=200)
    office = models.CharField(_("office"), max_length=160, blank=True)
    city = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("city")
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class Part(models.Model):
    """What a contributor does in a session."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        MODERATOR = "moderator", _("moderator")
        SPEAKER = "speaker", _("speaker")
        PANELLIST = "panellist", _("panellist")
        RAPPORTEUR = "rapporteur", _("rapporteur")
        INTERPRETER = "interpreter", _("interpreter")

    class Status(models.TextChoices):
        INVITED = "invited", _("asked")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="parts")
    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="parts")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.SPEAKER)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    status = models.CharField(_("answer"), max_length=10, choices=Status.choices, default=Status.INVITED)
    recording_consent = models.CharField(
        _("consent to recording"), max_length=10, choices=Consent.choices, default=Consent.NOT_ASKED
    )

    class Meta:
        verbose_name = _("part in a session")
        verbose_name_plural = _("parts in sessions")
        ordering = ["session", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "contributor", "role"],
                name="part_once",
                violation_error_message=_("This person has this part already."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="part_of_one_event",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("session_id", "contributor_id"),
                func="""
                    IF (SELECT event_id FROM events_session WHERE id = NEW.session_id)
                       <> (SELECT event_id FROM events_contributor WHERE id = NEW.contributor_id) THEN
                        RAISE EXCEPTION 'the contributor is one of another event';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.contributor}: {self.get_role_display()}"
