from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "scn_portal.notifications"
    label = "notifications"

    def ready(self):
        from . import long_work, monitor, panels, relay  # noqa: F401 -- they register themselves
