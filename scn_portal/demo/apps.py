from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "scn_portal.demo"
    label = "demo"
