"""Addresses of the events, one block for each part."""

from django.urls import path

from .feeds import EventFeed
from .views import listing, meetings, series

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
    # The door, papers, the online meeting: views/door.py, papers.py, joining.py
    # Votes: views/polls.py
    # Reports: views/reports.py
]

# Every other address under /events/ stands above this line
urlpatterns += [
    path("events/<slug:slug>/event.jsonld", meetings.EventJsonld.as_view(), name="event_jsonld"),
    path("events/<slug:slug>/", meetings.EventDetail.as_view(), name="event_detail"),
]
