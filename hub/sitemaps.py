"""What search engines are told of: the pages of the hub that everybody may read, and nothing else."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from cities.sitemaps import SITEMAPS

from .models import Collection, Resource


class HubPages(Sitemap):
    def items(self):
        return ["home", "collection_list"]

    def location(self, item):
        return reverse(f"hub:{item}")


class Items(Sitemap):
    def items(self):
        rows = Resource.objects.visible_to(AnonymousUser()).shown()
        return rows.only("slug", "changed_at").order_by("slug")

    def lastmod(self, resource):
        return resource.changed_at


class Collections(Sitemap):
    def items(self):
        return Collection.objects.visible_to(AnonymousUser()).order_by("slug")


SITEMAPS |= {"hub": HubPages, "items": Items, "collections": Collections}
