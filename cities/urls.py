"""The addresses of the app."""

app_name = "cities"
urlpatterns = []
