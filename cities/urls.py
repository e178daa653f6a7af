"""The addresses of the app."""

from django.urls import path

<<<<<<< HEAD
from .views import dashboard, people, profile

app_name = "cities"
urlpatterns = [
    # members
    path("me/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("cities/<str:slug>/edit/<slug:section>/", profile.CityEdit.as_view(), name="city_edit"),
    path("cities/<str:slug>/people/", people.CityPeople.as_view(), name="city_people"),
    path("cities/<str:slug>/people/invite/", people.InvitationCreate.as_view(), name="invitation_create"),
    path("cities/<str:slug>/people/<slug:code>/recall/", people.InvitationRecall.as_view(), name="invitation_recall"),
=======
from .views import places

app_name = "cities"
urlpatterns = [
    # The gazetteer
    path("cities/places/", places.PlaceList.as_view(), name="place_list"),
>>>>>>> main
]
