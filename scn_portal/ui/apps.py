from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "scn_portal.ui"
    label = "ui"
