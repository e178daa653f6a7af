"""What the events hang elsewhere: menus, panels, figures, the staff queue."""

from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.readers import reader_of
from scn_portal.notifications import calendar_feed
from scn_portal.ui import slots
from scn_portal.ui.slots import Figure, MenuEntry, Panel, QueueSource

from . import answering, calendars, numbers, reporting, sitemaps, waiting  # noqa: F401 -- the first registers itself
from .agenda import days_of, whole
from .checking_in import day_at, joined_by, link_of_now, numbers_at, stop_of_today
from .listing import described
from .models import Certificate, CheckIn, Event, Host, Poll, Registration, Seat
from .models.seats import HOLDING
from .querysets import PAST
from .rules import is_officer
from .rules.door import door_stops
from .voting import registration_of

ON_THE_FRONT_PAGE, ON_A_CITY_PAGE = 3, 6

slots.menu.hang(MenuEntry(_("Events"), "events:event_list", "events"), position=30)
slots.person_menu.hang(MenuEntry(_("Your events"), "events:own_events", "own_events"), position=20)
slots.waiting.hang(waiting.waiting_for)


@slots.home.hang
def next_meetings(request):
    """What comes next, as far as this reader may know of it; nothing while nothing is announced."""
    ahead = Event.objects.visible_to(request.user).upcoming(timezone.now().date()).exclude(status="cancelled")
    own = Registration.objects.filter(event=OuterRef("pk"), user=request.user.pk or 0, status="active")  # 0: nobody
    rows = ahead.annotate(has_own_seat=Exists(own)).order_by("starts_on", "pk").for_lists()[:ON_THE_FRONT_PAGE]
    events = [described(each) for each in rows]
    return Panel("events/panels/next.html", {"events": events}) if events else None


@slots.city_detail.hang
def events_of_city(request, city):
    """The meetings that the city hosted, or to which it came."""
    hosted = Host.objects.filter(stop__event=OuterRef("pk"), city=city, stop__status__in=["scheduled", "completed"])
    came = Seat.objects.filter(stop__event=OuterRef("pk"), registration__city=city, status="attended")
    seen = Event.objects.visible_to(request.user).announced().exclude(status="cancelled")
    rows = seen.filter(Exists(hosted) | Exists(came)).annotate(was_host=Exists(hosted)).order_by("-starts_on", "-pk")
    events = [described(each) for each in rows.for_lists()[: ON_A_CITY_PAGE + 1]]
    values = {"events": events[:ON_A_CITY_PAGE], "has_more": len(events) > ON_A_CITY_PAGE, "city": city}
    return Panel("events/panels/city.html", values) if events else None


def public_events():
    """Those that took place, counted as everybody sees them."""
    return Event.objects.visible_to(AnonymousUser()).filter(status__in=PAST, is_demonstration=False).count()


slots.figures.hang(Figure("events", _("Events since 2015"), public_events, "events:event_list"), position=30)


@slots.event_main.hang
def programme_of_event(request, event):
    """The first hours of the programme, and the way to the rest; nothing before it is shown."""
    days = days_of(whole(event.sessions.filter(status="released")))
    number = sum(len(each.sessions) for each in days)
    return Panel("events/panels/programme.html", {"first": days[0], "number": number, "event": event}) if days else None


@slots.event_detail.hang
def way_to_the_desk(request, event):
    """For officers and hosts. Asks nothing that the page has not fetched."""
    hosting = (Host.Role.LEAD, Host.Role.CO_HOST)
    hosts = {each.city_id for stop in event.stops.all() for each in stop.hosts.all() if each.role in hosting}
    if is_officer(request.user) or hosts & set(reader_of(request.user).cities):
        return Panel("events/panels/desk.html", {"event": event})
    return None


# What waits for the officers


def midnight_after(day):
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


