from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TwinningConfig(AppConfig):
    name = "twinning"
    verbose_name = _("Twinning")

    def ready(self):
        from . import belongings, panels, receivers, retention, search  # noqa: F401 -- they register themselves
