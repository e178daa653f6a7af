"""Two made-up handovers on their way: one begun by who holds the role, one by the political lead."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ..models import Handover, Representative
from .tables import MARK

HANDOVERS = [
    # city, way, name, office
    ("oslo", Handover.Way.HOLDER, "Ingrid Solberg", "Head of crime prevention"),
    ("mombasa", Handover.Way.POLITICAL_LEAD, "Salim Athumani", "Director of youth affairs"),
]


def seed_handovers():
    """Begun today; nobody is written to, because the addresses are made up."""
    known = set(Handover.objects.filter(email__startswith="handover@").values_list("email", flat=True))
    for slug, way, name, office in HANDOVERS:
        email = f"handover@{slug}.example"
        if email in known:
            continue
        holders = Representative.objects.open().filter(city__slug=slug).select_related("user")
        held = {each.role: each for each in holders}
        starter = held.get("lead_contact" if way == Handover.Way.HOLDER else "political_lead")
        if starter is None:
            continue
        Handover.objects.create(
            city_id=starter.city_id,
            role=Representative.Role.LEAD_CONTACT,
            outgoing=held.get("lead_contact"),
            email=email,
            name=f"{name} ({MARK})",
            office=office,
            started_by=starter.user,
            way=way,
            expires_at=timezone.now() + timedelta(days=settings.HANDOVER_DAYS),
        )
