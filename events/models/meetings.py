"""The meeting itself: a summit, a workshop, a tour; its texts, addresses and named cities."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code
from scn_portal.sharing import Sharing

from ..querysets import EventQuerySet

RESERVED = ["calendar", "feed", "series", "verify", "q", "calls", "new", "desk", "live", "agenda", "report", "me"]


class Kind(models.TextChoices):
    GLOBAL_SUMMIT = "global_summit", _("Global summit")
    REGIONAL_WORKSHOP = "regional_workshop", _("Regional workshop")
    TOUR = "tour", _("Tour through several cities")
    STEERING_COMMITTEE = "steering_committee", _("Meeting of the Steering Committee")
    MAYORAL_FORUM = "mayoral_forum", _("Mayoral forum")
    WEBINAR = "webinar", _("Webinar")
    SEMINAR = "seminar", _("Seminar")
    OTHER = "other", _("Other meeting")


class Attendance(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("in person and online")


class Series(models.Model):
    """Meetings that come back, such as the global summit: each is an edition."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    rhythm = models.CharField(_("how often"), max_length=200, blank=True)
    host_rule = models.CharField(_("how hosts are found"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:series_detail", args=[self.slug])


class Event(models.Model):
    """A meeting of the network, at one or several stops."""

    Kind, Attendance = Kind, Attendance

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", _("announced")
        OPEN = "open", _("open for registration")
        CLOSED = "closed", _("registration closed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")
        ENDED = "ended", _("ended")
        ARCHIVED = "archived", _("archived")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    slug = models.SlugField(_("address"), max_length=100)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="events", verbose_name=_("series")
    )
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    subtitle = models.CharField(_("what it is, in two or three words"), max_length=80, blank=True)
    sharing = models.SmallIntegerField(_("who may see it"), choices=Sharing.choices, default=Sharing.GREEN)
    attendance = models.CharField(
        _("attendance"), max_length=10, choices=Attendance.choices, default=Attendance.IN_PERSON
    )
    zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    languages = models.JSONField(_("languages"), default=list, blank=True)  # codes, such as ["en", "fr"]
    interpretation = models.BooleanField(_("with interpretation"), default=False)
    chatham_house = models.BooleanField(_("under the Chatham House Rule"), default=False)
    members_from = models.DateTimeField(_("members register from"), null=True, blank=True)
    guests_from = models.DateTimeField(_("others register from"), null=True, blank=True)  # empty: by invitation only
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    contact = models.EmailField(_("mailbox for questions"), blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    reason = models.CharField(_("reason"), max_length=400, blank=True)  # why postponed, cancelled, without report
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    published_at = models.DateTimeField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    source = models.CharField(_("source (for staff)"), max_length=600, blank=True)
    note = models.CharField(_("note (for staff)"), max_length=600, blank=True)
    cities = models.ManyToManyField("cities.City", through="events.EventCity", related_name="+")
    # Copied from the stops by `stops.copy_span`, for lists: the first day and the last, the first and last instant.
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="event_newest")]
        constraints = [
            models.UniqueConstraint(
                Lower("slug"), name="event_slug", violation_error_message=_("Another event has this address.")
            ),
            models.CheckConstraint(name="event_slug_not_reserved", condition=~Q(slug__in=RESERVED)),
            models.UniqueConstraint(
                fields=["series", "edition"],
                name="event_edition_once",
                violation_error_message=_("The series has an event with this number already."),
            ),
            models.CheckConstraint(
                name="event_edition_of_a_series", condition=Q(edition__isnull=True) | Q(series__isnull=False)
            ),
            models.CheckConstraint(
                name="event_closes_after_it_opens",
                condition=Q(closes_at__isnull=True) | Q(members_from__isnull=True) | Q(closes_at__gt=F("members_from")),
                violation_error_message=_("Registration closes after it opens."),
            ),
            models.CheckConstraint(
                name="event_members_first",
                condition=Q(guests_from__isnull=True)
                | Q(members_from__isnull=False, guests_from__gte=F("members_from")),
                violation_error_message=_("Members can register first: others not before them."),
            ),
            models.CheckConstraint(
                name="event_webinar_online",
                condition=~Q(kind="webinar") | Q(attendance="online"),
                violation_error_message=_("A webinar takes place online."),
            ),
            models.CheckConstraint(
                name="event_reason_given", condition=~Q(status__in=["postponed", "cancelled"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="event_shown_has_a_time", condition=Q(status="draft") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="event_not_replaced_by_itself", condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id"))
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="event_slug_never_used_before",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("slug"),
                func="""
                    IF EXISTS (SELECT 1 FROM events_eventslug
                               WHERE lower(slug) = lower(NEW.slug) AND event_id IS DISTINCT FROM NEW.id) THEN
                        RAISE EXCEPTION 'another event stood at this address';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event_detail", args=[self.slug])

    @property
    def words(self):
        """The text in the reader's language, else the original, else any; None without one."""
        texts = {each.language: each for each in self.texts.all()}
        original = next((each for each in texts.values() if each.is_original), None)
        return texts.get((get_language() or "en")[:2]) or original or next(iter(texts.values()), None)

    @property
    def title(self):
        return self.words.title if self.words else self.slug


class EventSlug(models.Model):
    """An address under which an event stood before. It leads on, and no other event gets it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="old_slugs")
    slug = models.SlugField(max_length=100)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("slug"), name="event_old_slug")]

    def __str__(self):
        return self.slug


class EventText(models.Model):
    """What an event is about, in one language."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5, default="en")
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    body = models.TextField(_("text"), blank=True, max_length=8000)
    is_original = models.BooleanField(_("original"), default=False)

    class Meta:
        verbose_name = _("text of an event")
        verbose_name_plural = _("texts of events")
        constraints = [
            models.UniqueConstraint(fields=["event", "language"], name="event_text_per_language"),
            models.UniqueConstraint(fields=["event"], name="event_one_original", condition=Q(is_original=True)),
            models.CheckConstraint(name="event_text_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="event_text_short", condition=LessThanOrEqual(Length("body"), 8000)),
        ]

    def __str__(self):
        return self.title

    @property
    def is_fallback(self):
        """Whether the reader's language has no such text, so that this one stands in its place."""
        return self.language != (get_language() or "en")[:2]


class EventCity(models.Model):
    """A city for which an event at TLP:AMBER is meant."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="event_cities")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("named city of an event")
        verbose_name_plural = _("named cities of events")
        constraints = [models.UniqueConstraint(fields=["event", "city"], name="event_city_once")]

    def __str__(self):
        return f"{self.city}"
