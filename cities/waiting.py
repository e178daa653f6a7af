"""What waits for a member, and what waits for staff."""

from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scn_portal.ui.slots import QueueSource, Waiting

from .confirming import DUE, due_between
from .models import (
    City,
    Confirmation,
    ContactMessage,
    Election,
    Handover,
    JoinRequest,
    Membership,
    Picture,
    Representative,
)
from .models.joining import WAITING
from .status import day_bounds, today

ASKED_AFTER = timedelta(days=30)  # an election


def led_cities(person):
    """The cities that this person leads now, with their status."""
    roles = Representative.objects.open().filter(user=person).exclude(role=Representative.Role.PRACTITIONER)
    return City.objects.filter(pk__in=roles.values("city")).with_status()


def confirmation_due(person):
    """The city should say again that what the portal shows of it is true."""
    cities = [city for city in led_cities(person) if city.status in DUE]
    given = Confirmation.objects.filter(membership__city__in=cities, membership__ended_on=None)
    last = dict(given.values_list("membership__city").annotate(Max("on"))) if cities else {}
    return [
        Waiting(
            _("Your city is on hold. Do the yearly check") if city.status == "on_hold" else _("Do the yearly check"),
            reverse("cities:city_confirm", args=[city.slug]),
            where=city.name,
            due_at=due_between(last.get(city.pk, city.joined_on), city.status).until,
        )
        for city in cities
    ]


def elections_passed(person):
    """After an election the city says whether its political lead is still the same; from day 91 the right to sign
    sleeps."""
    passed = Election.objects.unanswered(today()).filter(on__lte=today() - ASKED_AFTER)
    cities = led_cities(person).filter(status__in=Membership.IN_FORCE)
    rows = passed.filter(city__in=cities.values("pk")).select_related("city").order_by("on")
    return [
        Waiting(
            _("After the election: is the political lead still the same?"),
            reverse("cities:city_confirm", args=[election.city.slug]),
            where=election.city.name,
            due_at=day_bounds(election.sleeps_on)[0],
        )
        for election in {each.city_id: each for each in rows}.values()
    ]


def notices_running(person):
    """The city has given notice; its political lead may take it back."""
    rows = Membership.objects.filter(city__in=led_cities(person).values("pk"), ended_on=None)
    return [
        Waiting(
            _("Your city leaves the network. The notice can still be taken back"),
            reverse("cities:city_people", args=[membership.city.slug]),
            where=membership.city.name,
            due_at=day_bounds(membership.ends_on)[0],
        )
        for membership in rows.exclude(notice_on=None).select_related("city")
    ]


def handovers_under_way(person):
    """A role that the person may take over; one whose handover the people of the city follow, or may object to."""
    own = Representative.objects.open().filter(user=person, city=OuterRef("city"))
    leading = own.exclude(role=Representative.Role.PRACTITIONER)
    forced = Q(way="forced", objection_until__gt=timezone.now()) & Q(Exists(own))
    meant = Q(email__iexact=person.email) | Q(Exists(leading)) | forced
    rows = Handover.objects.filter(meant, status="open", expires_at__gt=timezone.now()).select_related("city")
    return [_handover(person, handover) for handover in rows]


def _handover(person, handover):
    role, due_at, page = handover.get_role_display(), handover.expires_at, "cities:handover_detail"
    if handover.email.lower() == person.email.lower():
        page, title = "cities:handover_accept", _("You are asked to take over the role of %(role)s")
    elif handover.way == "forced":
        title, due_at = _("The role of %(role)s shall pass to %(name)s. Is that right?"), handover.objection_until
    else:
        title = _("Handover of the role of %(role)s: %(name)s has not answered yet")
    values = {"role": role, "name": f"\u2068{handover.name}\u2069"}  # keeps its own writing direction
    return Waiting(title % values, reverse(page, args=[handover.code]), where=handover.city.name, due_at=due_at)


def people_who_ask(person):
    """Somebody asked to act for the city and waits to be invited by one of its leading people."""
    asked = JoinRequest.objects.filter(kind=JoinRequest.Kind.NEW_PERSON, status__in=WAITING, invitation=None)
    rows = asked.filter(city__in=led_cities(person).values("pk")).select_related("city")
    return [
        Waiting(
            _("Somebody asks to act for your city. Invite them if you know them"),
            reverse("cities:city_people", args=[request.city.slug]),
            where=request.city.name,
        )
        for request in rows
    ]


def _next_for_request(request):
    return {
        JoinRequest.Status.SUBMITTED: _("Take it"),
        JoinRequest.Status.CHECKING: _("Check the evidence and decide"),
        JoinRequest.Status.EVIDENCE_ASKED: _("Wait for the answer"),
    }[request.status]


def named_with_country(request):
    country = request.city.country if request.city else request.proposed_country
    return f"{request.city or request.proposed_name}, {country}"


JOIN_REQUESTS = QueueSource(
    key="join_requests",
    label=gettext_lazy("Join requests"),
    group="registrar",
    rows=lambda: (
        JoinRequest.objects.filter(status__in=WAITING)
        .select_related("city__country", "proposed_country", "taken_by")
        .prefetch_related("evidence")
        .order_by("submitted_at")
    ),
    title=named_with_country,
    waiting_since=lambda request: request.submitted_at,
    next_action=_next_for_request,
    url=lambda request: reverse("admin:cities_joinrequest_change", args=[request.code]),
    owner=lambda request: request.taken_by.name if request.taken_by else "",
)

MESSAGES = QueueSource(
    key="contact_messages",
    label=gettext_lazy("Messages to the network"),
    group="moderator",
    rows=lambda: ContactMessage.objects.exclude(status="closed").select_related("handled_by").order_by("sent_at"),
    title=lambda message: f"{message.name}: {message.get_topic_display()}",
    waiting_since=lambda message: message.sent_at,
    next_action=lambda message: _("Answer by mail, then close it"),
    url=lambda message: reverse("admin:cities_contactmessage_change", args=[message.number]),
    owner=lambda message: message.handled_by.name if message.handled_by else "",
    working_days=5,
)

PICTURES = QueueSource(
    key="pictures_of_cities",
    label=gettext_lazy("Pictures that cities added"),
    group="moderator",
    rows=lambda: (
        Picture.objects.filter(status=Picture.Status.DRAFT, city__isnull=False, file__isnull=False)
        .select_related("city", "file")
        .order_by("file__uploaded_at")
    ),
    title=lambda picture: f"{picture.city}: {picture}",
    waiting_since=lambda picture: picture.file.uploaded_at,
    next_action=lambda picture: _("Look at it and let it be shown"),
    url=lambda picture: reverse("admin:cities_picture_change", args=[picture.code]),
    owner=lambda picture: "",
)
