"""One city asks another to learn from it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from ..querysets import InterestQuerySet


class Interest(models.Model):
    """A city asks another for a call, a visit or a partnership, often from one of its practices."""

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("not answered in time")

    class Wish(models.TextChoices):
        CALL = "call", _("a call")
        VISIT = "visit", _("a visit")
        TWINNING = "twinning", _("a lasting partnership")

    DAYS_TO_ANSWER = 30
    REMINDED_AFTER = (10, 20)  # days

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    from_city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="interests_sent")
    to_city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="interests_received")
    resource = models.ForeignKey(
        "hub.Resource",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interests",
        verbose_name=_("practice"),
    )
    themes = models.ManyToManyField("cities.Term", blank=True, related_name="+", verbose_name=_("themes"))
    aim = models.CharField(_("what you would like to learn"), max_length=1000)
    wish = models.CharField(_("what you wish for"), max_length=10, choices=Wish.choices, default=Wish.CALL)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="interest_in_another_city",
                condition=~Q(from_city=F("to_city")),
                violation_error_message=_("This is your own city."),
            ),
            models.UniqueConstraint(
                fields=["from_city", "to_city", "resource"],
                name="interest_open_once",
                condition=Q(status="open"),
                nulls_distinct=False,
                violation_error_message=_("Your city has asked this already and waits for an answer."),
            ),
            models.CheckConstraint(name="interest_answer_after", condition=Q(answer_by__gt=F("sent_at"))),
        ]

    def __str__(self):
        return f"{self.from_city} → {self.to_city}"

    def get_absolute_url(self):
        return reverse("twinning:interest_detail", args=[self.code])
