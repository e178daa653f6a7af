"""What search engines are told of: the public pages and the cities of the directory."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import City, NewsItem

PAGES = [
    "home", "city_list", "about", "about_objectives", "about_principles", "about_host", "credits", "contact",
    "committee", "board", "decision_list", "priority_list", "news_list", "partners", "regions", "growth",
    "accessibility", "privacy", "security", "join", "site_map",
]  # fmt: skip


class Pages(Sitemap):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(f"cities:{item}")


class Cities(Sitemap):
    def items(self):
        return City.objects.listed(silent=True).only("slug").order_by("slug")


class News(Sitemap):
    def items(self):
        return NewsItem.objects.shown().only("slug", "publish_at")

    def lastmod(self, item):
        return item.publish_at


SITEMAPS = {"pages": Pages, "cities": Cities, "news": News}
