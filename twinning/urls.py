"""Addresses of the twinning, one block for each part."""

from django.urls import path

from .views import (
    answers,
    comparing,
    discovering,
    entries,
    front,
    interests,
    marks,
    network,
    partnership_steps,
    partnerships,
    profiles,
    project_steps,
    projects,
    rounds,
    runs,
    visit_steps,
    visits,
)

app_name = "twinning"

# Front page, network, comparison
urlpatterns = [
    path("twinning/", front.Front.as_view(), name="front"),
    path("twinning/network/", network.Network.as_view(), name="network"),
    path("twinning/compare/", comparing.Compare.as_view(), name="compare"),
    path("twinning/compare.csv", comparing.CompareCsv.as_view(), name="compare_csv"),
]

# Profile and discovery
urlpatterns += [
    path("twinning/profile/", profiles.ProfileDetail.as_view(), name="profile"),
    path("twinning/profile/edit/", profiles.ProfileEdit.as_view(), name="profile_edit"),
    path("twinning/profile/confirm/", profiles.ProfileConfirm.as_view(), name="profile_confirm"),
    path("twinning/discover/", discovering.Discover.as_view(), name="discover"),
]

# Interests
urlpatterns += [
    path("twinning/interests/", interests.InterestList.as_view(), name="interest_list"),
    path("twinning/interests/new/", interests.InterestCreate.as_view(), name="interest_create"),
    path("twinning/interests/<slug:code>/", interests.InterestDetail.as_view(), name="interest_detail"),
    path("twinning/interests/<slug:code>/accept/", interests.InterestAccept.as_view(), name="interest_accept"),
    path("twinning/interests/<slug:code>/decline/", interests.InterestDecline.as_view(), name="interest_decline"),
    path("twinning/interests/<slug:code>/withdraw/", interests.InterestWithdraw.as_view(), name="interest_withdraw"),
]

# Rounds and runs
_round = "twinning/rounds/<slug:slug>"
urlpatterns += [
    path("twinning/rounds/", rounds.RoundList.as_view(), name="round_list"),
    path(f"{_round}/", rounds.RoundDetail.as_view(), name="round_detail"),
    path(f"{_round}/entry/", entries.EntryEdit.as_view(), name="entry_edit"),
    path(f"{_round}/entry/withdraw/", entries.EntryWithdraw.as_view(), name="entry_withdraw"),
    path(f"{_round}/private-list/", entries.PrivateList.as_view(), name="private_list"),
    path(f"{_round}/answer/", answers.PlaceAnswer.as_view(), name="place_answer"),
    path(f"{_round}/marks/", marks.RoundMark.as_view(), name="round_mark"),
    path(f"{_round}/marks/<int:pk>/lift/", marks.MarkLift.as_view(), name="mark_lift"),
    path(f"{_round}/runs/", runs.RunStart.as_view(), name="run_start"),
    path(f"{_round}/runs/<str:code>/", runs.RunDetail.as_view(), name="run_detail"),
    path(f"{_round}/runs/<str:code>/cancel/", runs.RunCancel.as_view(), name="run_cancel"),
    path(f"{_round}/runs/<str:code>/choose/", marks.RunChoose.as_view(), name="run_choose"),
    path(f"{_round}/propose/", marks.RoundPropose.as_view(), name="round_propose"),
]

