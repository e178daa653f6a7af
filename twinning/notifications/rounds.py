"""What the leads of cities are told of a round and of their group. Nothing here names a city that said no."""

from functools import wraps

from django.utils.translation import gettext_lazy as _

from cities.models import Representative
from events.notifications.people import isolated, moment
from hub.readers import reader_of
from scn_portal.accounts.models import User
from scn_portal.jobs.running import Progress, long_work, start
from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write

from .. import leaving_over
from ..models import Entry, Place, Proposal, Round
from ..rules import LEADS

SLICE = 100
FOR_LEADS = _("You get this because you lead a member city.")
FOR_ENTERED = _("You get this because your city takes part in this matching round.")
ROUNDS = _("Matching rounds")


def leads_of(cities):
    """Political leads, lead contacts and deputies of these cities (ids)."""
    acting = Representative.objects.filter(city__in=cities, until=None, role__in=LEADS, user__is_active=True)
    return User.objects.filter(pk__in=acting.values("user")).order_by("pk")


# Telling many


def cities_of(kind_name, round):
    """The ids of the cities whose leads hear of this."""
    from cities.models import City

    entered = Entry.objects.filter(round=round, status=Entry.Status.IN).values("city")
    if kind_name == "twinning.left_over":
        return leaving_over.entries_left_over(round).values("city")
    if kind_name in ("twinning.round_opened", "twinning.round_closing"):
        return City.objects.in_force().exclude(pk__in=entered).order_by().values("pk")
    return entered


def begin(kind_name, round, due=""):
    """Write the job that tells everybody, once for each round and `due`."""
    ids = {"kind": kind_name, "round": round.pk, "due": str(due)}
    return start("twinning.tell_round", key=f"{kind_name}:{round.pk}:{due}", owner=SYSTEM, ids=ids)


@long_work("twinning.tell_round", label=_("Telling cities about a matching round"))
def tell_round(job):
    """The next hundred people, by their key."""
    round = Round.objects.get(pk=job.ids["round"])
    people = leads_of(cities_of(job.ids["kind"], round)).filter(pk__gt=job.place or 0)[:SLICE]
    rows = list(people)
    for person in rows:
        write(job.ids["kind"], subject=round, person=person, due=job.ids["due"])
    done = job.done + len(rows)
    return Progress(done, done, place=rows[-1].pk if rows else job.place, is_finished=len(rows) < SLICE)


def tell_group(kind_name, proposal):
    """The leads of its cities; of a group that fell nobody of the city that said no, and nobody says which that was."""
    places = proposal.places.all()
    if kind_name == "twinning.group_fallen":
        places = places.exclude(answer=Place.Answer.NO)
    for person in leads_of(places.values("city")):
        write(kind_name, subject=proposal, person=person)


# What is told of a round


def of_round(*statuses):
    """A kind about a round, while it is in one of these states and the person leads a city: what each mail says."""

    def declare(values):
        @wraps(values)
        def told(mail, round):
            if round.status not in statuses or not reader_of(mail.person).leads():
                return None
            page = address("twinning:round_detail", round.slug)
            about = {"title": isolated(round.title), "until": moment(round.closes_at, round.zone)}
            return about | {"button_url": page, "button_label": _("Open the round")} | values(round)

        return told

    return declare


@kind("twinning.round_opened", label=ROUNDS, because=FOR_LEADS, in_inbox=True)
@of_round(Round.Status.OPEN)
def round_opened(round):
    return {}


@kind("twinning.round_closing", label=_("Matching rounds that close soon"), because=FOR_LEADS, in_inbox=True)
@of_round(Round.Status.OPEN)
def round_closing(round):
    return {}


@kind("twinning.round_extended", label=_("More time for a round"), because=FOR_ENTERED, in_inbox=True)
@of_round(Round.Status.OPEN)
def round_extended(round):
    return {}


@kind("twinning.round_cancelled", is_security=True, because=FOR_ENTERED, in_inbox=True)
@of_round(Round.Status.CANCELLED)
def round_cancelled(round):
    return {"reason": isolated(round.reason)}


@kind("twinning.left_over", is_security=True, because=FOR_ENTERED, in_inbox=True)
def left_over(mail, round):
    """The reason of the reader's own city, and what can be done now."""
    entry = leaving_over.entries_left_over(round).filter(city__in=reader_of(mail.person).leads()).first()
    if round.status != Round.Status.SETTLED or entry is None:
        return None
    return {
        "title": isolated(round.title),
        "city": isolated(entry.city.name),
        "reason": leaving_over.reason_for(round, entry.city),
        "button_url": address("twinning:discover"),
        "button_label": _("See who could help you"),
    }


# What is told of a group


def of_group(*statuses):
    def declare(values):
        @wraps(values)
        def told(mail, proposal):
            cities = proposal.places.values("city")
            if proposal.status not in statuses or not leads_of(cities).filter(pk=mail.person_id).exists():
                return None
            round = proposal.round
            about = {"title": isolated(round.title), "until": moment(proposal.answer_by, round.zone)}
            about["cities"] = ", ".join(isolated(place.city.name) for place in proposal.places.select_related("city"))
            return about | {"button_url": address("twinning:round_detail", round.slug)} | values(proposal)

        return told

    return declare


@kind("twinning.group_proposed", is_security=True, because=FOR_ENTERED, in_inbox=True, related=("round",))
@of_group(Proposal.Status.PROPOSED)
def group_proposed(proposal):
    return {"button_label": _("Look at it and answer")}


@kind("twinning.group_accepted", is_security=True, because=FOR_ENTERED, in_inbox=True, related=("round",))
@of_group(Proposal.Status.ACCEPTED)
def group_accepted(proposal):
    return {"button_label": _("Open the round")}


@kind("twinning.group_fallen", is_security=True, because=FOR_ENTERED, in_inbox=True, related=("round",))
@of_group(Proposal.Status.FALLEN)
def group_fallen(proposal):
    return {"cities": "", "button_label": _("Open the round")}
