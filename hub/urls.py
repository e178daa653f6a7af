"""Addresses of the hub, one block for each part."""

from django.urls import path

from .views import files

app_name = "hub"

urlpatterns = [
    # The hub's front page, items and adoptions: views/resources.py, adoptions.py, collections.py
    # The list, suggestions, saved searches, feed: views/finding.py, feeds.py
    # Writing: views/writing.py, files.py
    path("hub/resources/<str:slug>/files/", files.ResourceFiles.as_view(), name="resource_files"),
    path("hub/resources/<str:slug>/files/<str:code>/", files.FileUpdate.as_view(), name="file_update"),
    path("hub/resources/<str:slug>/files/<str:code>/move/", files.FileMove.as_view(), name="file_move"),
    path("hub/resources/<str:slug>/files/<str:code>/remove/", files.FileRemove.as_view(), name="file_remove"),
]
