"""What staff put on the public site."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ShownQuerySet(models.QuerySet):
    """Rows with a `status` of draft, published, replaced or retired."""

    def published(self):
        return self.filter(status="published")


class PictureQuerySet(ShownQuerySet):
    def for_pages(self):
        """With their files in every width, so that showing them asks nothing more."""
        return self.select_related("file").prefetch_related("file__smaller")


class NewsQuerySet(ShownQuerySet):
    def shown(self, now=None):
        """Published, its day has come and its end has not."""
        now = now or timezone.now()
        running = Q(until__isnull=True) | Q(until__gt=now)
        return self.published().filter(running, publish_at__lte=now).order_by("-publish_at", "-pk")
