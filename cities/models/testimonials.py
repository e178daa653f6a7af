"""What mayors and governors said of the network, with name and office as they were on that day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..querysets.site import TestimonialQuerySet
from .dates import Precision


class Testimonial(models.Model):
    """A statement about the network. Name, office and city stay as they were on the day it was made."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("taken off the site")

    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("office on that day"), max_length=160)
    city = models.ForeignKey(
        "cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="testimonials"
    )
    said_on = models.DateField(_("said on"), null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    is_quotation = models.BooleanField(_("these are the very words"), default=False)
    language = models.CharField(_("language in which it was said"), max_length=5, default="en")
    portrait = models.ForeignKey("cities.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    consent = models.CharField(_("how consent was given"), max_length=200, blank=True)
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    objects = TestimonialQuerySet.as_manager()

    class Meta:
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="testimonial_published_with_consent",
                condition=~Q(status="published") | (~Q(consent="") & Q(consent_on__isnull=False)),
                violation_error_message=_("Nothing is published without consent: say how and when it was given."),
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.office}"

    @property
    def words(self):
        """The text in the reader's language, else as it was said, else any; None without one."""
        texts = {each.language: each for each in self.texts.all()}
        wanted = ((get_language() or "en")[:2], self.language, "en")
        return next((texts[each] for each in wanted if each in texts), None)


class TestimonialText(models.Model):
    """The statement in one language."""

    testimonial = models.ForeignKey(Testimonial, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5)
    text = models.TextField(_("text"), max_length=600)
    needs_check = models.BooleanField(_("translation to be checked"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["testimonial", "language"], name="testimonial_text_per_language")
        ]

    def __str__(self):
        return f"{self.testimonial} ({self.language})"
