"""The report of an event: numbered, built of blocks, frozen once it is published."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing

from .agenda import Session
from .meetings import Event
from .polls import PollResult


class Report(models.Model):
    """What an event brought, for those who were there and those who were not."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("being checked")
        PUBLISHED = "published", _("published")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    sharing = models.SmallIntegerField(_("who may read it"), choices=Sharing.choices, default=Sharing.GREEN)
    wider_agreed = models.CharField(_("the host city agreed to show it wider"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    class Meta:
        verbose_name = _("report of an event")
        verbose_name_plural = _("reports of events")
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="report_number"),
            models.UniqueConstraint(fields=["event"], name="report_one_open", condition=~Q(status="published")),
            models.CheckConstraint(
                name="report_published_is_whole",
                condition=~Q(status="published") | (Q(published_at__isnull=False) & ~Q(sha256="")),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="report_published_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="published"),
                func="RAISE EXCEPTION 'a published report is not changed';",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:report_detail", args=[self.event.slug, self.number])


class Block(models.Model):
    """A piece of a report: text, figure, chart of a sealed poll, quote, list of sessions, or a lesson for the hub."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        FIGURE = "figure", _("figure")
        CHART = "chart", _("chart of a poll")
        QUOTE = "quote", _("quote")
        SESSIONS = "sessions", _("sessions")
        LESSON = "lesson", _("lesson")

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=6000)
    figure = models.CharField(_("figure"), max_length=20, blank=True)  # figure: the number as printed
    author = models.CharField(_("who said it"), max_length=200, blank=True)  # quote
    has_consent = models.BooleanField(_("the person agreed to be quoted"), default=False)  # quote
    result = models.ForeignKey(PollResult, null=True, blank=True, on_delete=models.PROTECT, related_name="blocks")
    sessions = models.ManyToManyField(Session, blank=True, related_name="+")
    theme = models.ForeignKey("cities.Term", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey("cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resource = models.OneToOneField(
        "hub.Resource", null=True, blank=True, on_delete=models.PROTECT, related_name="report_block"
    )

    class Meta:
        verbose_name = _("block of a report")
        verbose_name_plural = _("blocks of reports")
        ordering = ["report", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="block_chart_has_a_result",
                condition=Q(kind="chart", result__isnull=False) | (~Q(kind="chart") & Q(result__isnull=True)),
            ),
            models.CheckConstraint(
                name="block_lesson_has_a_theme", condition=~Q(kind="lesson") | Q(theme__isnull=False)
            ),
            models.CheckConstraint(
                name="block_item_of_a_lesson", condition=Q(kind="lesson") | Q(resource__isnull=True)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="block_of_a_published_report_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM events_report WHERE status = 'published'
                               AND id = CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END) THEN
                        RAISE EXCEPTION 'a published report is not changed';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.title or self.get_kind_display()
