"""Fixtures that several tests of the ground share."""

import pytest

from cities.models import JoinRequest
from scn_portal.lifecycle import LinkHolder

from .outbox import notice, reader, server  # noqa: F401 -- fixtures


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def draft(db):
    return JoinRequest.objects.create(email="clerk@porto.example")


@pytest.fixture
def link(draft):
    return LinkHolder(f"cities.joinrequest:{draft.code}")
