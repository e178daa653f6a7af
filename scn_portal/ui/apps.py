from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "scn_portal.ui"
    label = "ui"

    def ready(self):
        from . import checks  # noqa: F401 -- they register themselves
