from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "scn_portal.search"
    label = "search"
