from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities and membership")

    def ready(self):
        from . import belongings, panels, receivers, retention, search  # noqa: F401 -- they register themselves
