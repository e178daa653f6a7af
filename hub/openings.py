"""What staff read at TLP:AMBER is noted, and shown to the city that owns it."""

from scn_portal.audit.models import record
from scn_portal.sharing import Sharing

OPENED = "hub.open_resource"


def note_opening(person, resource, version):
    """Note that somebody of the staff opened what is for named cities only: the record itself, or a field of it."""
    record_level = getattr(resource, "level", resource.sharing)
    if max((record_level, *version.stricter.values())) == Sharing.AMBER:
        record(OPENED, subject=resource, actor=person)
