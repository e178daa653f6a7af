"""What staff do on the public site, each prepared for the test that interrupts it after any statement."""

from cities.lifecycle import pictures
from tests.cities.acts import act
from tests.factories.site import a_picture, an_upload

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
