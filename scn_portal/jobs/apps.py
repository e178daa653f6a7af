from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "scn_portal.jobs"
    label = "jobs"

    def ready(self):
        from . import running  # noqa: F401 -- its daily work registers itself

        autodiscover_modules("tasks")  # every process knows the daily work and the kinds of jobs of all apps
