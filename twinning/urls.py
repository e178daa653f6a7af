"""Addresses of the twinning, one block for each part."""

from django.urls import path

from .views import comparing, discovering, front, interests, network, profiles

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

# Partnerships

# Visits

# Projects
