"""The addresses of the interface: what the apps registered, each open to all, and the description."""

from django.urls import path
from django.utils.module_loading import autodiscover_modules

from .answering import api, open_to_all, schema

autodiscover_modules("api")

app_name = "api"
urlpatterns = [each for each in api.urls[0] if each.name != "api-root"]
for each in urlpatterns:
    each.callback = open_to_all(each.callback)
urlpatterns.append(path("openapi.json", schema, name="schema"))
