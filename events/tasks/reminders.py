"""Each minute: reminders whose time has come begin, once for each rule and date."""

from django.utils import timezone

from scn_portal.jobs.sweeping import sweeps

from .. import reminders
from ..notifications.reminders import begin


@sweeps
def send_reminders():
    for due in reminders.due_at(timezone.now()):
        begin(due)
