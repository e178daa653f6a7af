"""The life of a visit: planned, confirmed by every host and sending city, held, reported, its facts checked.

Guests are added and taken off here too, so that each step holds the visit's row and the limits of its kind.
"""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, Membership
from hub.lifecycle import adoptions
from scn_portal.lifecycle import Lifecycle, TransitionRefused

from .. import formats, signals
from ..models import Interest, Partnership, Visit, VisitFormat
from ..rules import leads_city
from ..rules.visits import leads_a_host

Status = Visit.Status
AIMS, AIM, STOPS = 8, 400, 12  # how many aims, how long one is, how many stops
LONGEST = {"title": 160, "name": 150, "office": 160}
DAYS_AHEAD = 60  # of a visit that begins from an interest, until its cities choose other days

visits = Lifecycle(Visit)


# Planning


@visits.creation(announces=signals.visit_planned, by_system=True)
def plan(*, by, within, title, format, aims, stops, senders, partnership=None, interest=None, is_demonstration=False):
    """A lead plans an exchange for the own city (`within`); the other cities then say that they take part.

    `stops` are the hosts in order: {"host", "starts_on", "ends_on"}, and "zone" and "event" where they are known.
    """
    _check_origin(partnership, interest, [*senders, *(each["host"] for each in stops)])
    visit = Visit(title=_line("title", title, _("Give it a title.")), format=format, aims=_aims(aims))
    visit.partnership, visit.interest, visit.is_demonstration = partnership, interest, is_demonstration
    if not stops:
        raise TransitionRefused(_("Say where it leads."))
    visit.starts_on, visit.ends_on = (min(s["starts_on"] for s in stops), max(s["ends_on"] for s in stops))
    _refuse_backwards(stops)
    visit.save()
    for number, each in enumerate(stops, 1):
        visit.stops.create(number=number, **each)
    _set_senders(visit, senders)
    _refuse_strangers(visit, within)
    _refuse(formats.beyond(visit, is_whole=False))
    _say_yes(visit, [within.pk])
    return visit


def _line(name, words, missing):
    words = " ".join(words.split())
    if not words:
        raise TransitionRefused(missing)
    return words[: LONGEST[name]]


def _aims(aims):
    found = [" ".join(each.split())[:AIM] for each in aims if each.strip()]
    if not 1 <= len(found) <= AIMS:
        raise TransitionRefused(_("Write one to %(number)s aims; the report answers each of them.") % {"number": AIMS})
    return found


def _refuse(reasons):
    if found := " ".join(filter(None, reasons)):
        raise TransitionRefused(found)


def _refuse_backwards(stops):
    if any(each["ends_on"] < each["starts_on"] for each in stops):
        raise TransitionRefused(_("The last day does not come before the first."))
    if len(stops) > STOPS:
        raise TransitionRefused(_("A visit has at most %(number)s stops.") % {"number": STOPS})


def _set_senders(visit, senders):
    wanted = {each.pk: each for each in senders}
    visit.visit_cities.exclude(city__in=wanted).delete()
    visit.guests.exclude(city__in=wanted).delete()
    known = set(visit.visit_cities.values_list("city", flat=True))
    for key, city in wanted.items():
        if key not in known:
            visit.visit_cities.create(city=city)


def _refuse_strangers(visit, city=None):
    """Two cities at least, all of them with a membership in good standing, and the own one among them."""
    senders = set(visit.visit_cities.values_list("city", flat=True))
    hosts = set(visit.stops.exclude(host=None).values_list("host", flat=True))
    if not senders or not hosts:
        raise TransitionRefused(_("A visit has a city that travels and a city that hosts."))
    if len(senders | hosts) < 2:
        raise TransitionRefused(_("A visit leads from one city to another."))
    if city is not None and city.pk not in senders | hosts:
        raise TransitionRefused(_("Your city takes part in the visits that it plans."))
    rows = City.objects.with_status().filter(pk__in=senders | hosts)
    away = [str(each) for each in rows if each.status not in Membership.IN_GOOD_STANDING]
    if away:
        raise TransitionRefused(
            _("These cities cannot take part at present: %(cities)s.") % {"cities": ", ".join(away)}
        )


