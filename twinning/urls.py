"""Addresses of the twinning, one block for each part."""

from django.urls import path

from .views import front

app_name = "twinning"

# Front page, network, comparison
urlpatterns = [
    path("twinning/", front.Front.as_view(), name="front"),
]

# Profile and discovery

# Interests

# Rounds and runs

# Partnerships

# Visits

# Projects
