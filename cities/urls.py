"""The addresses of the app."""

from django.urls import path

from .views import places

app_name = "cities"
urlpatterns = [
    # The gazetteer
    path("cities/places/", places.PlaceList.as_view(), name="place_list"),
]
