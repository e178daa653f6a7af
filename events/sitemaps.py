"""What search engines are told of: the pages of events that everybody may read, and nothing else."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from cities.sitemaps import SITEMAPS

from .models import Event, Series


class EventPages(Sitemap):
    def items(self):
        return ["event_list"]

    def location(self, item):
        return reverse(f"events:{item}")


class Events(Sitemap):
    def items(self):
        return Event.objects.visible_to(AnonymousUser()).announced().only("slug").order_by("slug")


class SeriesPages(Sitemap):
    def items(self):
        seen = Event.objects.visible_to(AnonymousUser()).announced()
        return Series.objects.filter(pk__in=seen.values("series")).order_by("slug")


SITEMAPS |= {"event_pages": EventPages, "events": Events, "series": SeriesPages}
