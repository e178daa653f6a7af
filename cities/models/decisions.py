"""What the bodies decide, what the Advisory Board said to it, and the priorities that follow."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.sharing import Sharing

from ..querysets.governance import AdviceQuerySet, DecisionQuerySet, PriorityQuerySet
from .governance import Body


class Decision(models.Model):
    """A decision of a body. Once adopted or rejected it is never changed; another decision corrects it."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Kind(models.TextChoices):
        PRIORITY = "priority", _("priorities")
        WAIVER = "waiver", _("exception to the balance")
        SUSPENSION = "suspension", _("suspension")
        SEATS = "seats", _("seats")
        STATEMENT = "statement", _("statement")
        OTHER = "other", _("other")

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=10_000)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    observers = models.CharField(_("observers"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")
    sharing = models.SmallIntegerField(_("who may read it"), choices=Sharing.choices, default=Sharing.CLEAR)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="decision_number"),
            models.CheckConstraint(
                name="decision_has_its_day",
                condition=~Q(status__in=["adopted", "rejected"]) | Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(name="decision_not_its_own_correction", condition=~Q(corrects=F("id"))),
        ]
        triggers = [
            pgtrigger.Protect(
                name="decision_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=["adopted", "rejected"]),
            )
        ]

    def __str__(self):
        return f"{self.year}/{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("cities:decision_detail", args=[self.body_id, self.year, self.number])


class Advice(models.Model):
    """What an organisation of the Advisory Board says to a proposal, and what became of it."""

    class Answer(models.TextChoices):
        TAKEN = "taken", _("taken up")
        PARTLY = "partly", _("taken up in part")
        NOT_TAKEN = "not_taken", _("not taken up")

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="advice")
    organisation = models.ForeignKey("cities.Organisation", on_delete=models.PROTECT, related_name="advice")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("advice"), max_length=4000)
    given_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    answer_text = models.TextField(_("reason for the answer"), max_length=2000, blank=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(name="advice_answer_has_reason", condition=Q(answer="") | ~Q(answer_text=""))
        ]

    def __str__(self):
        return f"{self.organisation}: {self.decision}"


class Priority(models.Model):
    """A theme that the network puts first for a period, by an adopted decision."""

    theme = models.ForeignKey("cities.Term", on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))
    period = DateRangeField(_("from and until"))
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="priorities")

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["-period"]
        constraints = [
            ExclusionConstraint(
                name="priority_once",
                expressions=[(F("theme"), RangeOperators.EQUAL), (F("period"), RangeOperators.OVERLAPS)],
                violation_error_message=_("This theme is a priority in that period already."),
            ),
            models.CheckConstraint(
                name="priority_not_empty",
                condition=Q(period__isempty=False) & Q(period__lower_inf=False),
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="priority_by_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("decision_id"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM cities_decision
                                   WHERE id = NEW.decision_id AND status = 'adopted' AND kind = 'priority') THEN
                        RAISE EXCEPTION 'a priority rests on an adopted decision on priorities';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.theme)
