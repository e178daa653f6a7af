"""What the cities of a partnership signed, plan and learned."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .partnerships import Partnership


class AgreementText(models.Model):
    """One wording of the agreement. A changed sign is a new row with a new number, and asks for new signatures."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(_("language"), max_length=12, default="en")
    body = models.TextField(_("text"))
    hash = models.CharField(max_length=64)  # SHA-256 of the body, in hex
    put_forward_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    put_forward_at = models.DateTimeField()

    class Meta:
        verbose_name = _("text of an agreement")
        verbose_name_plural = _("texts of agreements")
        ordering = ["partnership", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="agreement_text_number"),
            models.UniqueConstraint(fields=["id", "hash"], name="agreement_text_and_hash"),
            models.CheckConstraint(name="agreement_text_hash", condition=Q(hash__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="agreement_text_hash_is_true",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NEW.hash <> encode(sha256(convert_to(NEW.body, 'UTF8')), 'hex') THEN
                        RAISE EXCEPTION 'the hash of an agreement is that of its text';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="agreement_text_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("partnership_id", "number", "language", "body", "hash", "put_forward_at"),
                func="RAISE EXCEPTION 'the text of an agreement is never changed';",
            ),
        ]

    def __str__(self):
        return f"{self.partnership}: {self.number}"


class Signature(models.Model):
    """A city signed exactly this text."""

    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="signatures")
    hash = models.CharField(max_length=64)  # with `text` a key into the texts: see the migration
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=150)  # as on that day
    office = models.CharField(max_length=160)
    council_number = models.CharField(_("number of the council's decision"), max_length=80, blank=True)
    council_on = models.DateField(_("day of the council's decision"), null=True, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["text", "signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "city"],
                name="signature_once",
                violation_error_message=_("Your city has signed this text already."),
            ),
            models.CheckConstraint(
                name="signature_council_whole",
                condition=Q(council_number="", council_on__isnull=True)
                | (~Q(council_number="") & Q(council_on__isnull=False)),
                violation_error_message=_("Give number and day of the council's decision."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="signature_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("text_id", "hash", "council_number", "council_on", "signed_at"),
                func="RAISE EXCEPTION 'a signature is never changed';",
            ),
        ]

    def __str__(self):
        return f"{self.city}: {self.text}"


class Plan(models.Model):
    """What the cities of a partnership want to do in this cycle."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="plans")
    cycle = models.PositiveSmallIntegerField()
    aims = models.CharField(_("aims of this plan"), max_length=2000)
    adopted_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["partnership", "-cycle"]
        constraints = [models.UniqueConstraint(fields=["partnership", "cycle"], name="plan_once_a_cycle")]

    def __str__(self):
        return f"{self.partnership}: {self.cycle}"


class PlanStep(models.Model):
    """One step of a plan with its day."""

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        VISIT = "visit", _("visit")
        WORK = "work", _("work")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    on = models.DateField(_("on"))
    words = models.CharField(_("what"), max_length=300)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "on", "pk"]

    def __str__(self):
        return self.words


class PlanReview(models.Model):
    """What one city learned in a cycle. Closed to the others until all have filed, or 45 days have passed."""

    class Again(models.TextChoices):
        YES = "yes", _("yes")
        DIFFERENTLY = "differently", _("yes, but differently")
        NO = "no", _("no")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="reviews")
    cycle = models.PositiveSmallIntegerField()
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="plan_reviews")
    learned = models.CharField(_("what we learned"), max_length=2000)
    taken = models.CharField(_("what we took over"), max_length=2000, blank=True)
    again = models.CharField(_("would you do it again?"), max_length=11, choices=Again.choices)
    may_be_public = models.BooleanField(_("may stand on the public card"), default=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    filed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("review of a partnership")
        verbose_name_plural = _("reviews of partnerships")
        ordering = ["partnership", "cycle", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "cycle", "city"],
                name="plan_review_once",
                violation_error_message=_("Your city has filed its review already."),
            )
        ]

    def __str__(self):
        return f"{self.city}: {self.partnership} {self.cycle}"
