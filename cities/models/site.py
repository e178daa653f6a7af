"""The public site: texts that staff keep, and messages that visitors send."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from ..querysets import SiteTextQuerySet


class SiteText(models.Model):
    """A text of the public site, in one language and one version. Published versions are never changed."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("replaced by a newer version")
        RETIRED = "retired", _("taken off the site")

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=5, default="en")
    number = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    needs_check = models.BooleanField(_("translation to be checked"), default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SiteTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the site")
        verbose_name_plural = _("texts of the site")
        ordering = ["key", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "language", "number"], name="site_text_version"),
            models.UniqueConstraint(
                fields=["key", "language"], name="site_text_one_published", condition=Q(status="published")
            ),
            models.CheckConstraint(
                name="site_text_published_at", condition=~Q(status="published") | Q(published_at__isnull=False)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="site_text_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.published_at IS NOT NULL AND"
                    " (OLD.key, OLD.language, OLD.number, OLD.title, OLD.body, OLD.published_at)"
                    " IS DISTINCT FROM (NEW.key, NEW.language, NEW.number, NEW.title, NEW.body, NEW.published_at)"
                ),
            )
        ]

    def __str__(self):
        return f"{self.key} ({self.language}, {self.number})"

    @property
    def address(self):
        """How the staff pages name this version: key, language and number."""
        return f"{self.key}:{self.language}:{self.number}"


class ContactMessage(models.Model):
    """A message that a visitor sent to the network's staff."""

    class Status(models.TextChoices):
        NEW = "new", _("new")
        TAKEN = "taken", _("being answered")
        CLOSED = "closed", _("closed")

    class Topic(models.TextChoices):
        MEMBERSHIP = "membership", _("membership")
        PRESS = "press", _("press")
        PARTNERSHIP = "partnership", _("partnership")
        PRIVACY = "privacy", _("privacy or security")
        OTHER = "other", _("something else")

    number = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    form_key = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("your name as you use it"), max_length=120)
    email = models.EmailField(_("e-mail address"))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices, default=Topic.OTHER)
    text = models.TextField(_("message"), max_length=4000)
    language = models.CharField(max_length=5, default="en")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message to the network")
        verbose_name_plural = _("messages to the network")
        ordering = ["sent_at"]

    def __str__(self):
        return f"{self.number} {self.get_topic_display()}"
