"""What waits for a person before an event: an offer that runs out, a delegation to be answered, names that are missing.

One query asks for all of it: the dashboard has none to spare.
"""

from django.db.models import Exists, F, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.ui.slots import Waiting

from .models import Allotment, Seat
from .registering import NAMING, coordinated_by


def waiting_for(person):
    """Offers that run out, then delegations to be answered or to be filled. One query where nothing waits."""
    offers, delegations = _offers(person), _delegations(person)
    kinds = offers.values_list(Value("offer"), "pk").union(delegations.values_list(Value("delegation"), "pk"))
    found = {kind for kind, _key in kinds}
    items = [_of_offer(each) for each in offers] if "offer" in found else []
    return items + ([_of_delegation(each) for each in delegations] if "delegation" in found else [])


def _offers(person):
    rows = Seat.objects.filter(registration__user=person, status="offered", offer_expires_at__gt=timezone.now())
    return rows.order_by().select_related("registration__event").prefetch_related("registration__event__texts")


def _of_offer(seat):
    return Waiting(
        _("A seat is offered to you: take it or leave it to the next"),
        seat.registration.get_absolute_url(),
        where=seat.registration.event.title,
        due_at=seat.offer_expires_at,
    )


def _delegations(person):
    """The city is invited and has not answered, or seats of it have no name yet."""
    unnamed = Allotment.objects.filter(delegation=OuterRef("pk"), claimed__lt=F("seats"))
    rows = coordinated_by(person).filter(released_at=None, event__status__in=NAMING).order_by()
    rows = rows.filter(Q(status="invited") | Q(status="accepted") & Exists(unnamed))
    return rows.prefetch_related("event__texts")


def _of_delegation(delegation):
    invited = delegation.status == "invited"
    words = _("Your city is invited. Will it send people?") if invited else _("Seats of your city have no name yet")
    return Waiting(
        words,
        reverse("events:delegation_detail", args=[delegation.event.slug]),
        where=f"{delegation.event.title} · {delegation.city.name}",
        due_at=delegation.respond_by if invited else delegation.release_at,
    )
