"""Addresses of the twinning, one block for each part."""

from django.urls import path

from .views import answers, comparing, entries, front, network, rounds

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
]

# Partnerships

# Visits

# Projects
