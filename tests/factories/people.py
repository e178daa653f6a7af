"""Handovers, decisions and what else the tests of memberships and people need."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from cities.lifecycle import handovers
from cities.models import Body, Decision, Handover, Suspension
from cities.status import today
from scn_portal.files.checks import check
from tests.factories import files

numbers = count(1)


def a_letter():
    """An upload that was found to be in order."""
    return check(files.a_letter(), ["PDF"])


def a_handover(city, role="lead_contact", **values):
    """A handover begun by whoever holds the role, written straight into the table."""
    holder = handovers.holder_of(city, role)
    given = {
        "email": f"next{next(numbers)}@porto.example",
        "name": "Nela Next",
        "office": "Head of safety",
        "outgoing": holder,
        "started_by": values.pop("by", None) or holder.user,
        "way": "holder",
        "expires_at": timezone.now() + timedelta(days=30),
    } | values
    return Handover.objects.create(city=city, role=role, **given)


def a_forced_handover(city, registrar, role="lead_contact", is_over=False, **values):
    """A handover begun by a registrar with a letter; `is_over` says that the time to object has passed."""
    given = {"email": "next@porto.example", "name": "Nela Next", "office": "Head of safety"} | values
    handover = handovers.start(by=registrar, within=city, role=role, letter=a_letter(), **given)
    if is_over:
        Handover.objects.filter(pk=handover.pk).update(objection_until=timezone.now() - timedelta(seconds=1))
        handover.refresh_from_db()
    return handover


def a_decision(kind="suspension", status="adopted", **values):
    """A decision of the Steering Committee, adopted a while ago."""
    body = Body.objects.get_or_create(key="steering")[0]
    given = {"title": "Demonstration", "text": "Demonstration", "decided_on": date(2019, 1, 1), "year": 2019}
    return Decision.objects.create(body=body, number=next(numbers), kind=kind, status=status, **(given | values))


def a_suspension(membership, from_on=None, **values):
    """The membership gives no rights from that day on; from today where no day is said."""
    given = {"decision": a_decision(), "reason": "Demonstration", "from_on": from_on or today()} | values
    return Suspension.objects.create(membership=membership, **given)
