from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "scn_portal.jobs"
    label = "jobs"
