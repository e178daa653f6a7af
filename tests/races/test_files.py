"""Several colleagues add files at once: an item keeps its limit, and the same file stands in it once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hub.lifecycle import files
from hub.models import ResourceFile, Version
from scn_portal.accounts.models import User
from scn_portal.files.checks import check
from scn_portal.files.models import StoredFile
from tests.cast import person
from tests.factories.cities import a_representative
from tests.factories.files import pdf
from tests.factories.hub import a_draft, a_file
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 8


@pytest.fixture
def draft(porto, ana, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_draft(porto, ana)


@pytest.fixture
def colleagues(porto):
    people = [person(f"Colleague {number}", f"c{number}@porto.example") for number in range(TOGETHER)]
    return [a_representative(porto, each, "practitioner").user.pk for each in people]


def adds(draft, colleagues, name_of):
    def act(position):
        upload = check(SimpleUploadedFile("plan.pdf", pdf(inside=f"% {name_of(position)}\n".encode())))
        version = Version.objects.get(pk=draft.pk)
        files.take_in(version, upload, by=User.objects.get(pk=colleagues[position]))
        return "added"

    return at_once(TOGETHER, act)


def test_the_twentieth_file_is_added_once(draft, colleagues):
    for number in range(ResourceFile.MOST - 1):
        a_file(draft, f"{number}.pdf")
    answers = adds(draft, colleagues, name_of=lambda position: position)
    full = "TransitionRefused: An item has at most 20 files. Remove one before you add another."
    assert answers == {"added": 1, full: TOGETHER - 1}
    assert ResourceFile.objects.of_version(draft).count() == StoredFile.objects.count() == ResourceFile.MOST


def test_the_same_file_is_added_once(draft, colleagues):
    answers = adds(draft, colleagues, name_of=lambda position: "same")
    assert answers == {"added": 1, "TransitionRefused: This very file is in the list already.": TOGETHER - 1}
    assert StoredFile.objects.count() == 1
