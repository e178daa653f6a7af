"""What search engines are told of: the pages of twinning that everybody may read, and nothing else."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from cities.sitemaps import SITEMAPS

from .models import Project
from .network import shown_partnerships, shown_visits


class TwinningPages(Sitemap):
    def items(self):
        return ["front", "network", "compare"]

    def location(self, item):
        return reverse(f"twinning:{item}")


class Partnerships(Sitemap):
    def items(self):
        return shown_partnerships(AnonymousUser()).only("slug").order_by("slug")


class Visits(Sitemap):
    def items(self):
        return shown_visits(AnonymousUser()).only("code").order_by("code")


class Projects(Sitemap):
    def items(self):
        return Project.objects.visible_to(AnonymousUser()).only("slug").order_by("slug")


SITEMAPS |= {"twinning": TwinningPages, "partnerships": Partnerships, "visits": Visits, "projects": Projects}
