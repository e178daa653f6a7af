"""A person's own data."""

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("", views.Data.as_view(), name="data"),
    path("copy/", views.OwnCopyAsk.as_view(), name="own_copy_ask"),
    path("copies/<slug:code>/", views.OwnCopyFetch.as_view(), name="own_copy_fetch"),
    path("erase/", views.ErasureAsk.as_view(), name="erasure_ask"),
    path("erase/<slug:code>/withdraw/", views.ErasureWithdraw.as_view(), name="erasure_withdraw"),
]
