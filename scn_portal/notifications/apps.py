from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "scn_portal.notifications"
    label = "notifications"
