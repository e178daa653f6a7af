"""How long what is known of guests is kept: see [periods] in the data inventory."""

from datetime import UTC

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.status import months_after
from scn_portal.privacy.retention import keeps

from .models import Guest, Visit

MONTHS = 12


def erase_guests(visit):
    """Nobody's name is left; that there was a list, and when it went, is."""
    visit.guests.all().delete()
    Visit.objects.filter(pk=visit.pk).update(guests_erased_at=timezone.now())


@keeps("twinning.guests", _("Guests of past visits"), "visit", remove=erase_guests)
def guests_of_past_visits(now):
    day = months_after(now.astimezone(UTC).date(), -MONTHS)
    return Visit.objects.filter(Exists(Guest.objects.filter(visit=OuterRef("pk"))), ends_on__lt=day)
