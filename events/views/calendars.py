"""Calendars to open or to subscribe to: of the list, an event, a stop, a session, a series."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import View

from scn_portal.accounts.links import Public
from scn_portal.notifications import ical

from .. import calendars, entries
from ..models import Event, Series, Session
from .seats import OfOwnRegistration


class CalendarFile(Public, View):
    """What the reader may see of it, as one calendar. Without an entry there is no such page."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, **arguments):
        name, title, entries = self.told(**arguments)
        return ical.answer(request, ical.published(entries, title), name)

    def seen(self, **which):
        return Event.objects.visible_to(self.request.user).filter(**which)

    def event(self, slug):
        return get_object_or_404(self.seen(slug=slug))


class EventListCalendar(CalendarFile):
    def told(self):
        return "events", _("Events of the Strong Cities Network"), calendars.entries_of(self.seen())


class EventCalendar(CalendarFile):
    def told(self, slug):
        event = self.event(slug)
        entries = calendars.entries_of(self.seen(pk=event.pk))
        if not entries:
            raise Http404
        return "event", calendars.title_of(event), entries


class StopCalendar(CalendarFile):
    def told(self, slug, code):
        event = self.event(slug)
        stop = get_object_or_404(calendars.stops_of(self.seen(pk=event.pk)), code=code)
        return "event", calendars.title_of(event), [calendars.entry_of_stop(stop)]


class SessionCalendar(CalendarFile):
    def told(self, slug, code):
        event = self.event(slug)
        sessions = Session.objects.filter(event=event).exclude(status=Session.Status.PLANNED)
        session = get_object_or_404(sessions.select_related("event", "stop__city", "stop__venue", "room"), code=code)
        return "session", calendars.title_of(event), [calendars.entry_of_session(session)]


class SeriesCalendar(CalendarFile):
    def told(self, slug):
        series = get_object_or_404(Series, slug=slug)
        return "series", series.title, calendars.entries_of(self.seen(series=series))


class RegistrationCalendar(OfOwnRegistration, View):
    """The seats of one registration, for the person alone: the entries that mail brings, to be added by hand."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, **arguments):
        own = entries.of_registration(self.registration)
        if not own:
            raise Http404
        return ical.answer(request, ical.published(own, calendars.title_of(self.event)), "seat")
