"""Addresses of the hub, one block for each part."""

from django.urls import path

from .feeds import ResourceFeed
from .views import (
    adoptions,
    changing,
    collections,
    desk,
    files,
    finding,
    home,
    releasing,
    resources,
    searches,
    writing,
)

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
    path("hub/resources/<str:slug>/adoptions/new/", adoptions.AdoptionCreate.as_view(), name="adoption_create"),
    path("hub/adoptions/<str:code>/", adoptions.AdoptionDetail.as_view(), name="adoption_detail"),
    path("hub/adoptions/<str:code>/confirm/", adoptions.AdoptionConfirm.as_view(), name="adoption_confirm"),
    path("hub/adoptions/<str:code>/dispute/", adoptions.AdoptionDispute.as_view(), name="adoption_dispute"),
    path("hub/adoptions/<str:code>/withdraw/", adoptions.AdoptionWithdraw.as_view(), name="adoption_withdraw"),
    path("hub/adoptions/<str:code>/end/", adoptions.AdoptionEnd.as_view(), name="adoption_end"),
    path("hub/resources/<str:slug>/confirm/", changing.ResourceConfirm.as_view(), name="resource_confirm"),
    path("hub/resources/<str:slug>/withdraw/", changing.ResourceWithdraw.as_view(), name="resource_withdraw"),
    path("hub/resources/<str:slug>/claim/", changing.ResourceClaim.as_view(), name="resource_claim"),
    path("hub/resources/<str:slug>/sharing/", changing.ResourceSharing.as_view(), name="resource_sharing"),
    # The list, suggestions, saved searches, feed, read API: views/finding.py, views/searches.py, feeds.py, api.py
    path("hub/resources/", finding.ResourceList.as_view(), name="resource_list"),
    path("hub/resources.csv", finding.ResourceListCsv.as_view(), name="resource_list_csv"),
    path("hub/suggestions/", finding.Suggestions.as_view(), name="suggestions"),
    path("hub/feed.atom", ResourceFeed.as_view(), name="resource_feed"),
    path("me/searches/", searches.SearchList.as_view(), name="search_list"),
    path("me/searches/new/", searches.SearchCreate.as_view(), name="search_create"),
    path("me/searches/<slug:code>/", searches.SearchEdit.as_view(), name="search_edit"),
    path("me/searches/<slug:code>/delete/", searches.SearchDelete.as_view(), name="search_delete"),
    # Writing: views/writing.py, releasing.py, desk.py, files.py
    path("hub/desk/", desk.Desk.as_view(), name="desk"),
    path("hub/resources/new/", writing.ResourceStart.as_view(), name="resource_start"),
    path("hub/resources/<str:slug>/edit/<slug:section>/", writing.ResourceEdit.as_view(), name="resource_edit"),
    path("hub/resources/<str:slug>/check/", releasing.ResourceCheck.as_view(), name="resource_check"),
    path(
        "hub/resources/<str:slug>/preview/<slug:level>/", releasing.ResourcePreview.as_view(), name="resource_preview"
    ),
    path("hub/resources/<str:slug>/release/", releasing.VersionRelease.as_view(), name="version_release"),
    path("hub/resources/<str:slug>/recall/", releasing.VersionRecall.as_view(), name="version_recall"),
    path("hub/resources/<str:slug>/discard/", releasing.VersionDiscard.as_view(), name="version_discard"),
    path("hub/resources/<str:slug>/second-look/", releasing.VersionSecondLook.as_view(), name="version_second_look"),
    path("hub/resources/<str:slug>/revise/", releasing.ResourceRevise.as_view(), name="resource_revise"),
    path("hub/resources/<str:slug>/files/", files.ResourceFiles.as_view(), name="resource_files"),
    path("hub/resources/<str:slug>/files/<str:code>/", files.FileUpdate.as_view(), name="file_update"),
    path("hub/resources/<str:slug>/files/<str:code>/move/", files.FileMove.as_view(), name="file_move"),
    path("hub/resources/<str:slug>/files/<str:code>/remove/", files.FileRemove.as_view(), name="file_remove"),
]

# Every other address under /hub/resources/ stands above this line
urlpatterns += [
    path("hub/resources/<str:slug>/", resources.ResourceDetail.as_view(), name="resource_detail"),
]
