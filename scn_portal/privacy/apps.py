from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "scn_portal.privacy"
    label = "privacy"
    verbose_name = _("Own data and erasure")

    def ready(self):
        from . import ground, lifecycle, notifications, panels, receivers, retention, unused  # noqa: F401 -- they register
