"""Registrations: members, guests, invited people and delegates, each with its way in; a second try is the same."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from events import people
from events.lifecycle import delegations, invitations, registrations
from events.models import Registration, Seat
from scn_portal.lifecycle import SYSTEM, VISITOR, LinkHolder, TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.events import a_pool, a_registration, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def members(ana, linn):
    """Porto and Malmö have their contacts, so that their memberships are in force."""


def holder(row):
    return LinkHolder(f"{row._meta.label_lower}:{row.code}")


def states(registration):
    return sorted(registration.seats.values_list("status", flat=True))


@pytest.fixture
def event():
    return an_event("Meeting of harbours")


@pytest.fixture
def pool(event):
    return a_pool(event.stops.get(), 2)


def start(event, pool, email="guest@elsewhere.example", **more):
    return registrations.register_guest(by=VISITOR, within=event, pools=[pool], email=email, **{"name": "Gus"} | more)


def test_a_member_registers_for_the_city_and_stands_in_the_first_band(event, pool, porto, pia):
    registration = registrations.register(by=pia, within=event, pools=[pool], city=porto, office="Youth office")
    assert (registration.name, registration.email, registration.city) == ("Pia", "pia@porto.example", porto)
    seat = registration.seats.get()
    assert (seat.status, seat.band) == ("confirmed", people.MEMBER)


def test_nobody_registers_for_a_city_of_others(event, pool, malmo, pia, porto):
    with pytest.raises(PermissionDenied):
        registrations.register(by=pia, within=event, pools=[pool], city=malmo)
    assert not Registration.objects.exists()


def test_a_second_click_and_a_second_form_lead_to_the_same_seat(event, pool, pia, porto):
    first = registrations.register(by=pia, within=event, pools=[pool], city=porto, key="k" * 32)
    for key in ("k" * 32, "z" * 32):
        assert registrations.register(by=pia, within=event, pools=[pool], city=porto, key=key) == first
    pool.refresh_from_db()
    assert (pool.taken, Seat.objects.count()) == (1, 1)


def test_a_guest_takes_no_number_before_the_link_was_opened(event, pool):
    registration = start(event, pool)
    pool.refresh_from_db()
    assert (registration.status, pool.queue_seq, Seat.objects.count()) == ("unverified", 0, 0)
    registrations.verify(registration, by=holder(registration))
    pool.refresh_from_db()
    registration.refresh_from_db()
    assert (registration.status, pool.taken, states(registration)) == ("active", 1, ["confirmed"])


def test_only_the_link_confirms(event, pool, pia, mia):
    registration, other = start(event, pool), start(event, pool, "other@elsewhere.example")
    for principal in (pia, mia, VISITOR, holder(other), SYSTEM):
        with pytest.raises(PermissionDenied):
            registrations.verify(registration, by=principal)
    assert not Seat.objects.exists()


def test_a_known_address_answers_as_an_unknown_one(event, pool):
    a_registration(event, email="known@elsewhere.example")
    known, unknown = start(event, pool, "Known@Elsewhere.example"), start(event, pool, "unknown@elsewhere.example")
    assert (known.status, unknown.status) == ("unverified", "unverified")
    with pytest.raises(TransitionRefused, match="registered already"):
        registrations.verify(known, by=holder(known))


def test_the_third_link_within_an_hour_is_the_last_for_known_and_unknown(event, pool):
    a_registration(event, email="known@elsewhere.example")
    for email in ("known@elsewhere.example", "unknown@elsewhere.example"):
        for _time in range(3):
            start(event, pool, email)
        with pytest.raises(TransitionRefused, match="wait a while"):
            start(event, pool, email.upper())


def test_a_link_of_two_days_ago_is_dead_and_its_row_vanishes(event, pool):
    registration = start(event, pool)
    with time_machine.travel(timezone.now() + timedelta(hours=48), tick=False):
        with pytest.raises(TransitionRefused, match="has ended"):
            registrations.verify(registration, by=holder(registration))
        kept = a_registration(event)
        assert registrations.forget_unverified() == 1
    assert list(Registration.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Ana@Porto.example", "ana@porto.EXAMPLE", True),
        ("zoe\u0308@x.example", "zo\u00eb@x.example", True),
        ("straße@x.example", "STRASSE@x.example", True),
        ("a@bücher.example", "a@xn--bcher-kva.example", True),
        ("ana.maria@x.example", "anamaria@x.example", False),
        ("ana+city@x.example", "ana@x.example", False),
    ],
)
def test_case_and_form_are_folded_dots_and_plus_are_kept(one, other, is_same):
    assert (people.address_key(one) == people.address_key(other)) is is_same


def test_a_registration_ends_with_its_seats_and_its_links(event, pool, pia, porto):
    registration = registrations.register(by=pia, within=event, pools=[pool], city=porto)
    ended = registrations.end(registration, by=pia)
    pool.refresh_from_db()
    assert (ended.status, states(ended), pool.taken, ended.link_issue) == ("ended", ["cancelled"], 0, 2)


def test_an_officer_says_why_and_others_may_not_end_it(event, pool, pia, porto, bo, mia):
    registration = registrations.register(by=pia, within=event, pools=[pool], city=porto)
    with pytest.raises(PermissionDenied):
        registrations.end(registration, by=bo)
    with pytest.raises(TransitionRefused, match="Say why"):
        registrations.end(registration, by=mia)
    registrations.end(registration, by=mia, reason="Wrote that the journey is too long.")
    assert registration.seats.get().ended_reason == "Wrote that the journey is too long."


def test_changing_the_office_resets_no_consent_and_nobody_else_gives_one(event, pool, pia, porto, mia):
    registration = registrations.register(
        by=pia, within=event, pools=[pool], city=porto, listed="public", photo_consent=True
    )
    changed = registrations.change(registration, by=mia, office="Mayor's office")
    assert (changed.office, changed.listed, changed.photo_consent) == ("Mayor's office", "public", True)
    with pytest.raises(PermissionDenied):
        registrations.change(registration, by=mia, photo_consent=False)
    assert registrations.change(registration, by=pia, listed="nobody").listed == "nobody"


def test_an_officer_enters_a_speaker(event, mia):
    pool = a_pool(event.stops.get(), 2, "speaker")
    registration = registrations.enter(by=mia, within=event, pools=[pool], name="Sol", email="sol@x.example")
    assert states(registration) == ["confirmed"]
    with pytest.raises(TypeError):
        registrations.enter(by=mia, within=event, pools=[pool], name="Sol", photo_consent=True)


# Invitations


def invited(event, by, email="guest@elsewhere.example", **more):
    given = {"name": "Gus", "expires_at": timezone.now() + timedelta(days=5)} | more
    return invitations.send(invitations.draft(by=by, within=event, email=email, **given), by=by)


@pytest.fixture
def guests(event):
    return a_pool(event.stops.get(), 2, "guest")


def test_whoever_opens_the_link_answers_for_the_invited_address_alone(event, guests, mia):
    invitation = invited(event, mia)
    invitations.accept(invitation, by=holder(invitation))
    registration = Registration.objects.get()
    assert (registration.name, registration.email, registration.user) == ("Gus", "guest@elsewhere.example", None)
    assert states(registration) == ["confirmed"]
    with pytest.raises(TransitionRefused):
        invitations.accept(invitation, by=holder(invitation))


def test_a_signed_in_person_with_another_address_is_refused(event, guests, mia, eve, ana):
    invitation = invited(event, mia, "Eve@Stranger.example")
    with pytest.raises(PermissionDenied):
        invitations.accept(invitation, by=ana)
    invitations.accept(invitation, by=eve)
    assert Registration.objects.get().user == eve


def test_an_invitation_goes_out_three_times_at_most_and_only_the_last_link_lives(event, guests, mia):
    invitation = invited(event, mia)
    for _time in range(2):
        invitation = invitations.send(invitation, by=mia)
    assert (invitation.times_sent, invitation.link_issue) == (3, 4)
    with pytest.raises(TransitionRefused, match="three times"):
        invitations.send(invitation, by=mia)


def test_an_invitation_ends_by_the_clock_and_not_before(event, guests, mia):
    invitation = invited(event, mia)
    with pytest.raises(TransitionRefused, match="still time"):
        invitations.expire(invitation, by=SYSTEM)
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=False):
        with pytest.raises(TransitionRefused, match="has ended"):
            invitations.accept(invitation, by=holder(invitation))
        assert invitations.expire(invitation, by=SYSTEM).status == "expired"


def test_an_officer_notes_a_telephone_call(event, guests, mia):
    invitation = invitations.draft(
        by=mia, within=event, email="a@x.example", name="A", expires_at=timezone.now() + timedelta(days=5)
    )
    invitations.record_acceptance(invitation, by=mia)
    assert states(Registration.objects.get()) == ["confirmed"]
    other = invited(event, mia)
    assert invitations.record_refusal(other, by=mia).status == "declined"


def test_one_open_invitation_for_an_address(event, mia):
    invited(event, mia)
    with pytest.raises(TransitionRefused, match="invited already"):
        invited(event, mia, "GUEST@elsewhere.example")


# Delegations


def a_city_invited(event, pool, city, by, seats=2):
    now = timezone.now()
    dates = {"respond_by": now + timedelta(days=3), "release_at": now + timedelta(days=9)}
    return delegations.invite(by=by, within=event, city=city, pools={pool: seats}, **dates)


def test_a_city_accepts_and_names_its_people(event, pool, porto, ana, mia):
    delegation = delegations.accept(a_city_invited(event, pool, porto, mia), by=ana)
    named = delegations.name_delegate(by=ana, within=delegation, pools=[pool], name="Pia", email="pia@porto.example")
    again = delegations.name_delegate(by=ana, within=delegation, pools=[pool], name="Pia", email="PIA@porto.example")
    pool.refresh_from_db()
    assert (again, named.city, pool.taken, pool.reserved) == (named, porto, 1, 1)
    delegations.name_delegate(by=ana, within=delegation, pools=[pool], name="Rui")
    with pytest.raises(TransitionRefused, match="have a name"):
        delegations.name_delegate(by=ana, within=delegation, pools=[pool], name="Zé")


def test_a_delegate_with_an_account_finds_the_seat_on_own_pages(client, event, pool, porto, ana, pia, mia):
    delegation = delegations.accept(a_city_invited(event, pool, porto, mia), by=ana)
    named = delegations.name_delegate(by=ana, within=delegation, pools=[pool], name="Pia", email="Pia@porto.example")
    assert named.user == pia
    assert event.title in sign_in(client, pia).get("/me/events/").content.decode()
    assert client.get(named.get_absolute_url()).status_code == 200


def test_people_of_another_city_name_nobody(event, pool, porto, malmo, ana, linn, mia):
    delegation = delegations.accept(a_city_invited(event, pool, porto, mia), by=ana)
    with pytest.raises(PermissionDenied):
        delegations.name_delegate(by=linn, within=delegation, pools=[pool], name="Bo")
    stranger = a_registration(event, email="stranger@elsewhere.example")
    with pytest.raises(TransitionRefused, match="not for your city"):
        delegations.name_delegate(by=ana, within=delegation, pools=[pool], name="X", email=stranger.email)


def test_a_declined_delegation_gives_its_seats_to_those_who_wait(event, pool, porto, ana, mia, bo, malmo):
    delegation = a_city_invited(event, pool, porto, mia)
    waiting = registrations.register(by=bo, within=event, pools=[pool], city=malmo)
    assert states(waiting) == ["waitlisted"]
    delegations.decline(delegation, by=ana)
    assert states(waiting) == ["confirmed"]


def test_the_clock_lapses_and_releases_and_not_before(event, pool, porto, malmo, ana, mia):
    silent, kept = a_city_invited(event, pool, malmo, mia, 1), a_city_invited(event, pool, porto, mia, 1)
    delegations.accept(kept, by=ana)
    for step, row in ((delegations.lapse, silent), (delegations.release, kept)):
        with pytest.raises(TransitionRefused, match="still time"):
            step(row, by=SYSTEM)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        assert delegations.lapse(silent, by=SYSTEM).status == "lapsed"
        assert delegations.release(kept, by=SYSTEM).released_at is not None
    pool.refresh_from_db()
    assert pool.reserved == 0


def test_somebody_else_comes_instead_without_queue(event, pool, porto, malmo, ana, bo, mia):
    delegation = delegations.accept(a_city_invited(event, pool, porto, mia), by=ana)
    old = delegations.name_delegate(by=ana, within=delegation, pools=[pool], name="Pia", email="pia@porto.example")
    waiting = registrations.register(by=bo, within=event, pools=[pool], city=malmo)
    new = delegations.replace_delegate(by=ana, within=old, name="Rui", email="rui@porto.example")
    old.refresh_from_db()
    assert (old.status, old.replaced_by, states(old)) == ("ended", new, ["replaced"])
    assert (states(new), states(waiting), new.delegation) == (["confirmed"], ["waitlisted"], delegation)


def test_a_guest_may_come_to_a_public_event_only(pool, event):
    closed = an_event(sharing=Sharing.GREEN)
    with pytest.raises(PermissionDenied):
        start(closed, a_pool(closed.stops.get()))
