"""Addresses of the events, one block for each part."""

from django.urls import path

from .views import door, meetings

app_name = "events"

urlpatterns = [
    # Lists and the page of an event: views/meetings.py, series.py, feeds.py
    path("events/", meetings.EventList.as_view(), name="event_list"),
    # Registering, seats, delegations, invitations: views/registering.py, seats.py, delegations.py, invitations.py
    # One's own events and calendars: views/own.py, calendars.py
    # The desk of officers and hosts: views/desk.py
    # The programme: views/agenda.py
    # The door, papers, the online meeting: views/door.py, papers.py, joining.py
    path("events/q/<slug:code>/", door.CheckInByCode.as_view(), name="check_in"),
    path("events/<slug:slug>/desk/check-in/", door.DeskCheckIn.as_view(), name="desk_check_in"),
    # Votes: views/polls.py
    # Reports: views/reports.py
]

# Every other address under /events/ stands above this line
urlpatterns += [
    path("events/<slug:slug>/", meetings.EventDetail.as_view(), name="event_detail"),
]
