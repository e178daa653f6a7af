"""What a city says of itself. Every edit of a text is a new version."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Profile(models.Model):
    """The city's own page: its themes, and how to write to the team."""

    city = models.OneToOneField("cities.City", on_delete=models.CASCADE, related_name="profile")
    themes = models.ManyToManyField("cities.Term", blank=True, related_name="+", verbose_name=_("themes"))
    mailbox = models.EmailField(_("role mailbox"), blank=True)
    picture = models.ForeignKey(
        "cities.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    no_strategy_on = models.DateField(null=True, blank=True)  # the city said on this day that it has none yet
    revision = models.PositiveIntegerField(default=1)

    def __str__(self):
        return str(self.city)


class ProfileText(models.Model):
    """One version of the city's texts in one language."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5)
    number = models.PositiveIntegerField()
    summary = models.CharField(_("in one or two sentences"), max_length=400, blank=True)
    background = models.TextField(_("background"), blank=True)
    approach = models.TextField(_("approach"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["profile", "language", "-number"]
        constraints = [models.UniqueConstraint(fields=["profile", "language", "number"], name="profile_text_version")]
        triggers = [pgtrigger.Protect(name="profile_text_insert_only", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.profile} ({self.language}, {self.number})"
