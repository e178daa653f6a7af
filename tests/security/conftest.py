import re

import pytest
from django.db import transaction

from .world import World

SECRETS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": ?"[^"]*"|&quot;[A-Za-z0-9]{64}&quot;')


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all tests of a file, taken back at its end; each request is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        yield World()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def without_secrets(answer):
    """The bytes of a page without what changes at each request."""
    return SECRETS.sub(b"", answer.content)
