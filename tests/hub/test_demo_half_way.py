"""A seed that breaks off leaves no half library. A file of its own: the other one seeds once for all its tests."""

import pytest
from django.core.exceptions import PermissionDenied

from cities import demo as demo_of_cities
from hub import demo
from hub.models import Door, Resource
from scn_portal.audit.models import AuditEntry
from tests.faults import InjectedError, error_after


@pytest.mark.django_db
def test_a_seed_that_fails_half_way_leaves_nothing():
    demo_of_cities.seed()
    before = AuditEntry.objects.count()
    with pytest.raises((InjectedError, PermissionDenied)), error_after(900) as raised:
        demo.seed()
    assert raised
    assert not Resource.objects.exists()
    assert not Door.objects.exists()
    assert AuditEntry.objects.count() == before
