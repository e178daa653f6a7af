from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "scn_portal.jobs"
    label = "jobs"

    def ready(self):
        from . import running  # noqa: F401 -- its daily work registers itself
