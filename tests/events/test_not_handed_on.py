"""A seat is not handed on by another name, not named after its day, and not read by who no longer answers for it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import Representative
from events.lifecycle import registrations, seats
from events.models import Pool
from events.notifications import seats as notifications
from scn_portal.lifecycle import LinkHolder, TransitionRefused
from scn_portal.notifications import inbox
from scn_portal.notifications.models import InboxItem
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event, an_invitation_to
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(ana, linn):
    return an_event("Meeting of ferries")


@pytest.fixture
def pool(event):
    return a_pool(event.stops.get(), 4)


@pytest.fixture
def delegation(event, pool, porto):
    return a_delegation(event, porto, pool, 2, status="accepted")


def holder(row):
    return LinkHolder(f"{row._meta.label_lower}:{row.code}")


def test_an_invited_person_does_not_hand_the_seat_on_under_another_name(event, pool, mia):
    guest = a_registration(event, "Ngozi Okafor", invitation=an_invitation_to(event, status="accepted"))
    with pytest.raises(TransitionRefused, match="Names are final"):
        registrations.change(guest, by=holder(guest), name="Somebody Else")
    assert registrations.change(guest, by=holder(guest), name="Ngozi Okafor", office="Mayor").office == "Mayor"
    assert registrations.change(guest, by=mia, name="Ngozi O. Okafor").name == "Ngozi O. Okafor"


def test_after_the_cut_off_a_coordinator_does_not_replace_a_delegate_by_a_new_name(
    client, event, pool, delegation, ana, porto
):
    delegate = a_registration(event, "Pia Driver", email="", city=porto, delegation=delegation)
    seat = a_seat(delegate, pool)
    given = {"name": "Rui Reis", "office": "Driver"}
    page = reverse("events:registration_edit", args=[event.slug, delegate.code])
    sign_in(client, ana)
    Pool.objects.update(cut_off_at=timezone.now() + timedelta(hours=1))
    assert client.post(page, {"name": "Pia Drive", "office": ""}).status_code == 302
    Pool.objects.update(cut_off_at=timezone.now() - timedelta(hours=1))
    assert client.post(page, given).status_code == 302
    seat.registration.refresh_from_db()
    assert (seat.registration.name, seat.registration.office) == ("Pia Drive", "Driver")
    with pytest.raises(TransitionRefused, match="Names are final"):
        registrations.change(delegate, by=ana, name="Rui Reis")


def test_no_name_is_given_after_the_day_of_release_even_where_the_clock_is_late(event, pool, delegation, ana, porto):
    delegation.release_at = delegation.respond_by = timezone.now() - timedelta(minutes=1)
    delegation.save()
    with pytest.raises(TransitionRefused, match="are released"):
        seats.claim(by=ana, within=a_registration(event, city=porto, delegation=delegation), pool=pool)


def test_who_no_longer_answers_for_the_city_reads_nothing_more_of_its_delegates(event, pool, delegation, ana, porto):
    seat = a_seat(a_registration(event, "Pia Driver", email="", city=porto, delegation=delegation), pool)
    notifications.seat_confirmed(seat)
    items = InboxItem.objects.filter(person=ana, kind="events.seat_confirmed")
    assert inbox.notices(items)[0].url
    Representative.objects.filter(user=ana).update(until=timezone.now())
    [notice] = inbox.notices(items)
    assert (notice.url, "no longer about anything" in notice.title) == ("", True)
