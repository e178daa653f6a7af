"""What outgoing mail hangs on other pages: mail that was given up stands in the staff's work queue."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots

from . import monitor

slots.queue.hang(
    slots.QueueSource(
        key="dead_mail",
        label=_("Mail that could not be delivered"),
        group="administrator",
        rows=monitor.dead,
        title=monitor.title,
        waiting_since=lambda row: row.created_at,
        next_action=lambda row: gettext("Try again or close"),
        url=lambda row: reverse("jobs:system") + "#stuck",
        owner=lambda row: "",
        working_days=2,
    ),
    position=90,
)
