"""What stands on the public site, for the tests: small functions, each makes what its name says."""

from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from cities.models import Picture
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
