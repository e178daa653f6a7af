"""What the tests of this app share."""

import pytest

from scn_portal.notifications.models import OutboxMail


@pytest.fixture
def delivered(django_capture_on_commit_callbacks):
    """Carry out an act and deliver its facts; returns the mails that it wrote, as they would go out."""

    def carry_out(act):
        before = set(OutboxMail.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(OutboxMail.objects.exclude(pk__in=before).order_by("pk"))

    return carry_out
