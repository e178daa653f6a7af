"""Rows of the twinning for the tests, as the lifecycles would leave them, without their checks."""

from datetime import timedelta
from hashlib import sha256
from importlib import import_module
from itertools import count

import pgtrigger
from django.utils import timezone

from cities.models import Confirmation
from tests.factories.cities import a_country, a_member, a_term
from tests.factories.hub import a_resource
from twinning.models import (
    AgreementText,
    Entry,
    Guest,
    Interest,
    Partnership,
    Place,
    Profile,
    Project,
    Proposal,
    Round,
    Run,
    Signature,
    Visit,
    VisitFormat,
)

shipped = import_module("twinning.migrations.0002_visits_formats")
FORMATS, LIMITS = shipped.FORMATS, shipped.LIMITS
numbers = count(1)
COUNTRIES = [("KE", "KEN", "Africa", "002"), ("DK", "DNK", "Europe", "150"), ("LB", "LBN", "Asia", "142")]


def a_theme(code="youth"):
    return a_term("theme", code, code.capitalize())


def a_member_abroad(name=None, number=None):
    """An active member of another country than the one made before; each third the same country again."""
    iso2, iso3, region, code = COUNTRIES[(number if number is not None else next(numbers)) % len(COUNTRIES)]
    return a_member(name, country=a_country(iso2, iso3, region=region, subregion=region, region_code=code))


def set_on_hold(city):
    """Nobody has confirmed the membership for years: the city reads, and does not act."""
    with pgtrigger.ignore("cities.Confirmation:confirmation_insert_only"):
        Confirmation.objects.filter(membership__city=city).delete()


def a_profile(city, needs=None, offers=None, **more):
    """What a city needs and offers, by code of theme; an offer of 3 gets a published practice behind it."""
    given = {"languages": ["en"], "contact_office": "Office for prevention", "confirmed_on": timezone.now().date()}
    profile = Profile.objects.create(city=city, **(given | more))
    needs, offers = {"youth": 2} if needs is None else needs, {"families": 2} if offers is None else offers
    for theme in sorted({*needs, *offers}):
        offer = offers.get(theme, 0)
        proof = a_resource(city) if offer == 3 else None
        profile.theme_entries.create(theme=a_theme(theme), need=needs.get(theme, 0), offer=offer, proof=proof)
    return profile


def an_interest(from_city, to_city, **more):
    now = timezone.now()
    given = {"aim": "How do you work with families?", "sent_at": now, "answer_by": now + timedelta(days=30)}
    return Interest.objects.create(from_city=from_city, to_city=to_city, **(given | more))


def a_round(status="open", **more):
    number, now = next(numbers), timezone.now()
    given = {
        "slug": f"round-{number}",
        "title": f"Round {number}",
        "opens_at": now - timedelta(days=10),
        "closes_at": now + timedelta(days=10) if status in ("draft", "open") else now - timedelta(days=1),
        "reason": "Too few cities." if status == "cancelled" else "",
    }
    return Round.objects.create(status=status, **(given | more))


def an_entry(round, city, needs=None, offers=None, vetoes=(), **more):
    """An entry with needs and offers by code of theme; `vetoes` are cities."""
    now = timezone.now()
    given = {
        "needs": {"youth": 2} if needs is None else needs,
        "offers": {"families": 2} if offers is None else offers,
        "capacity": 2,
        "languages": ["en"],
        "sizes": [2, 3, 4],
        "consent_at": now,
        "frozen_at": None if round.status in ("draft", "open") else now,
    }
    entry = Entry.objects.create(round=round, city=city, **(given | more))
    for each in vetoes:
        entry.vetoes.create(city=each)
    return entry


def a_run(round, status="queued", **more):
    given = {
        "wave": round.wave,
        "number": round.runs.count() + 1,
        "inputs": {},
        "inputs_hash": "0" * 64,
        "queued_at": timezone.now(),
    }
    if status == "done":
        given |= {"result": {}, "matched": 0, "total": 0, "result_hash": "0" * 64, "proven": True}
    return Run.objects.create(round=round, status=status, **(given | more))


