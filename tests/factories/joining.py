"""Join requests and invitations for the tests, in the state that the name says; made by the lifecycle itself."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from cities import lifecycle, mail_codes
from cities.models import Invitation, JoinRequest, SiteText
from scn_portal.lifecycle import VISITOR, LinkHolder
from tests.factories.cities import a_country, a_term

numbers = count(1)
PAGE = "https://www.city.example/contact"


def the_holder_of(row):
    """Whoever came with the mailed link to this request or invitation."""
    return LinkHolder(f"{row._meta.label_lower}:{row.code}")


def the_principles(language="en"):
    """The published text of each principle."""
    for key in lifecycle.joining.PRINCIPLES:
        SiteText.objects.get_or_create(
            key=key,
            language=language,
            number=1,
            defaults={"title": key, "body": key, "status": "published", "published_at": timezone.now()},
        )
    return list(SiteText.objects.filter(key__in=lifecycle.joining.PRINCIPLES, language=language).order_by("key"))


def a_draft(email=None, **answers):
    """A request that was just begun; with `answers` its form is filled in."""
    request = lifecycle.start(by=VISITOR, email=email or f"applicant{next(numbers)}@newtown.example")
    return lifecycle.fill_in(request, by=the_holder_of(request), **answers) if answers else request


def answers_for_new_city(**answers):
    return {
        "name": "Noor Applicant",
        "office": "Head of prevention",
        "role_wanted": "lead_contact",
        "proposed_name": f"Newtown {next(numbers)}",
        "proposed_country": a_country(),
        "proposed_type": a_term(code="city"),
        "proposed_lat": next(numbers) * 7 % 80,
        "proposed_lon": next(numbers) * 3 % 170,
    } | answers


def a_ready_draft(email=None, **answers):
    """A complete draft: answers, principles and proven address; only handing in is left."""
    request = a_draft(email, **answers_for_new_city(**answers))
    holder = the_holder_of(request)
    for text in the_principles():
        lifecycle.accept_principle(request, by=holder, text=text)
    lifecycle.ask_code(request, by=holder)
    code = mail_codes.latest(mail_codes.for_request(request))
    return lifecycle.prove_address(request, by=holder, digits=mail_codes.digits_of(code))


def a_submitted_request(email=None, **answers):
    request = a_ready_draft(email, **answers)
    return lifecycle.submit(request, by=the_holder_of(request))


def a_request_uninvited(city):
    """A request by somebody who was not invited, for a city that is a member."""
    nothing = {"proposed_name": "", "proposed_country": None, "proposed_type": None}
    return a_submitted_request("new@town.example", kind="new_person", city=city, **nothing)


def a_request_held_by(registrar, email=None, **answers):
    """A request that this registrar checks; nothing is confirmed yet."""
    return lifecycle.take(a_submitted_request(email, **answers), by=registrar)


def confirm(request, kind, registrar, **found):
    """The registrar adds one piece of evidence and confirms it."""
    lifecycle.add_evidence(request, by=registrar, kind=kind)
    evidence = request.evidence.filter(kind=kind, checked_at=None).last()
    if kind in ("call_back", "domain_mail"):
        found = {"number_source_url": PAGE} | found
    if kind == "call_back":
        found = {"spoken_with": "The secretary of the mayor"} | found
    lifecycle.check_evidence(request, by=registrar, evidence=evidence, result="confirmed", **found)


def an_approvable_request(registrar, email=None, **answers):
    """A request with a confirmed letter and call; only the decision is left."""
    request = a_request_held_by(registrar, email, **answers)
    for kind in ("letter", "call_back"):
        confirm(request, kind, registrar)
    return JoinRequest.objects.get(pk=request.pk)


def an_invitation(city, role="practitioner", by=None, **values):
    """An open invitation, written straight into the table."""
    given = {
        "email": f"invited{next(numbers)}@city.example",
        "name": "Ines Invited",
        "office": "Youth officer",
        "expires_at": timezone.now() + timedelta(days=30),
    } | values
    return Invitation.objects.create(city=city, role=role, by=by, **given)