def _check_origin(partnership, interest, cities):
    """The partnership or the interest that it belongs to, held, is one from which visits come."""
    keys = {each.pk for each in cities}
    if partnership is not None:
        held = Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
        partners = set(held.partner_cities.filter(left_on=None).values_list("city", flat=True))
        if held.status not in ("proposed", *Partnership.RUNNING):
            raise TransitionRefused(_("This partnership has ended: plan the visit without it."))
        if len(keys & partners) < 2:
            raise TransitionRefused(_("At least two cities of the partnership take part."))
    if interest is not None:
        held = Interest.objects.select_for_update(no_key=True).get(pk=interest.pk)
        if held.status != Interest.Status.ACCEPTED:
            raise TransitionRefused(_("The interest is accepted first."))
        if not {held.from_city_id, held.to_city_id} <= keys:
            raise TransitionRefused(_("Both cities of the interest take part."))
        if Visit.objects.filter(interest=held).exists():
            raise TransitionRefused(_("A visit is planned from this interest already."))


def plan_from_interest(interest, by, **chosen):
    """A visit filled from an accepted interest: a call, or a study visit at the city that was asked.

    `chosen` are details of `plan` that somebody chose; the cities may still change everything.
    """
    is_call = interest.wish == Interest.Wish.CALL
    format = chosen.get("format") or VisitFormat.objects.get(code="online_clinic" if is_call else "study_visit")
    first = timezone.now().date() + timedelta(days=DAYS_AHEAD)
    days = timedelta(days=format.least_days - 1)
    values = {
        "title": f"{format}: {interest.from_city} – {interest.to_city}"[: LONGEST["title"]],
        "format": format,
        "aims": [interest.aim[:AIM]],
        "stops": [{"host": interest.to_city, "starts_on": first, "ends_on": first + days}],
        "senders": [interest.from_city],
        "is_demonstration": interest.is_demonstration,
    }
    own = [each for each in (interest.from_city, interest.to_city) if leads_city.test(by, each)]
    within = own[0] if own else interest.from_city
    return plan(by=by, within=within, interest=interest, **(values | chosen))


@visits.transition(Status.PLANNED, Status.CONFIRMED, to=Status.PLANNED, announces=signals.visit_changed)
def revise(visit, *, by, title, format, aims, senders):
    """A lead changes what it is about or who travels. The other cities say anew that they take part."""
    visit.title, visit.format, visit.aims = _line("title", title, _("Give it a title.")), format, _aims(aims)
    _set_senders(visit, senders)
    _ask_anew(visit, by)
    _refuse_strangers(visit)
    _refuse_crowds(visit)


def _ask_anew(visit, by):
    """Everybody but the cities of the person who changed it says anew whether they take part."""
    _span(visit)
    _refuse(formats.beyond(visit, is_whole=False))
    visit.visit_cities.update(confirmed_at=None)
    visit.stops.update(confirmed_at=None)
    _say_yes(visit, own_cities(by, visit))


def own_cities(person, visit):
    """The keys of the cities in this visit that the person leads."""
    return [each.pk for each in visit.taking_part() if leads_city.test(person, each)]


def _say_yes(visit, cities):
    now = timezone.now()
    visit.visit_cities.filter(city__in=cities, confirmed_at=None).update(confirmed_at=now)
    visit.stops.filter(host__in=cities, confirmed_at=None).update(confirmed_at=now)


def _span(visit):
    stops = list(visit.stops.all())
    _refuse_backwards([{"starts_on": each.starts_on, "ends_on": each.ends_on} for each in stops])
    visit.starts_on, visit.ends_on = min(each.starts_on for each in stops), max(each.ends_on for each in stops)


# Stops


@visits.transition(Status.PLANNED, Status.CONFIRMED, to=Status.PLANNED, announces=signals.visit_changed)
def add_stop(visit, *, by, host, starts_on, ends_on, zone="UTC", event=None):
    """A further host of a tour. It is asked whether it takes part."""
    last = visit.stops.order_by("-number").first()
    number = last.number + 1 if last else 1
    visit.stops.create(number=number, host=host, starts_on=starts_on, ends_on=ends_on, zone=zone, event=event)
    _refuse_strangers(visit)
    _ask_anew(visit, by)


