"""Who is told what about coming: rendered when it goes out, with a link of the reader's own and of nobody else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.lifecycle import delegations, invitations, registrations, seats
from events.models import Registration
from scn_portal.codes import token_for
from scn_portal.lifecycle import SYSTEM, VISITOR, LinkHolder
from scn_portal.notifications import inbox
from scn_portal.notifications.models import InboxItem, OutboxMail
from scn_portal.notifications.rendering import HeldBack, message_for
from scn_portal.sharing import Sharing
from tests.factories.events import a_pool, a_registration, a_seat, an_event

pytestmark = pytest.mark.django_db
TITLE = "Harbours without hatred"


@pytest.fixture(autouse=True)
def members(ana, linn):
    """Porto and Malmö have their contacts, so that their memberships are in force."""


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Carry out an act with its facts; returns what it wrote: {(kind, to whom): outbox row}."""

    def carry_out(act, *given, **more):
        before = set(OutboxMail.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            act(*given, **more)
        rows = OutboxMail.objects.exclude(pk__in=before).select_related("person").order_by("pk")
        return {(row.kind.removeprefix("events."), row.person.name if row.person else row.address): row for row in rows}

    return carry_out


def mail(row):
    message = message_for(OutboxMail.objects.select_related("person").get(pk=row.pk))
    return message["Subject"], message.get_body(["plain"]).get_content(), message.get_body(["html"]).get_content()


def is_held_back(row):
    with pytest.raises(HeldBack):
        mail(row)
    return True


def holder(row):
    return LinkHolder(f"{row._meta.label_lower}:{row.code}")


@pytest.fixture
def event():
    return an_event(TITLE)


@pytest.fixture
def pool(event):
    return a_pool(event.stops.get(), 1)


def asks(event, pool, email="guest@elsewhere.example"):
    return registrations.register_guest(by=VISITOR, within=event, pools=[pool], email=email, name="Gus")


def test_a_guest_gets_the_link_to_confirm_and_whoever_is_known_the_way_to_the_seat(event, pool, told):
    known = a_registration(event, email="known@elsewhere.example")
    [new] = told(asks, event, pool).values()
    subject, text, _html = mail(new)
    assert (TITLE in subject, "confirm" in subject) == (True, True)
    assert token_of(Registration.objects.get(email="guest@elsewhere.example")) in text
    [again] = told(asks, event, pool, "Known@elsewhere.example").values()
    subject, text, _html = mail(again)
    assert ("registered already" in subject, token_of(known) in text) == (True, True)
    second = Registration.objects.get(status="unverified", email="Known@elsewhere.example")
    assert token_of(second) not in text


def token_of(row):
    return token_for(row._meta.label_lower, row.code, row.link_issue)


def test_the_answers_to_a_known_and_an_unknown_address_write_the_same_kinds(event, pool, told):
    a_registration(event, email="known@elsewhere.example")
    first = told(asks, event, pool, "known@elsewhere.example")
    second = told(asks, event, pool, "unknown@elsewhere.example")
    assert [kind for kind, _to in first] == [kind for kind, _to in second] == ["registration_check"]


def test_a_member_hears_of_the_seat_by_account_and_inbox(event, pool, told, pia, porto):
    found = told(registrations.register, by=pia, within=event, pools=[pool], city=porto)
    assert list(found) == [("seat_confirmed", "Pia")]
    subject, text, html = mail(found["seat_confirmed", "Pia"])
    registration = Registration.objects.get()
    assert TITLE in subject
    for part in (text, html):
        assert f"/events/{event.slug}/seat/{registration.code}/" in part
        assert token_of(registration) not in part
    [notice] = inbox.notices(InboxItem.objects.filter(person=pia))
    assert (TITLE in notice.title, notice.url) == (True, f"/events/{event.slug}/seat/{registration.code}/")


def test_the_place_in_the_queue_is_told_as_a_range(event, pool, told):
    a_seat(a_registration(event), pool)
    for _number in range(12):
        a_seat(a_registration(event), pool, "waitlisted")
    guest = a_registration(event, email="late@elsewhere.example")
    [row] = told(seats.take, by=holder(guest), within=guest, pools=[pool]).values()
    assert "between 11 and 20" in mail(row)[1]
    guest.seats.update(status="withdrawn")
    assert is_held_back(row)


def test_an_offer_says_until_when_and_is_not_sent_once_it_is_over(event, told):
    pool = a_pool(event.stops.get(), 1, offer_hours=48)
    held = a_seat(a_registration(event, email="one@x.example"), pool)
    a_seat(a_registration(event, email="two@x.example"), pool, "waitlisted")
    found = told(seats.cancel, held, by=holder(held.registration))
    assert set(found) == {("seat_ended", "one@x.example"), ("seat_offered", "two@x.example")}
    subject, text, _html = mail(found["seat_offered", "two@x.example"])
    assert re.search(r"accept it by .*\d\d:\d\d \(UTC\)", text)
    assert "Your seat was given up." in mail(found["seat_ended", "one@x.example"])[1]
    seat = pool.seats.get(status="offered")
    with time_machine.travel(timezone.now() + timedelta(hours=49), tick=False):
        seats.expire(seat, by=SYSTEM)
    assert is_held_back(found["seat_offered", "two@x.example"])


def test_a_refusal_tells_the_reason(event, told, mia):
    pool = a_pool(event.stops.get(), 1, needs_approval=True)
    guest = a_registration(event, email="g@x.example")
    [asked] = told(seats.take, by=holder(guest), within=guest, pools=[pool]).values()
    assert "look at each request" in mail(asked)[1]
    [ended] = told(seats.refuse, pool.seats.get(), by=mia, reason="The meeting is for officers.").values()
    assert "The meeting is for officers." in mail(ended)[1]


def invited(event, mia):
    given = {"name": "Gus", "email": "guest@elsewhere.example", "expires_at": timezone.now() + timedelta(days=5)}
    return invitations.draft(by=mia, within=event, **given)


def test_the_answer_goes_to_the_invited_address_alone(event, told, mia):
    a_pool(event.stops.get(), 1, "guest")
    invitation = invited(event, mia)
    found = told(invitations.send, invitation, by=mia)
    assert list(found) == [("invitation_sent", "guest@elsewhere.example")]
    invitation.refresh_from_db()
    text = mail(found["invitation_sent", "guest@elsewhere.example"])[1]
    assert token_of(invitation) in text
    found = told(invitations.accept, invitation, by=holder(invitation))
    assert list(found) == [("seat_confirmed", "guest@elsewhere.example")]
    registration = Registration.objects.get()
    assert token_of(registration) not in text
    assert registration.code not in text


def test_a_second_mail_makes_the_first_one_untrue(event, told, mia):
    invitation = invited(event, mia)
    first = told(invitations.send, invitation, by=mia)
    [row] = first.values()
    old = mail(row)[1]
    invitations.send(invitation, by=mia)
    invitation.refresh_from_db()
    assert token_of(invitation) not in old
    invitations.revoke(invitation, by=mia)
    assert is_held_back(row)


def test_a_city_is_asked_and_its_delegate_told(event, told, porto, ana, paulo, pia, mia):
    pool, now = a_pool(event.stops.get(), 4, "online"), timezone.now()
    dates = {"respond_by": now + timedelta(days=3), "release_at": now + timedelta(days=9)}
    found = told(delegations.invite, by=mia, within=event, city=porto, pools={pool: 2}, **dates)
    assert set(found) == {("delegation_invited", "Ana"), ("delegation_invited", "Paulo")}
    assert "2 seats are held" in mail(found["delegation_invited", "Ana"])[1]
    delegation = delegations.accept(event.delegations.get(), by=ana)
    assert is_held_back(found["delegation_invited", "Ana"])
    name = {"by": ana, "within": delegation, "pools": [pool]}
    found = told(delegations.name_delegate, **name, name="Rui", email="rui@porto.example")
    assert set(found) == {("delegate_named", "rui@porto.example"), ("seat_confirmed", "rui@porto.example")}
    assert "Porto" in mail(found["delegate_named", "rui@porto.example"])[0]
    found = told(delegations.name_delegate, **name, name="Zé")
    assert set(found) == {("seat_confirmed", "Ana"), ("seat_confirmed", "Paulo")}
    text = mail(found["seat_confirmed", "Ana"])[1]
    assert "about \u2068Zé\u2069" in text
    assert f"/events/{event.slug}/delegation/" in text


def test_an_amber_meeting_is_told_without_its_title_and_place(told, porto, ana, pia, mia):
    event = an_event(TITLE, sharing=Sharing.AMBER, named=[porto])
    pool, now = a_pool(event.stops.get(), 4), timezone.now()
    dates = {"respond_by": now + timedelta(days=3), "release_at": now + timedelta(days=9)}
    rows = told(delegations.invite, by=mia, within=event, city=porto, pools={pool: 2}, **dates)
    mails = [mail(each) for each in rows.values()]
    rows = told(registrations.register, by=pia, within=event, pools=[pool], city=porto)
    mails += [mail(each) for each in rows.values()]
    rows = told(invitations.send, invited(event, mia), by=mia)
    mails += [mail(each) for each in rows.values()]
    assert len(mails) == 3
    for subject, text, html in mails:
        assert "Strong Cities Network meeting" in subject
        assert not [part for part in (subject, text, html) if TITLE in part or "Town hall" in part]


def test_no_mail_holds_the_link_of_somebody_else(event, told, ana, pia, porto, mia):
    """A leak scan: every token of every row, looked for in every mail that does not go to its person."""
    pool = a_pool(event.stops.get(), 9, "guest")
    rows = dict(told(asks, event, pool))
    for registration in Registration.objects.filter(status="unverified"):
        rows |= told(registrations.verify, registration, by=holder(registration))
    rows |= told(asks, event, pool)
    rows |= told(asks, event, pool, "other@elsewhere.example")
    rows |= told(registrations.register, by=pia, within=event, pools=[pool], city=porto)
    rows |= told(invitations.send, invited(event, mia), by=mia)
    tokens = {token_of(each): each.email for each in (*Registration.objects.all(), *event.invitations.all())}
    sent = [(row.person.email if row.person else row.address, "".join(mail(row))) for row in rows.values()]
    assert len(sent) >= 4
    seen = {(to, tokens[token]) for to, words in sent for token in tokens if token in words}
    assert seen
    assert all(to.lower() == of.lower() for to, of in seen)
