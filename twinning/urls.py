"""Addresses of the twinning, one block for each part."""

from django.urls import path

from .views import answers, comparing, entries, front, marks, network, rounds

app_name = "twinning"

# Front page, network, comparison
urlpatterns = [
    path("twinning/", front.Front.as_view(), name="front"),
    path("twinning/network/", network.Network.as_view(), name="network"),
    path("twinning/compare/", comparing.Compare.as_view(), name="compare"),
    path("twinning/compare.csv", comparing.CompareCsv.as_view(), name="compare_csv"),
]

# Profile and discovery

# Interests

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
    path(f"{_round}/runs/<str:code>/choose/", marks.RunChoose.as_view(), name="run_choose"),
    path(f"{_round}/propose/", marks.RoundPropose.as_view(), name="round_propose"),
]

# Partnerships

# Visits

# Projects
