from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "scn_portal.notifications"
    label = "notifications"

    def ready(self):
        from . import relay  # noqa: F401 -- registers its share of the sweep
