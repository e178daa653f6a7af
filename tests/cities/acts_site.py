"""What staff do on the public site, each prepared for the test that interrupts it after any statement."""

from datetime import date

from django.utils import timezone

from cities.lifecycle import news, organisations, pictures, regions, testimonials
from tests.cities.acts import act
from tests.factories.site import a_news_item, a_picture, a_region, a_testimonial, an_organisation, an_upload

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


# Organisations and regions


@act
def register_organisation(cast):
    return lambda: organisations.register(by=cast.mia, name="Bridge Builders", kind="ngo")


@act
def change_organisation(cast):
    organisation = an_organisation()
    return lambda: organisations.change(organisation, by=cast.mia, about="They build bridges.")


@act
def give_role_organisation(cast):
    organisation = an_organisation()
    return lambda: organisations.give_role(organisation, by=cast.mia, role="funder")


@act
def end_role_organisation(cast):
    organisation = an_organisation()
    held = organisation.roles.create(role="funder")
    return lambda: organisations.end_role(organisation, by=cast.mia, held=held, until=date(2020, 12, 31))


@act
def make_networkregion(cast):
    return lambda: regions.make(by=cast.mia, code="north", names={"en": "North"})


@act
def rename_networkregion(cast):
    region = a_region()
    return lambda: regions.rename(region, by=cast.mia, names={"en": "Far North"}, position=2)


@act
def set_countries_networkregion(cast):
    region = a_region()
    return lambda: regions.set_countries(region, by=cast.mia, countries=[cast.porto.country])


@act
def open_hub_networkregion(cast):
    region = a_region()
    return lambda: regions.open_hub(region, by=cast.mia, name="Northern Hub")


@act
def close_hub_networkregion(cast):
    region = a_region()
    hub = region.hubs.create(name="Northern Hub")
    return lambda: regions.close_hub(region, by=cast.mia, hub=hub, until=date(2020, 12, 31))
