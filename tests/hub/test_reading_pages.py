"""The page of one item: what it tells, to whom, and with how many questions to the database."""

import pytest

from hub.models import Adoption
from scn_portal.audit.models import AuditEntry
from scn_portal.sharing import Sharing
from tests.factories.cities import a_member
from tests.factories.hub import a_content, a_resource
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page(client, resource):
    return client.get(resource.get_absolute_url())


def test_a_public_item_is_read_by_everybody(client, porto):
    answer = page(client, a_resource(porto))
    assert answer.status_code == 200
    assert "Mentors who stay." in answer.content.decode()