slots.queue.hang(
    QueueSource(
        key="events.requests",
        label=_("Requests for a seat"),
        group="moderator",
        rows=numbers.requests_of_open_events,
        title=lambda seat: f"{seat.registration.name}: {seat.stop.event.title}",
        waiting_since=lambda seat: seat.since,
        next_action=lambda seat: _("Approve or refuse"),
        url=lambda seat: reverse("events:desk_seats", args=[seat.stop.event.slug]),
        owner=lambda seat: "",
        working_days=3,
    )
)
slots.queue.hang(
    QueueSource(
        key="events.reports",
        label=_("Events without a report"),
        group="moderator",
        rows=numbers.without_report,
        title=lambda event: event.title,
        waiting_since=lambda event: event.ends_at or midnight_after(event.ends_on),
        next_action=lambda event: _("Publish the report, or say why there is none"),
        url=lambda event: reverse("admin:events_event_change", args=[event.code]),
        owner=lambda event: "",
        working_days=20,
    )
)


slots.queue.hang(
    QueueSource(
        key="events.shifted",
        label=_("Stops whose clocks were changed by law"),
        group="moderator",
        rows=calendars.shifted_stops,
        title=lambda stop: f"{stop.event.title}: {stop.zone}",
        waiting_since=lambda stop: stop.calendar_changed_at,
        next_action=lambda stop: _("Set the time anew, and tell people"),
        url=lambda stop: reverse("admin:events_stop_change", args=[stop.code]),
        owner=lambda stop: "",
        working_days=2,
    )
)


@slots.registration_detail.hang
def ticket(request, registration):
    """The code for the door and the way into the online meeting, until the event is over."""
    if registration.event.status in PAST or not registration.seats.filter(status__in=HOLDING).exists():
        return None
    link = link_of_now(joined_by(registration), timezone.now())
    return Panel("events/_ticket.html", {"registration": registration, "event": registration.event, "link": link})


@slots.registration_detail.hang
def certificate_of_seat(request, registration):
    """The certificate of somebody who was there, once the event is over."""
    if registration.event.status not in PAST:
        return None
    paper = Certificate.objects.filter(registration=registration).order_by("-status", "-pk").first()
    if paper is None and not CheckIn.objects.filter(registration=registration, result="ok").exists():
        return None
    return Panel("events/panels/certificate.html", {"registration": registration, "certificate": paper})


@slots.own_events.hang
def own_calendar(request):
    """The address under which a calendar program finds one's own seats."""
    return Panel("events/panels/calendar.html", {"has_feed": calendar_feed.of(request.user) is not None})


@slots.event_desk.hang
def questions_of_event(request, event):
    """The way to what people answered at registration, where something was asked that this reader may read."""
    asked = answering.read_by(event, is_officer=is_officer(request.user)).count()
    return Panel("events/panels/questions.html", {"event": event, "asked": asked}) if asked else None


@slots.event_desk.hang
def votes_and_report(request, event):
    """Questions to the room and the report, for those who run them."""
    if not is_officer(request.user):
        return None
    number = event.polls.exclude(status=Poll.Status.VOID).count()
    return Panel("events/panels/votes.html", {"event": event, "number": number})


@slots.event_detail.hang
def questions_to_the_room(request, event):
    """While the event is on: the way to its questions, for whoever has a seat."""
    now = timezone.now()
    is_on = event.starts_at and event.starts_at - timedelta(hours=1) <= now <= event.ends_at
    if not is_on or event.status in ("cancelled", "postponed", "draft") or not request.user.is_authenticated:
        return None
    return Panel("events/panels/room.html", {"event": event}) if registration_of(request.user, event) else None


@slots.event_detail.hang
def report_of_event(request, event):
    """What the event brought, once it is written down."""
    if event.status not in PAST:
        return None
    report = reporting.visible_to(request.user).filter(event=event).order_by("-number").first()
    return Panel("events/panels/report.html", {"event": event, "report": report}) if report else None


@slots.event_desk.hang
def door_of_event(request, event):
    """The way to the door, with how many came today, for those who check in at one of the stops."""
    stop = stop_of_today(door_stops(request.user, event), timezone.now())
    if stop is None or event.status in ("draft", *PAST):
        return None
    values = {"event": event, "stop": stop, "numbers": numbers_at(stop, day_at(stop, timezone.now()))}
    return Panel("events/panels/door.html", values)
