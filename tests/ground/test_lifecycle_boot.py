import pytest
from django.db import connection

from scn_portal.audit.models import AuditEntry


@pytest.mark.django_db
def test_the_audit_trail_refuses_change_and_removal():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_auditentry'::regclass AND NOT tgisinternal"
        )
        assert len(cursor.fetchall()) == 2
    assert AuditEntry.objects.count() == 0
