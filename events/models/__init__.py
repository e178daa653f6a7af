"""What there is: meetings, their seats and people, the programme, the door, votes and the report."""

from .agenda import Contributor, Part, Session
from .calendar import CalendarMessage, ReminderRule
from .door import Certificate, CheckIn, MeetingLink
from .meetings import Event, EventCity, EventSlug, EventText, Series
from .people import AccessNeed, Answer, Invitation, Question, Registration
from .polls import Ballot, Option, Poll, PollResult, TextAnswer, Turnout
from .reports import Block, Report
from .seats import Allotment, Delegation, Pool, Seat
from .stops import Host, Room, Stop, Venue

__all__ = [
    "AccessNeed",
    "Allotment",
    "Answer",
    "Ballot",
    "Block",
    "CalendarMessage",
    "Certificate",
    "CheckIn",
    "Contributor",
    "Delegation",
    "Event",
    "EventCity",
    "EventSlug",
    "EventText",
    "Host",
    "Invitation",
    "MeetingLink",
    "Option",
    "Part",
    "Poll",
    "PollResult",
    "Pool",
    "Question",
    "Registration",
    "ReminderRule",
    "Report",
    "Room",
    "Seat",
    "Series",
    "Session",
    "Stop",
    "TextAnswer",
    "Turnout",
    "Venue",
]
