"""What staff do on the public site, each prepared for the test that interrupts it after any statement."""

from django.utils import timezone

from cities.lifecycle import news, pictures, testimonials
from tests.cities.acts import act
from tests.factories.site import a_news_item, a_picture, a_testimonial, an_upload

# Pictures


@act
def register_picture(cast):
    upload = an_upload()
    return lambda: pictures.register(by=cast.mia, upload=upload, within=cast.porto, title="River")


@act
def describe_picture(cast):
    picture = a_picture()
    return lambda: pictures.describe(picture, by=cast.mia, title="River by night")


@act
def publish_picture(cast):
    picture = a_picture()
    return lambda: pictures.publish(picture, by=cast.mia)


@act
def replace_picture(cast):
    old, new = a_picture(status="published"), a_picture(status="published")
    return lambda: pictures.replace(old, by=cast.mia, new=new)


@act
def retire_picture(cast):
    picture = a_picture(status="published")
    return lambda: pictures.retire(picture, by=cast.mia)


# News and testimonials


@act
def write_newsitem(cast):
    words = {"language": "en", "title": "A new bridge", "text": "It opened today."}
    return lambda: news.write(by=cast.mia, cities=[cast.porto], **words)


@act
def change_newsitem(cast):
    item = a_news_item(status="draft")
    return lambda: news.change(item, by=cast.mia, cities=[cast.porto], publish_at=timezone.now())


@act
def set_text_newsitem(cast):
    item = a_news_item()
    return lambda: news.set_text(item, by=cast.mia, language="fr", title="Un pont", text="Il est ouvert.")


@act
def publish_newsitem(cast):
    item = a_news_item(status="draft")
    return lambda: news.publish(item, by=cast.mia)


@act
def retire_newsitem(cast):
    item = a_news_item()
    return lambda: news.retire(item, by=cast.mia)


@act
def record_testimonial(cast):
    said = {"name": "Lea Holm", "office": "Mayor", "language": "en", "text": "We learn."}
    return lambda: testimonials.record(by=cast.mia, **said)


@act
def change_testimonial(cast):
    row = a_testimonial()
    return lambda: testimonials.change(row, by=cast.mia, office="Deputy mayor")


@act
def set_text_testimonial(cast):
    row = a_testimonial()
    return lambda: testimonials.set_text(row, by=cast.mia, language="fr", text="Nous apprenons.")


@act
def publish_testimonial(cast):
    row = a_testimonial()
    return lambda: testimonials.publish(row, by=cast.mia)


@act
def retire_testimonial(cast):
    row = a_testimonial()
    return lambda: testimonials.retire(row, by=cast.mia)
