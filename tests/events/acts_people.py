"""Every step of registrations, delegations, invitations and questions, each with what it needs."""

from datetime import timedelta

from django.utils import timezone

from events.lifecycle import delegations, invitations, questions, registrations
from events.models import Question
from scn_portal.lifecycle import SYSTEM, VISITOR, LinkHolder
from tests.events.acts import act
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event

NEEDS = {"dietary": "No nuts", "access": "", "interpretation": "", "other": ""}
YESTERDAY = timedelta(days=-1)


def a_meeting(seats=2, category="delegate"):
    event = an_event()
    return event, a_pool(event.stops.get(), seats, category)


def holder(row):
    return LinkHolder(f"{row._meta.label_lower}:{row.code}")


def a_city_with_seats(cast, status="accepted", **more):
    event, pool = a_meeting(4)
    return a_delegation(event, cast.porto, pool, status=status, **more), pool


def an_invitation(category="guest", **more):
    event, _pool = a_meeting(category="guest")
    given = {"name": "Guest", "email": "g@x.example", "address_key": "g@x.example", "category": category}
    given["expires_at"] = timezone.now() + timedelta(days=5)
    return event.invitations.create(**(given | {"status": "sent"} | more))


@act
def register_registration(cast):
    event, pool = a_meeting()
    question = event.questions.create(label="Which group?", purpose="groups")
    given = {"city": cast.porto, "needs": NEEDS, "answers": {question: "The first"}}
    return lambda: registrations.register(by=cast.ana, within=event, pools=[pool], **given)


@act
def register_guest_registration(cast):
    event, pool = a_meeting()
    given = {"email": "g@x.example", "name": "Guest", "needs": NEEDS}
    return lambda: registrations.register_guest(by=VISITOR, within=event, pools=[pool], **given)


@act
def enter_registration(cast):
    event, pool = a_meeting(category="speaker")
    return lambda: registrations.enter(by=cast.mia, within=event, pools=[pool], name="Sol", email="s@x.example")


@act
def admit_registration(cast):
    invitation = an_invitation()
    pools = invitations.pools_of(invitation)
    given = {"pools": pools, "answered_by": holder(invitation)}
    return lambda: registrations.admit(by=SYSTEM, within=invitation, **given)


@act
def verify_registration(cast):
    event, pool = a_meeting()
    registration = a_registration(event, status="unverified", wanted=[pool.pk])
    return lambda: registrations.verify(registration, by=holder(registration))


@act
def change_registration(cast):
    event, _pool = a_meeting()
    registration = a_registration(event, user=cast.ana)
    return lambda: registrations.change(registration, by=cast.ana, office="Mayor", needs=NEEDS)


@act
def end_registration(cast):
    event, pool = a_meeting(1)
    registration = a_registration(event, user=cast.ana)
    a_seat(registration, pool)
    a_seat(a_registration(event), pool, "waitlisted")
    return lambda: registrations.end(registration, by=cast.ana)


@act
def name_delegate_registration(cast):
    delegation, pool = a_city_with_seats(cast)
    given = {"pools": [pool], "name": "Pia", "email": "p@x.example", "needs": NEEDS}
    return lambda: delegations.name_delegate(by=cast.ana, within=delegation, **given)


def a_delegate(cast):
    delegation, pool = a_city_with_seats(cast)
    return delegations.name_delegate(by=cast.ana, within=delegation, pools=[pool], name="Pia", email="p@x.example")


@act
def replace_delegate_registration(cast):
    old = a_delegate(cast)
    return lambda: delegations.replace_delegate(by=cast.ana, within=old, name="Rui", email="r@x.example")


@act
def make_way_registration(cast):
    old = a_delegate(cast)
    new = a_registration(old.event, city=cast.porto, delegation=old.delegation)
    return lambda: delegations.make_way(old, by=cast.ana, new=new)


@act
def invite_delegation(cast):
    event, pool = a_meeting(4)
    dates = {"respond_by": timezone.now() + timedelta(days=3), "release_at": timezone.now() + timedelta(days=9)}
    return lambda: delegations.invite(by=cast.mia, within=event, city=cast.porto, pools={pool: 2}, **dates)


@act
def allot_delegation(cast):
    delegation, pool = a_city_with_seats(cast)
    return lambda: delegations.allot(delegation, by=cast.mia, pools={pool: 3})


@act
def accept_delegation(cast):
    delegation, _pool = a_city_with_seats(cast, "invited")
    return lambda: delegations.accept(delegation, by=cast.ana)


@act
def decline_delegation(cast):
    delegation, _pool = a_city_with_seats(cast, "invited")
    return lambda: delegations.decline(delegation, by=cast.ana)


@act
def lapse_delegation(cast):
    delegation, _pool = a_city_with_seats(cast, "invited", respond_by=timezone.now() + YESTERDAY)
    return lambda: delegations.lapse(delegation, by=SYSTEM)


@act
def release_delegation(cast):
    dates = {"respond_by": timezone.now() + 2 * YESTERDAY, "release_at": timezone.now() + YESTERDAY}
    delegation, _pool = a_city_with_seats(cast, **dates)
    return lambda: delegations.release(delegation, by=SYSTEM)


@act
def close_delegation(cast):
    delegation, _pool = a_city_with_seats(cast)
    return lambda: delegations.close(delegation, by=cast.mia)


@act
def draft_invitation(cast):
    event, _pool = a_meeting()
    given = {"email": "g@x.example", "name": "Guest", "expires_at": timezone.now() + timedelta(days=5)}
    return lambda: invitations.draft(by=cast.mia, within=event, stops=list(event.stops.all()), **given)


@act
def send_invitation(cast):
    invitation = an_invitation(status="draft")
    return lambda: invitations.send(invitation, by=cast.mia)


@act
def revoke_invitation(cast):
    invitation = an_invitation()
    return lambda: invitations.revoke(invitation, by=cast.mia)


@act
def expire_invitation(cast):
    invitation = an_invitation(expires_at=timezone.now() + YESTERDAY)
    return lambda: invitations.expire(invitation, by=SYSTEM)


@act
def accept_invitation(cast):
    invitation = an_invitation()
    return lambda: invitations.accept(invitation, by=holder(invitation))


@act
def decline_invitation(cast):
    invitation = an_invitation()
    return lambda: invitations.decline(invitation, by=holder(invitation))


@act
def record_acceptance_invitation(cast):
    invitation = an_invitation()
    return lambda: invitations.record_acceptance(invitation, by=cast.mia)


@act
def record_refusal_invitation(cast):
    invitation = an_invitation()
    return lambda: invitations.record_refusal(invitation, by=cast.mia)


@act
def ask_question(cast):
    event, _pool = a_meeting()
    given = {"label": "Which group?", "purpose": "groups", "kind": "choice", "choices": ["A", "B"]}
    return lambda: questions.ask(by=cast.mia, within=event, **given)


@act
def close_question(cast):
    event, _pool = a_meeting()
    question = Question.objects.create(event=event, label="Which?", purpose="groups")
    return lambda: questions.close(question, by=cast.mia)
