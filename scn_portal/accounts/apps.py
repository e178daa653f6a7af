from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "scn_portal.accounts"
    label = "accounts"

    def ready(self):
        from . import notifications, receivers  # noqa: F401 -- both register themselves
