"""What staff put on the public site."""

from django.apps import apps
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone


class ShownQuerySet(models.QuerySet):
    """Rows with a `status` of draft, published, replaced or retired."""

    def published(self):
        return self.filter(status="published")


class PictureQuerySet(ShownQuerySet):
    def for_pages(self):
        """With their files in every width, so that showing them asks nothing more."""
        return self.select_related("file").prefetch_related("file__smaller")


class TestimonialQuerySet(ShownQuerySet):
    def for_pages(self):
        """Those that are shown, with all that a page shows of them."""
        picture = apps.get_model("cities", "Picture").objects.for_pages()
        rows = self.published().select_related("city__country")
        return rows.prefetch_related("texts", Prefetch("portrait", picture))


class NewsQuerySet(ShownQuerySet):
    def shown(self, now=None):
        """Published, its day has come and its end has not."""
        now = now or timezone.now()
        running = Q(until__isnull=True) | Q(until__gt=now)
        return self.published().filter(running, publish_at__lte=now).order_by("-publish_at", "-pk")

    def for_pages(self):
        """With texts, picture and cities, so that showing them asks nothing more."""
        cities = apps.get_model("cities", "City").objects.with_status().order_by("folded")
        picture = apps.get_model("cities", "Picture").objects.for_pages()
        return self.prefetch_related("texts", Prefetch("cities", cities), Prefetch("picture", picture))
