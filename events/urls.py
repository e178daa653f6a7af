"""Addresses of the events, one block for each part."""

from django.urls import path

from .feeds import EventFeed
from .views import (
    agenda,
    desk_polls,
    door,
    listing,
    meetings,
    polls,
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
    # Votes: views/polls.py, desk_polls.py
    path("events/<slug:slug>/live/", polls.Live.as_view(), name="live"),
    path("events/<slug:slug>/live/<slug:code>/", polls.PollVote.as_view(), name="poll_vote"),
    path("events/<slug:slug>/polls/<slug:code>.csv", polls.PollCsv.as_view(), name="poll_csv"),
    path("events/<slug:slug>/screen/<slug:code>/", polls.Screen.as_view(), name="screen"),
    path("events/<slug:slug>/screen/<slug:code>/qr.svg", polls.ScreenQr.as_view(), name="screen_qr"),
    path("events/<slug:slug>/desk/polls/", desk_polls.DeskPolls.as_view(), name="desk_polls"),
    path("events/<slug:slug>/desk/polls/new/", desk_polls.PollCreate.as_view(), name="poll_create"),
    path("events/<slug:slug>/desk/polls/<slug:code>/", desk_polls.DeskPoll.as_view(), name="desk_poll"),
    path("events/<slug:slug>/desk/polls/<slug:code>/change/", desk_polls.PollChange.as_view(), name="poll_change"),
    path("events/<slug:slug>/desk/polls/<slug:code>/preview/", desk_polls.PollPreview.as_view(), name="poll_preview"),
    path("events/<slug:slug>/desk/polls/<slug:code>/open/", desk_polls.PollOpen.as_view(), name="poll_open"),
    path("events/<slug:slug>/desk/polls/<slug:code>/close/", desk_polls.PollClose.as_view(), name="poll_close"),
    path("events/<slug:slug>/desk/polls/<slug:code>/publish/", desk_polls.PollPublish.as_view(), name="poll_publish"),
    path("events/<slug:slug>/desk/polls/<slug:code>/withdraw/", desk_polls.PollWithdraw.as_view(), name="poll_withdraw"),
    path("events/<slug:slug>/desk/polls/<slug:code>/void/", desk_polls.PollVoid.as_view(), name="poll_void"),
    # Reports: views/reports.py
]

# Every other address under /events/ stands above this line
urlpatterns += [
    path("events/<slug:slug>/event.jsonld", meetings.EventJsonld.as_view(), name="event_jsonld"),
    path("events/<slug:slug>/", meetings.EventDetail.as_view(), name="event_detail"),
]
