"""Short news of the network, and stories of its cities."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..querysets.site import NewsQuerySet


class NewsItem(models.Model):
    """A short item: something new, or the story of a city."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("taken off the site")

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        STORY = "story", _("city story")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.NEWS)
    cities = models.ManyToManyField("cities.City", blank=True, related_name="news", verbose_name=_("cities"))
    picture = models.ForeignKey(
        "cities.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    publish_at = models.DateTimeField(_("shown from"), default=timezone.now)
    until = models.DateTimeField(_("shown until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news and stories")
        ordering = ["-publish_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="news_ends_later", condition=Q(until__isnull=True) | Q(until__gt=F("publish_at"))
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="news_published_has_a_text",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Q(new__status="published"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM cities_newstext WHERE item_id = NEW.id) THEN
                        RAISE EXCEPTION 'a published news item has at least one text';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("cities:news_detail", args=[self.slug])

    @property
    def words(self):
        """The text in the reader's language, else in English, else in any; None without one."""
        texts = {each.language: each for each in self.texts.all()}
        wanted = ((get_language() or "en")[:2], "en", *texts)
        return next((texts[each] for each in wanted if each in texts), None)


class NewsText(models.Model):
    """The item in one language."""

    item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=5)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=1500)
    needs_check = models.BooleanField(_("translation to be checked"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="news_text_per_language"),
            models.CheckConstraint(name="news_text_short", condition=LessThanOrEqual(Length("text"), 1500)),
        ]

    def __str__(self):
        return self.title

    @property
    def is_fallback(self):
        """Whether the reader's language has no such text, so that this one stands in its place."""
        return self.language != (get_language() or "en")[:2]
