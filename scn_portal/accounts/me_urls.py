"""The personal pages of the ground."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("settings/", views.Settings.as_view(), name="settings"),
    path("security/", views.Security.as_view(), name="security"),
    path("second-factor/", views.SecondFactor.as_view(), name="second_factor"),
]
