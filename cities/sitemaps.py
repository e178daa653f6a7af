"""What search engines are told of: the public pages and the cities of the directory."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import City

PAGES = [
    "home", "city_list", "about", "about_objectives", "about_principles", "about_host", "credits", "contact",
    "committee", "board", "decision_list", "priority_list", "accessibility", "privacy", "security", "join", "site_map",
]  # fmt: skip


class Pages(Sitemap):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(f"cities:{item}")


class Cities(Sitemap):
    def items(self):
        return City.objects.listed(silent=True).only("slug").order_by("slug")


SITEMAPS = {"pages": Pages, "cities": Cities}
