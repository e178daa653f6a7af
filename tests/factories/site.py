"""What stands on the public site, for the tests: small functions, each makes what its name says."""

from datetime import date, timedelta
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cities.models import NetworkRegion, NewsItem, NewsText, Organisation, Picture, Testimonial, TestimonialText
from scn_portal.files import storage
from scn_portal.files.checks import PICTURES, check
from tests.factories.files import picture

numbers = count(1)


def an_upload(size=None):
    """A picture that has passed the checks, unlike any other."""
    number = next(numbers)
    return check(SimpleUploadedFile("river.png", picture(size=size or (40 + number, 30))), PICTURES, (400,))


def a_picture(status="draft", upload=None, by=None, **more):
    """A picture of the register with all that it needs to be shown; with a file where an upload is given."""
    known = {"title": f"River {next(numbers)}", "author": "Noor Silva", "licence": "CC BY 4.0"}
    given = known | {"people_consent": "nobody", "alt": {"en": "A river between houses"}} | more
    row = Picture.objects.create(status=status, **given)
    if upload:
        row.sha256, row.file = upload.sha256, storage.keep(upload, owner=row, by=by)
        row.save()
    return row


def a_news_item(title="A new bridge", status="published", cities=(), texts=None, days_ago=1, **more):
    """An item that appeared some days ago, with a text in each of `texts` {language: title}."""
    given = {"slug": f"item-{next(numbers)}", "publish_at": timezone.now() - timedelta(days=days_ago)} | more
    item = NewsItem.objects.create(**given)
    NewsText.objects.bulk_create(
        NewsText(item=item, language=language, title=words, text=f"{words}. It opened today.")
        for language, words in (texts or {"en": title}).items()
    )
    item.cities.set(cities)
    NewsItem.objects.filter(pk=item.pk).update(status=status)
    return NewsItem.objects.get(pk=item.pk)


def a_testimonial(text="We learn from others.", language="en", **more):
    """What somebody said, with consent, as a draft."""
    given = {"name": "Lea Holm", "office": "Mayor", "consent": "by letter", "consent_on": date(2015, 9, 29)} | more
    row = Testimonial.objects.create(language=language, **given)
    TestimonialText.objects.create(testimonial=row, language=language, text=text)
    return row


def an_organisation(name=None, **more):
    name = name or f"Bridge Builders {next(numbers)}"
    return Organisation.objects.create(name=name, slug=name.lower().replace(" ", "-"), **{"kind": "ngo"} | more)


def a_region(name="North", countries=(), **more):
    """A region of the network with these countries."""
    region = NetworkRegion.objects.create(code=f"region-{next(numbers)}", names={"en": name}, **more)
    region.countries.set(countries)
    return region