@visits.transition(Status.PLANNED, Status.CONFIRMED, to=Status.PLANNED, announces=signals.visit_changed)
def change_stop(visit, *, by, stop, host, starts_on, ends_on, zone="UTC", event=None):
    """Another host, other days, or an event that the stop belongs to."""
    stop = _its_stop(visit, stop)
    if stop.host_id != host.pk:
        stop.guests.all().delete()  # they were named to the host before: nobody else reads that list
    stop.host, stop.starts_on, stop.ends_on, stop.zone, stop.event = host, starts_on, ends_on, zone, event
    _refuse_backwards([{"starts_on": starts_on, "ends_on": ends_on}])
    stop.save()
    stop.guests.update(starts_on=starts_on, ends_on=ends_on)
    _refuse_strangers(visit)
    _ask_anew(visit, by)


@visits.transition(Status.PLANNED, Status.CONFIRMED, to=Status.PLANNED, announces=signals.visit_changed)
def remove_stop(visit, *, by, stop):
    """A stop is left out, with the list of those who would have come."""
    _its_stop(visit, stop).delete()
    if not visit.stops.exists():
        raise TransitionRefused(_("This is the only stop: cancel the visit instead."))
    for number, each in enumerate(visit.stops.order_by("number"), 1):
        if each.number != number:
            visit.stops.filter(pk=each.pk).update(number=number)
    _refuse_strangers(visit)
    _ask_anew(visit, by)


def _its_stop(visit, stop):
    found = visit.stops.filter(pk=stop.pk).first()
    if found is None:
        raise TransitionRefused(_("This is no stop of this visit."))
    return found


# Guests


@visits.transition(Status.PLANNED, Status.CONFIRMED)
def add_guest(visit, *, by, city, name, office="", stops=(), user=None):
    """A lead names a person whom the own city sends, at one stop or several. The limits of the kind hold."""
    _check_sends(visit, by, city)
    name = _line("name", name, _("Name the person."))
    office = " ".join(office.split())[: LONGEST["office"]]
    stops = [_its_stop(visit, each) for each in stops] or list(visit.stops.all())
    if any(each.host_id == city.pk for each in stops):
        raise TransitionRefused(_("Nobody travels to their own city."))
    key = sha256(f"{city.pk}:{name.casefold()}".encode()).hexdigest()
    people, of_city = _people(visit), _people(visit, city=city)
    _refuse([formats.crowded(visit, len(people | {key}), len(of_city | {key}))])
    for each in stops:
        days = {"starts_on": each.starts_on, "ends_on": each.ends_on}
        visit.guests.create(stop=each, city=city, user=user, name=name, office=office, key=key, **days)


def _check_sends(visit, by, city):
    if not leads_city.test(by, city) or not visit.visit_cities.filter(city=city).exists():
        raise PermissionDenied(add_guest.permission)


def _people(visit, **some):
    """The keys of those who travel: a person at five stops counts once."""
    return set(visit.guests.filter(**some).values_list("key", flat=True))


@visits.transition(Status.PLANNED, Status.CONFIRMED)
def remove_guest(visit, *, by, guest):
    """A person of the own city does not travel after all. Nothing of them is kept."""
    _check_sends(visit, by, guest.city)
    if not visit.guests.filter(key=guest.key, city=guest.city_id).delete()[0]:
        raise TransitionRefused(_("This person is not on the list any more."))


def _refuse_crowds(visit):
    per_city = [len(_people(visit, city=each.city_id)) for each in visit.visit_cities.all()]
    _refuse([formats.crowded(visit, len(_people(visit)), max(per_city, default=0))])


# Taking part, the day itself, the end


