"""Days on which cities elect. Some weeks later a city says whether its political lead is still the same."""

from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import Election

elections = Lifecycle(Election)


@elections.creation()
def record(*, by, within, on):
    """A leading person of the city, or a registrar, says on which day it elects."""
    removed = Election.objects.filter(city=within, on=on).exclude(removed_at=None).first()
    if removed:  # it was none, and is one after all
        removed.removed_at = None
        removed.save(update_fields=["removed_at"])
        return removed
    return Election.objects.create(city=within, on=on)


@elections.transition()
def remove(election, *, by):
    """A registrar takes back a day on which there was no election."""
    if election.removed_at:
        raise TransitionRefused(_("This day was already taken back."))
    election.removed_at = timezone.now()
