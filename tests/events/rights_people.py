"""Coming: each person for itself, coordinators for their delegation, officers for all, a guest by the mailed link."""

from datetime import timedelta

from django.utils import timezone

from events.models import AccessNeed, Question
from scn_portal.lifecycle import LinkHolder
from scn_portal.sharing import Sharing
from tests.events.rights import LEADING, MALMO, NOBODY, OFFICERS, PEOPLE, PORTO, right
from tests.factories.events import a_delegation, a_pool, a_registration, a_seat, an_event

ALL = set(PEOPLE) - {"sam"}
STAFF = {"dev", "rita", "tess"} | OFFICERS


def an_invitation(event, email="guest@elsewhere.example", **more):
    given = {"name": "Guest", "address_key": email, "expires_at": timezone.now() + timedelta(days=5), "status": "sent"}
    return event.invitations.create(email=email, **(given | more))


def opened_by_link(world, row):
    world.everybody["link"] = LinkHolder(f"{row._meta.label_lower}:{row.code}")
    return row


def of_porto(world, **more):
    event = an_event(host=world.malmo)
    delegation = a_delegation(event, world.porto, status="accepted")
    return a_registration(event, city=world.porto, delegation=delegation, **more)


@right("register_registration", "a public event")
def _(world):
    return an_event(), ALL


@right("register_registration", "an event of the members")
def _(world):
    return an_event(sharing=Sharing.GREEN), PORTO | MALMO | STAFF


@right("register_registration", "an event of named cities, with one person invited")
def _(world):
    event = an_event(sharing=Sharing.AMBER, named=[world.malmo])
    an_invitation(event, "eve@stranger.example")
    return event, MALMO | STAFF | {"eve"}


@right("register_registration", "an invitation that was taken back")
def _(world):
    event = an_event(sharing=Sharing.AMBER)
    an_invitation(event, "eve@stranger.example", status="revoked")
    return event, STAFF


@right("register_guest_registration", "a public event")
def _(world):
    return an_event(), {"visitor"}


@right("register_guest_registration", "an event of the members")
def _(world):
    return an_event(sharing=Sharing.GREEN), NOBODY


@right("register_guest_registration", "a draft")
def _(world):
    return an_event(status="draft"), NOBODY


@right("enter_registration", "a public event")
def _(world):
    return an_event(host=world.porto), OFFICERS


@right("admit_registration", "an invitation")
def _(world):
    return opened_by_link(world, an_invitation(an_event())), NOBODY


@right("verify_registration", "the mailed link")
def _(world):
    return opened_by_link(world, a_registration(an_event(), status="unverified")), {"link"}


for verb in ("change", "end"):

    @right(f"{verb}_registration", "a guest with a mailed link")
    def _(world):
        return opened_by_link(world, a_registration(an_event(host=world.porto))), OFFICERS | {"link"}

    @right(f"{verb}_registration", "a person with an account")
    def _(world):
        return a_registration(an_event(), user=world.bo, city=world.malmo), OFFICERS | {"bo"}

    @right(f"{verb}_registration", "a delegate")
    def _(world):
        return of_porto(world), OFFICERS | LEADING


for verb in ("replace_delegate", "make_way"):

    @right(f"{verb}_registration", "a delegate with an account")
    def _(world):
        return of_porto(world, user=world.pia), OFFICERS | LEADING

    @right(f"{verb}_registration", "somebody without a delegation")
    def _(world):
        return a_registration(an_event(), user=world.pia, city=world.porto), OFFICERS


@right("name_delegate_registration", "a delegation")
def _(world):
    return a_delegation(an_event(host=world.malmo), world.porto), OFFICERS | LEADING


@right("name_delegate_registration", "a delegation of a city that left")
def _(world):
    return a_delegation(an_event(), world.oldtown), OFFICERS


@right("invite_delegation", "a public event")
def _(world):
    return an_event(host=world.porto), OFFICERS


for verb in ("accept", "decline"):

    @right(f"{verb}_delegation", "the city's own")
    def _(world):
        return a_delegation(an_event(host=world.malmo), world.porto), LEADING


for verb in ("allot", "release", "close"):

    @right(f"{verb}_delegation", "any city's")
    def _(world):
        return a_delegation(an_event(host=world.malmo), world.porto), OFFICERS


@right("lapse_delegation", "any city's")
def _(world):
    return a_delegation(an_event(), world.porto), NOBODY


@right("draft_invitation", "a public event")
def _(world):
    return an_event(host=world.porto), OFFICERS


for verb in ("send", "revoke", "record_acceptance", "record_refusal"):

    @right(f"{verb}_invitation", "to Eve")
    def _(world):
        return an_invitation(an_event(host=world.porto), "eve@stranger.example"), OFFICERS


for verb in ("accept", "decline"):

    @right(f"{verb}_invitation", "to Eve")
    def _(world):
        return opened_by_link(world, an_invitation(an_event(), "eve@stranger.example")), {"link", "eve"}


@right("expire_invitation", "to Eve")
def _(world):
    return an_invitation(an_event(), "eve@stranger.example"), NOBODY


def a_need(world, host_rights=True, status="confirmed"):
    event = an_event()
    stop = event.stops.get()
    stop.hosts.create(city=world.porto, role="lead", may_run_logistics=host_rights)
    registration = a_registration(event)
    a_seat(registration, a_pool(stop), status)
    return AccessNeed.objects.create(registration=registration, purge_on=timezone.now().date())


@right("read_accessneed", "at a stop whose logistics Porto runs")
def _(world):
    return a_need(world), OFFICERS | PORTO


@right("read_accessneed", "at a stop that Porto hosts without its logistics")
def _(world):
    return a_need(world, host_rights=False), OFFICERS


@right("read_accessneed", "of somebody who gave the seat up")
def _(world):
    return a_need(world, status="cancelled"), OFFICERS


@right("ask_question", "a public event")
def _(world):
    return an_event(host=world.porto), OFFICERS


@right("close_question", "of a public event")
def _(world):
    return Question.objects.create(event=an_event(host=world.porto), label="Which?", purpose="groups"), OFFICERS
