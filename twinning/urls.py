"""Addresses of the twinning, one block for each part."""

from django.urls import path

from .views import comparing, front, network

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

# Partnerships

# Visits

# Projects
