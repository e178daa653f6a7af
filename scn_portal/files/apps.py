import warnings

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "scn_portal.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self):
        from . import sweeping  # noqa: F401 -- it registers itself

        # A picture that makes its decoder complain is not kept. Set once: filters are shared by all threads.
        for category in (UserWarning, RuntimeWarning):
            warnings.filterwarnings("error", category=category, module=r"PIL\.")
