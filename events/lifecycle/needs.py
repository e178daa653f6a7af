"""How what a person needs is read: with a reason, and never unseen."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from scn_portal.audit.models import record
from scn_portal.lifecycle import TransitionRefused, may

from .. import needs

READ = "events.read_accessneed"


def read(need, *, by, reason):
    """An officer, or who runs the logistics of a stop, reads one person's needs and says what for: {kind: text}."""
    if not may(by, READ, need):
        raise PermissionDenied(READ)
    if reason not in needs.REASONS:
        raise TransitionRefused(_("Say what you need it for."))
    record(READ, subject=need, actor=by, after=reason)
    return needs.unsealed(need)
