"""What waits for a person before an event: an offer that runs out, a delegation to be answered, names that are missing.

Each is one query: the dashboard has none to spare.
"""

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.ui.slots import Waiting

from .models import Allotment, EventText, Seat
from .registering import coordinated_by


def offers(person):
    """A seat is offered, and the offer ends."""
    rows = Seat.objects.filter(registration__user=person, status="offered", offer_expires_at__gt=timezone.now())
    rows = rows.select_related("registration__event", "stop__city").prefetch_related(_texts("registration__event__"))
    return [
        Waiting(
            _("A seat is offered to you: take it or leave it to the next"),
            seat.registration.get_absolute_url(),
            where=seat.registration.event.title,
            due_at=seat.offer_expires_at,
        )
        for seat in rows
    ]


def delegations(person):
    """The city is invited and has not answered, or seats of it have no name yet."""
    missing = Allotment.objects.filter(claimed__lt=F("seats"))
    rows = coordinated_by(person).filter(status__in=["invited", "accepted"], released_at=None)
    rows = rows.exclude(event__status__in=["cancelled", "ended", "archived", "postponed"])
    rows = rows.prefetch_related(_texts("event__"), Prefetch("allotments", missing, to_attr="unnamed"))
    return [_of_delegation(each) for each in rows if each.status == "invited" or each.unnamed]


def _of_delegation(delegation):
    invited = delegation.status == "invited"
    words = _("Your city is invited. Will it send people?") if invited else _("Seats of your city have no name yet")
    return Waiting(
        words,
        reverse("events:delegation_detail", args=[delegation.event.slug]),
        where=f"{delegation.event.title} · {delegation.city.name}",
        due_at=delegation.respond_by if invited else delegation.release_at,
    )


def _texts(path):
    return Prefetch(f"{path}texts", EventText.objects.all())
