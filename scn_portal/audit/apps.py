from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "scn_portal.audit"
    label = "audit"

    def ready(self):
        post_migrate.connect(self.grant, dispatch_uid="grant_to_web_role")

    def grant(self, app_config, using, **_):
        from .grants import grant_to_web_role, last_app_label

        if app_config.label == last_app_label():
            grant_to_web_role(using=using)