def a_group(run, cities, status="proposed", answers=()):
    """A proposed group of these cities; `answers` are those of the first of them, in order."""
    now = timezone.now()
    proposal = Proposal.objects.create(
        run=run, round=run.round, number=run.proposals.count() + 1, total=20, answer_by=now + timedelta(days=21)
    )
    for position, city in enumerate(cities):
        answer = answers[position] if position < len(answers) else "none"
        at = None if answer == "none" else now
        Place.objects.create(proposal=proposal, round=run.round, city=city, score=10, answer=answer, answered_at=at)
    proposal.status = status
    proposal.save()
    return proposal


def a_partnership(cities=(), status="active", **more):
    """A partnership of these cities with a term; an active one is two years long from today."""
    number, today = next(numbers), timezone.now().date()
    given = {"slug": f"partnership-{number}", "title": f"Partnership {number}", "aims": "To learn from each other."}
    if status in Partnership.RUNNING:
        given |= {"agreed_on": today, "plan_due_on": today + timedelta(days=90)}
    if status in ("active", "paused", "in_review"):
        given |= {"started_on": today, "term_ends_on": today + timedelta(days=730)}
    if status == "paused":
        given |= {"paused_on": today, "reason": "Elections."}
    partnership = Partnership.objects.create(status="proposed", proposed_at=timezone.now(), **(given | more))
    for city in cities:
        partnership.partner_cities.create(city=city, joined_on=today, takes_part_at=timezone.now(), office="Office")
    Partnership.objects.filter(pk=partnership.pk).update(status=status)
    partnership.refresh_from_db()
    return partnership


def a_text(partnership, body="We learn from each other.", signed_by=()):
    """A wording of the agreement, signed for these cities."""
    now = timezone.now()
    digest = sha256(body.encode()).hexdigest()
    number = partnership.texts.count() + 1
    text = AgreementText.objects.create(
        partnership=partnership, number=number, body=body, hash=digest, put_forward_at=now
    )
    for city in signed_by:
        Signature.objects.create(text=text, hash=digest, city=city, name="Paulo", office="Mayor", signed_at=now)
    return text


def the_formats():
    """All kinds of visits, as the migration writes them: the flush between transactional tests takes them away."""
    for code in FORMATS:
        a_format(code)


def a_format(code="study_visit", **more):
    position = list(FORMATS).index(code) + 1
    given = dict(zip(LIMITS, FORMATS[code], strict=True)) | {"position": position, "is_online": code == "online_clinic"}
    return VisitFormat.objects.get_or_create(code=code, defaults=given | more)[0]


def a_visit(hosts, senders=(), status="planned", format=None, days=3, **more):
    """A visit a month from today: one stop of so many days at each host, one after the other."""
    first = timezone.now().date() + timedelta(days=30)
    last = first + timedelta(days=days * len(hosts) - 1)
    given = {"title": f"Visit {next(numbers)}", "aims": ["How do you work with families?"]}
    given |= {"reason": "It rains."} if status == "cancelled" else {}
    visit = Visit.objects.create(
        format=format or a_format(), starts_on=first, ends_on=last, status=status, **(given | more)
    )
    for number, host in enumerate(hosts, 1):
        begins = first + timedelta(days=days * (number - 1))
        visit.stops.create(number=number, host=host, starts_on=begins, ends_on=begins + timedelta(days=days - 1))
    for city in senders:
        visit.visit_cities.create(city=city)
    return visit


def a_guest_of(visit, city, name="Pia", stop=None, **more):
    stop = stop or visit.stops.first()
    given = {"office": "Youth office", "key": name.casefold(), "starts_on": stop.starts_on, "ends_on": stop.ends_on}
    return Guest.objects.create(visit=visit, stop=stop, city=city, name=name, **(given | more))


def a_project(cities, status="running", **more):
    given = {"slug": f"project-{next(numbers)}", "title": "A course for both", "aims": "One course for both cities."}
    given |= {"starts_on": timezone.now().date()}
    if status == "done":
        given["result"] = a_resource(cities[0])
    if status == "stopped":
        given["reason"] = "The team changed; we keep the material."
    project = Project.objects.create(status=status, **(given | more))
    for city in cities:
        project.project_cities.create(city=city)
        done_on = project.starts_on if status == "done" else None
        project.tasks.create(city=city, words="Write a module", due_on=project.starts_on, done_on=done_on)
    return project
