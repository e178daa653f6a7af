from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "scn_portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        from . import notifications, receivers  # noqa: F401 -- both register themselves
        from .groups import make_staff_groups

        post_migrate.connect(make_staff_groups, sender=self, dispatch_uid="make_staff_groups")
