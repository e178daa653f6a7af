"""Addresses of the events, one block for each part."""

from django.urls import path

from .feeds import EventFeed
from .views import (
    agenda,
    answers,
    calendars,
    delegations,
    desk,
    desk_polls,
    desk_report,
    door,
    invitations,
    joining,
    listing,
    meetings,
    own,
    papers,
    polls,
    registering,
    reports,
    seats,
    series,
)

app_name = "events"
REPORT = "events/<slug:slug>/report/"
BUILDER = "events/<slug:slug>/desk/report/"
POLL = "events/<slug:slug>/desk/polls/<slug:code>/"

urlpatterns = [
    # Lists and the page of an event: views/listing.py, meetings.py, series.py, feeds.py
    path("events/", listing.EventList.as_view(), name="event_list"),
    path("events/feed.atom", EventFeed.as_view(), name="event_feed"),
    path("events/series/<slug:slug>/", series.SeriesDetail.as_view(), name="series_detail"),
    # Registering, seats, delegations, invitations: views/registering.py, seats.py, delegations.py, invitations.py
    path("events/<slug:slug>/register/", registering.RegistrationCreate.as_view(), name="registration_create"),
    path("events/<slug:slug>/register/sent/", registering.RegistrationStarted.as_view(), name="registration_started"),
    path("events/<slug:slug>/seat/<slug:code>/", seats.RegistrationDetail.as_view(), name="registration_detail"),
    path(
        "events/<slug:slug>/seat/<slug:code>/open/<str:token>/",
        seats.RegistrationOpen.as_view(),
        name="registration_open",
    ),
    path("events/<slug:slug>/seat/<slug:code>/edit/", seats.RegistrationEdit.as_view(), name="registration_edit"),
    path("events/<slug:slug>/seat/<slug:code>/needs/", seats.NeedsEdit.as_view(), name="needs_edit"),
    path("events/<slug:slug>/seat/<slug:code>/take/", seats.SeatTake.as_view(), name="seat_take"),
    path("events/<slug:slug>/seat/<slug:code>/<slug:stop>/accept/", seats.SeatAccept.as_view(), name="seat_accept"),
    path("events/<slug:slug>/seat/<slug:code>/<slug:stop>/decline/", seats.SeatDecline.as_view(), name="seat_decline"),
    path("events/<slug:slug>/seat/<slug:code>/<slug:stop>/cancel/", seats.SeatCancel.as_view(), name="seat_cancel"),
    path(
        "events/<slug:slug>/seat/<slug:code>/<slug:stop>/withdraw/", seats.SeatWithdraw.as_view(), name="seat_withdraw"
    ),
    path(
        "events/<slug:slug>/invitation/<slug:code>/open/<str:token>/",
        invitations.InvitationOpen.as_view(),
        name="invitation_open",
    ),
    path(
        "events/<slug:slug>/invitation/<slug:code>/", invitations.InvitationDetail.as_view(), name="invitation_detail"
    ),
    path(
        "events/<slug:slug>/invitation/<slug:code>/accept/",
        invitations.InvitationAccept.as_view(),
        name="invitation_accept",
    ),
    path(
        "events/<slug:slug>/invitation/<slug:code>/decline/",
        invitations.InvitationDecline.as_view(),
        name="invitation_decline",
    ),
    path("events/<slug:slug>/delegation/", delegations.DelegationDetail.as_view(), name="delegation_detail"),
    path("events/<slug:slug>/delegation/accept/", delegations.DelegationAccept.as_view(), name="delegation_accept"),
    path("events/<slug:slug>/delegation/decline/", delegations.DelegationDecline.as_view(), name="delegation_decline"),
    path("events/<slug:slug>/delegation/new/", delegations.DelegateCreate.as_view(), name="delegate_create"),
    path(
        "events/<slug:slug>/delegation/<slug:code>/replace/",
        delegations.DelegateReplace.as_view(),
        name="delegate_replace",
    ),
    path("events/<slug:slug>/participants/", own.ParticipantList.as_view(), name="participant_list"),
    # One's own events and calendars: views/own.py, calendars.py
    path("me/events/", own.OwnEvents.as_view(), name="own_events"),
    path("events/calendar.ics", calendars.EventListCalendar.as_view(), name="calendar"),
    path("events/<slug:slug>/calendar.ics", calendars.EventCalendar.as_view(), name="event_calendar"),
    path("events/<slug:slug>/stops/<slug:code>.ics", calendars.StopCalendar.as_view(), name="stop_calendar"),
    path(
        "events/<slug:slug>/seat/<slug:code>/calendar.ics",
        calendars.RegistrationCalendar.as_view(),
        name="registration_calendar",
    ),
    path("events/<slug:slug>/agenda/<slug:code>.ics", calendars.SessionCalendar.as_view(), name="session_calendar"),
    path("events/series/<slug:slug>/calendar.ics", calendars.SeriesCalendar.as_view(), name="series_calendar"),
    # The desk of officers and hosts: views/desk.py
    path("events/<slug:slug>/desk/", desk.Desk.as_view(), name="desk"),
    path("events/<slug:slug>/desk/people/", desk.DeskPeople.as_view(), name="desk_people"),
    path("events/<slug:slug>/desk/people.csv", desk.DeskPeopleTable.as_view(), name="desk_people_table"),
    path("events/<slug:slug>/desk/seats/", desk.DeskSeats.as_view(), name="desk_seats"),
    path("events/<slug:slug>/desk/answers/", answers.DeskAnswers.as_view(), name="desk_answers"),
    path("events/<slug:slug>/desk/needs/", desk.DeskNeeds.as_view(), name="desk_needs"),
    path("events/seats/<int:pk>/approve/", desk.SeatApprove.as_view(), name="seat_approve"),
    path("events/seats/<int:pk>/refuse/", desk.SeatRefuse.as_view(), name="seat_refuse"),
    path("events/seats/<int:pk>/confirm/", desk.SeatConfirmHead.as_view(), name="seat_confirm_head"),
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
    path(POLL, desk_polls.DeskPoll.as_view(), name="desk_poll"),
    path(f"{POLL}change/", desk_polls.PollChange.as_view(), name="poll_change"),
    path(f"{POLL}preview/", desk_polls.PollPreview.as_view(), name="poll_preview"),
    path(f"{POLL}open/", desk_polls.PollOpen.as_view(), name="poll_open"),
    path(f"{POLL}close/", desk_polls.PollClose.as_view(), name="poll_close"),
    path(f"{POLL}publish/", desk_polls.PollPublish.as_view(), name="poll_publish"),
    path(f"{POLL}withdraw/", desk_polls.PollWithdraw.as_view(), name="poll_withdraw"),
    path(f"{POLL}void/", desk_polls.PollVoid.as_view(), name="poll_void"),
    path("events/verify/<slug:code>/", papers.CertificateVerify.as_view(), name="certificate_verify"),
    path("events/<slug:slug>/seat/<slug:code>/qr.svg", papers.RegistrationQr.as_view(), name="registration_qr"),
    path(
        "events/<slug:slug>/seat/<slug:code>/certificate/",
        papers.CertificateDetail.as_view(),
        name="certificate_detail",
    ),
    path("events/<slug:slug>/seat/<slug:code>/certificate.pdf", papers.CertificateFile.as_view(), name="certificate"),
    path("events/<slug:slug>/join/", joining.Join.as_view(), name="join"),
    path("events/<slug:slug>/join/<slug:nonce>/", joining.JoinOpen.as_view(), name="join_open"),
    # Reports: views/reports.py, desk_report.py
    path("events/<slug:slug>/report/", reports.ReportList.as_view(), name="report_list"),
    path(f"{REPORT}<int:number>/", reports.ReportDetail.as_view(), name="report_detail"),
    path(f"{REPORT}<int:number>.pdf", reports.ReportPdf.as_view(), name="report_pdf"),
    path(f"{REPORT}<int:number>/<slug:code>.csv", reports.ReportCsv.as_view(), name="report_csv"),
    path(BUILDER, desk_report.DeskReport.as_view(), name="desk_report"),
    path(f"{BUILDER}new/", desk_report.ReportCreate.as_view(), name="report_create"),
    path(f"{BUILDER}edit/", desk_report.ReportEdit.as_view(), name="report_edit"),
    path(f"{BUILDER}add/<slug:kind>/", desk_report.BlockCreate.as_view(), name="block_create"),
    path(f"{BUILDER}blocks/<int:pk>/", desk_report.BlockChange.as_view(), name="block_change"),
    path(f"{BUILDER}blocks/<int:pk>/remove/", desk_report.BlockRemove.as_view(), name="block_remove"),
    path(f"{BUILDER}submit/", desk_report.ReportSubmit.as_view(), name="report_submit"),
    path(f"{BUILDER}send-back/", desk_report.ReportSendBack.as_view(), name="report_send_back"),
    path(f"{BUILDER}publish/", desk_report.ReportPublish.as_view(), name="report_publish"),
    path(f"{BUILDER}revise/", desk_report.ReportRevise.as_view(), name="report_revise"),
]

# Every other address under /events/ stands above this line
urlpatterns += [
    path("events/<slug:slug>/event.jsonld", meetings.EventJsonld.as_view(), name="event_jsonld"),
    path("events/<slug:slug>/", meetings.EventDetail.as_view(), name="event_detail"),
]
