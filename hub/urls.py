"""Addresses of the hub, one block for each part."""

app_name = "hub"

urlpatterns = [
    # The hub's front page, items and adoptions: views/resources.py, adoptions.py, collections.py
    # The list, suggestions, saved searches, feed: views/finding.py, feeds.py
    # Writing: views/writing.py, files.py
]
