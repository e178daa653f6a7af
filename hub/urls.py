"""Addresses of the hub, one block for each part."""

from django.urls import path

from .views import adoptions, collections, files, home, resources

app_name = "hub"

urlpatterns = [
    # The hub's front page, items and adoptions: views/resources.py, adoptions.py, collections.py
    path("hub/", home.Home.as_view(), name="home"),
    path("hub/collections/", collections.CollectionList.as_view(), name="collection_list"),
    path("hub/collections/<str:slug>/", collections.CollectionDetail.as_view(), name="collection_detail"),
    path("hub/resources/<str:slug>/cite/", resources.ResourceCite.as_view(), name="resource_cite"),
    path("hub/resources/<str:slug>/cite.bib", resources.ResourceBibtex.as_view(), name="resource_bibtex"),
    path("hub/resources/<str:slug>/item.jsonld", resources.ResourceJsonld.as_view(), name="resource_jsonld"),
    path("hub/resources/<str:slug>/versions/<int:number>/", resources.VersionDetail.as_view(), name="version_detail"),
    path("hub/resources/<str:slug>/adoptions/", adoptions.AdoptionList.as_view(), name="adoption_list"),
    # The list, suggestions, saved searches, feed: views/finding.py, feeds.py
    # Writing: views/writing.py, files.py
    path("hub/resources/<str:slug>/files/", files.ResourceFiles.as_view(), name="resource_files"),
    path("hub/resources/<str:slug>/files/<str:code>/", files.FileUpdate.as_view(), name="file_update"),
    path("hub/resources/<str:slug>/files/<str:code>/move/", files.FileMove.as_view(), name="file_move"),
    path("hub/resources/<str:slug>/files/<str:code>/remove/", files.FileRemove.as_view(), name="file_remove"),
]

# Every other address under /hub/resources/ stands above this line
urlpatterns += [
    path("hub/resources/<str:slug>/", resources.ResourceDetail.as_view(), name="resource_detail"),
]