# Partnerships
of_partnership = "twinning/partnerships/<slug:slug>/"
urlpatterns += [
    path("twinning/partnerships/", partnerships.PartnershipList.as_view(), name="partnership_list"),
    path("twinning/partnerships/new/", partnerships.PartnershipCreate.as_view(), name="partnership_create"),
    path(
        "twinning/interests/<slug:code>/partnership/",
        partnerships.PartnershipFromInterest.as_view(),
        name="partnership_from_interest",
    ),
    path(of_partnership, partnerships.PartnershipDetail.as_view(), name="partnership_detail"),
    path(of_partnership + "take-part/", partnership_steps.TakePart.as_view(), name="partnership_take_part"),
    path(of_partnership + "decline/", partnership_steps.Decline.as_view(), name="partnership_decline"),
    path(of_partnership + "text/", partnership_steps.TextWrite.as_view(), name="partnership_text"),
    path(of_partnership + "sign/", partnership_steps.Sign.as_view(), name="partnership_sign"),
    path(of_partnership + "office/", partnership_steps.OfficeName.as_view(), name="partnership_office"),
    path(of_partnership + "plan/", partnership_steps.PlanWrite.as_view(), name="partnership_plan"),
    path(of_partnership + "adopt/", partnership_steps.PlanAdopt.as_view(), name="partnership_adopt"),
    path(of_partnership + "step/", partnership_steps.StepAdd.as_view(), name="partnership_step"),
    path(of_partnership + "pause/", partnership_steps.Pause.as_view(), name="partnership_pause"),
    path(of_partnership + "resume/", partnership_steps.Resume.as_view(), name="partnership_resume"),
    path(of_partnership + "leave/", partnership_steps.Leave.as_view(), name="partnership_leave"),
    path(of_partnership + "begin-review/", partnership_steps.ReviewBegin.as_view(), name="partnership_begin_review"),
    path(of_partnership + "review/", partnership_steps.ReviewFile.as_view(), name="partnership_review"),
    path(of_partnership + "renew/", partnership_steps.Renew.as_view(), name="partnership_renew"),
    path(of_partnership + "close/", partnership_steps.Close.as_view(), name="partnership_close"),
    path(of_partnership + "public/", partnership_steps.MakePublic.as_view(), name="partnership_public"),
    path(of_partnership + "members-only/", partnership_steps.MakeInternal.as_view(), name="partnership_internal"),
    path(of_partnership + "note/", partnership_steps.NoteWrite.as_view(), name="partnership_note"),
    path(of_partnership + "step/<int:pk>/", partnership_steps.StepTick.as_view(), name="partnership_step_done"),
]

# Visits
VISIT = "twinning/visits/<slug:code>/"
urlpatterns += [
    path("twinning/visits/", visits.VisitList.as_view(), name="visit_list"),
    path("twinning/visits/new/", visits.VisitCreate.as_view(), name="visit_create"),
    path(VISIT, visits.VisitDetail.as_view(), name="visit_detail"),
    path(f"{VISIT}change/", visit_steps.VisitEdit.as_view(), name="visit_edit"),
    path(f"{VISIT}confirm/", visit_steps.VisitConfirm.as_view(), name="visit_confirm"),
    path(f"{VISIT}cancel/", visit_steps.VisitCancel.as_view(), name="visit_cancel"),
    path(f"{VISIT}report/", visit_steps.VisitReport.as_view(), name="visit_report"),
    path(f"{VISIT}report/correct/", visit_steps.VisitCorrect.as_view(), name="visit_correct"),
    path(f"{VISIT}report/check/", visit_steps.VisitCheck.as_view(), name="visit_check"),
    path(f"{VISIT}stops/new/", visit_steps.StopAdd.as_view(), name="visit_stop_add"),
    path(f"{VISIT}stops/<slug:stop>/", visit_steps.StopEdit.as_view(), name="visit_stop_edit"),
    path(f"{VISIT}stops/<slug:stop>/remove/", visit_steps.StopRemove.as_view(), name="visit_stop_remove"),
    path(f"{VISIT}guests.csv", visits.VisitGuests.as_view(), name="visit_guests"),
    path(f"{VISIT}guests/new/", visit_steps.GuestAdd.as_view(), name="visit_guest_add"),
    path(f"{VISIT}guests/<int:guest>/remove/", visit_steps.GuestRemove.as_view(), name="visit_guest_remove"),
]

# Projects
PROJECT = "twinning/projects/<slug:slug>/"
TASK = f"{PROJECT}tasks/<int:task>/"
urlpatterns += [
    path("twinning/projects/", projects.ProjectList.as_view(), name="project_list"),
    path("twinning/projects/new/", projects.ProjectCreate.as_view(), name="project_create"),
    path(PROJECT, projects.ProjectDetail.as_view(), name="project_detail"),
    path(f"{PROJECT}change/", project_steps.ProjectEdit.as_view(), name="project_edit"),
    path(f"{PROJECT}begin/", project_steps.ProjectBegin.as_view(), name="project_begin"),
    path(f"{PROJECT}done/", project_steps.ProjectFinish.as_view(), name="project_finish"),
    path(f"{PROJECT}stop/", project_steps.ProjectStop.as_view(), name="project_stop"),
    path(f"{PROJECT}tasks/new/", project_steps.TaskAdd.as_view(), name="project_task_add"),
    path(f"{TASK}done/", project_steps.TaskClose.as_view(), name="task_close"),
    path(f"{TASK}open/", project_steps.TaskReopen.as_view(), name="task_reopen"),
    path(f"{TASK}remove/", project_steps.TaskRemove.as_view(), name="task_remove"),
]
