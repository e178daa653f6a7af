import warnings

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "scn_portal.files"
    label = "files"

    def ready(self):
        # A picture that makes its decoder complain is not kept. Set once: filters are shared by all threads.
        for category in (UserWarning, RuntimeWarning):
            warnings.filterwarnings("error", category=category, module=r"PIL\.")
