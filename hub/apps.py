from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("Online Information Hub")

    def ready(self):
        from . import alerts, belongings, files, panels, receivers, search  # noqa: F401 -- they register themselves
