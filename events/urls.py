"""Addresses of the events, one block for each part."""

from django.urls import path

from .feeds import EventFeed
from .views import (
    agenda,
    door,
    joining,
    listing,
    meetings,
    series,
)

app_name = "events"

urlpatterns = [
    # Lists and the page of an event: views/listing.py, meetings.py, series.py, feeds.py
    path("events/", listing.EventList.as_view(), name="event_list"),
    path("events/feed.atom", EventFeed.as_view(), name="event_feed"),
    path("events/series/<slug:slug>/", series.SeriesDetail.as_view(), name="series_detail"),
    # Registering, seats, delegations, invitations: views/registering.py, seats.py, delegations.py, invitations.py
    # One's own events and calendars: views/own.py, calendars.py
    # The desk of officers and hosts: views/desk.py
    # The programme: views/agenda.py
    path("events/<slug:slug>/agenda/", agenda.Agenda.as_view(), name="agenda"),
    path("events/<slug:slug>/agenda/<slug:code>/", agenda.SessionDetail.as_view(), name="session_detail"),
    path("events/<slug:slug>/desk/agenda/", agenda.DeskAgenda.as_view(), name="desk_agenda"),
    path("events/<slug:slug>/desk/agenda/show/", agenda.AgendaRelease.as_view(), name="agenda_release"),
    path("events/<slug:slug>/desk/agenda/new/<slug:stop>/", agenda.SessionCreate.as_view(), name="session_create"),
    path("events/<slug:slug>/desk/agenda/<slug:code>/edit/", agenda.SessionEdit.as_view(), name="session_edit"),
    path("events/<slug:slug>/desk/agenda/<slug:code>/cancel/", agenda.SessionCancel.as_view(), name="session_cancel"),
    path("events/<slug:slug>/desk/agenda/<slug:code>/people/", agenda.PartCreate.as_view(), name="part_create"),
    path("events/<slug:slug>/desk/parts/<int:pk>/", agenda.PartAnswer.as_view(), name="part_answer"),
    # The door, papers, the online meeting: views/door.py, papers.py, joining.py
    path("events/q/<slug:code>/", door.CheckInByCode.as_view(), name="check_in"),
    path("events/<slug:slug>/desk/check-in/", door.DeskCheckIn.as_view(), name="desk_check_in"),
    path("events/<slug:slug>/join/", joining.Join.as_view(), name="join"),
    path("events/<slug:slug>/join/<slug:nonce>/", joining.JoinOpen.as_view(), name="join_open"),
    # Votes: views/polls.py
    # Reports: views/reports.py
]

# Every other address under /events/ stands above this line
urlpatterns += [
    path("events/<slug:slug>/event.jsonld", meetings.EventJsonld.as_view(), name="event_jsonld"),
    path("events/<slug:slug>/", meetings.EventDetail.as_view(), name="event_detail"),
]
