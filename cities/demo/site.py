"""The public site of the demonstration: what was said in 2015, in summary; made-up news; the register of pictures."""

import tomllib
from datetime import date, timedelta

from django.utils import timezone

from scn_portal.lifecycle import SYSTEM

from ..lifecycle import news
from ..models import City, NewsItem, NewsText, Picture, Testimonial, TestimonialText
from .tables import DATA, slug_of, table

LANGUAGES = ("en", "fr", "es", "ar")
SAID_ON = date(2015, 9, 1)
FIRST_SITE = "Image credits of the first site of the network, 2015"
LICENCES = {
    "CC BY 2.0": "https://creativecommons.org/licenses/by/2.0/",
    "CC BY-NC 2.0": "https://creativecommons.org/licenses/by-nc/2.0/",
}
CONSENT = "Said in public when the network was founded (Demonstration: to be asked again)"


def seed_site():
    """Load what is missing. Running it again changes nothing."""
    cities = {each.slug: each for each in City.objects.only("slug", "name")}
    _seed_testimonials(cities)
    _seed_news(cities)
    _seed_pictures(cities)


def _entries(name, list_name):
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))[list_name]


def _seed_testimonials(cities):
    known = set(Testimonial.objects.filter(said_on=SAID_ON).values_list("name", flat=True))
    entries = [each for each in _entries("testimonials", "testimonial") if each["name"] not in known]
    rows = Testimonial.objects.bulk_create(
        Testimonial(
            name=each["name"],
            office=each["office"],
            city=cities[each["city"]],
            said_on=SAID_ON,
            precision="month",
            consent=CONSENT,
            consent_on=SAID_ON,
            position=position,
            status=Testimonial.Status.PUBLISHED,
        )
        for position, each in enumerate(entries, 1)
    )
    TestimonialText.objects.bulk_create(
        TestimonialText(testimonial=row, language=language, text=each[language], needs_check=language != "en")
        for row, each in zip(rows, entries, strict=True)
        for language in LANGUAGES
    )


def _seed_news(cities):
    entries = _entries("news", "item")
    known = set(NewsItem.objects.filter(slug__in=[each["slug"] for each in entries]).values_list("slug", flat=True))
    new = [each for each in entries if each["slug"] not in known]
    items = NewsItem.objects.bulk_create(
        NewsItem(
            slug=each["slug"], kind=each["kind"], publish_at=timezone.now() - timedelta(days=each["days"]), by=None
        )
        for each in new
    )
    NewsText.objects.bulk_create(
        NewsText(item=item, language=language, title=title, text=text, needs_check=language != "en")
        for item, each in zip(items, new, strict=True)
        for language in LANGUAGES
        if language in each
        for title, text in [each[language]]
    )
    about = NewsItem.cities.through.objects
    about.bulk_create(
        about.model(newsitem=item, city=cities[slug])
        for item, each in zip(items, new, strict=True)
        for slug in each.get("cities", [])
    )
    for item in items:
        news.publish(item, by=SYSTEM)


def _seed_pictures(cities):
    """Whose pictures stood on the first site: the credits alone. The files stay with their authors."""
    if Picture.objects.filter(source__startswith=FIRST_SITE).exists():
        return
    rows = table("image_credits")
    Picture.objects.bulk_create(
        Picture(
            title=row["title"] or row["place"].strip("()").capitalize(),
            author=row["author"],
            licence=row["licence"],
            licence_url=LICENCES.get(row["licence"], ""),
            commercial_use=row["commercial_use_barred"] != "yes",
            source=f"{FIRST_SITE}, {row['section'].replace('_', ' ')}",
            city=cities.get(slug_of(row["place"])),
        )
        for row in rows
    )