@visits.transition(Status.PLANNED, announces={Status.CONFIRMED: signals.visit_confirmed})
def confirm(visit, *, by):
    """A lead says that the own city takes part. With the last yes the visit is confirmed."""
    own = own_cities(by, visit)
    _refuse(formats.beyond(visit))
    _refuse_strangers(visit)
    _refuse_crowds(visit)
    _say_yes(visit, own)
    if not waiting_for(visit):
        visit.status = Status.CONFIRMED


def waiting_for(visit):
    """The cities that have not said yet whether they take part."""
    hosts = visit.stops.filter(confirmed_at=None).values("host")
    senders = visit.visit_cities.filter(confirmed_at=None).values("city")
    return list(City.objects.filter(pk__in=hosts).union(City.objects.filter(pk__in=senders)))


@visits.transition(Status.CONFIRMED, to=Status.HELD, announces=signals.visit_held, by_system=True)
def hold(visit, *, by):
    """Its last day is over, everywhere where it stops."""
    if not is_over(visit, timezone.now()):
        raise TransitionRefused(_("This visit is not over yet."))


def is_over(visit, now):
    def ends_at(stop):
        return datetime.combine(stop.ends_on + timedelta(days=1), time.min, ZoneInfo(stop.zone))

    last = [ends_at(each) for each in visit.stops.all()]
    return max(last, default=datetime.combine(visit.ends_on + timedelta(days=1), time.min, UTC)) <= now


@visits.transition(Status.PLANNED, Status.CONFIRMED, to=Status.CANCELLED, announces=signals.visit_changed)
def cancel(visit, *, by, reason):
    """It does not take place. Every city reads why."""
    visit.reason = reason.strip()[:400]
    if not visit.reason:
        raise TransitionRefused(_("Give the reason."))


# The report


@visits.transition(Status.HELD, to=Status.REPORTED, announces=signals.visit_reported)
def report(visit, *, by, city, answers, follows="", taken=None, degree=None):
    """A city writes what came of it, aim by aim; a host checks the facts. What the city took over is recorded."""
    if city.pk not in own_cities(by, visit):
        raise PermissionDenied(report.permission)
    _write(visit, by, answers, follows)
    visit.report |= {"city": city.slug}
    visit.reported_at = timezone.now()
    if taken is not None:
        adoptions.record_adoption(resource=taken, taker=city, degree=degree or "adapted", context=str(visit.format))
        visit.report |= {"taken": taken.code}


def _write(visit, by, answers, follows):
    answers = [each.strip() for each in answers]
    if len(answers) != len(visit.aims) or not all(answers):
        raise TransitionRefused(_("Answer each aim, in one sentence or more."))
    visit.report = {**visit.report, "answers": answers, "follows": follows.strip()}
    visit.facts_checked_at = timezone.now() if leads_a_host.test(by, visit) else None


@visits.transition(Status.REPORTED)
def correct(visit, *, by, answers, follows=""):
    """The report is put right, until a host has checked it."""
    _refuse_checked(visit)
    _write(visit, by, answers, follows)


@visits.transition(Status.REPORTED)
def check_facts(visit, *, by):
    """A host has read the report: what it says of the host is so."""
    _refuse_checked(visit)
    visit.facts_checked_at = timezone.now()


def _refuse_checked(visit):
    if visit.is_recorded or visit.facts_checked_at:
        raise TransitionRefused(_("A host has checked the facts already."))


# What took place before the portal


@visits.creation(to=Status.REPORTED, by_system=True)
def record(*, by, title, format, stops, source, senders=(), parties=(), precision="day", partnership=None):
    """A past exchange is written down from a public source; its cities have signed and reported nothing here."""
    if not source.strip():
        raise TransitionRefused(_("Give the public source."))
    visit = Visit(title=_line("title", title, _("Give it a title.")), format=format, partnership=partnership)
    visit.status, visit.is_recorded, visit.source = Status.REPORTED, True, source.strip()
    visit.precision = precision
    visit.starts_on, visit.ends_on = min(s["starts_on"] for s in stops), max(s["ends_on"] for s in stops)
    visit.save()
    for number, each in enumerate(stops, 1):
        visit.stops.create(number=number, **each)
    for city in senders:
        visit.visit_cities.create(city=city)
    for each in parties:
        visit.parties.create(**each)
    return visit
