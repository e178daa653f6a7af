"""The two database roles: the owner migrates; the web role reads and writes rows, and cannot alter the trail.

Runs after every migrate, as the owner. Where the web role does not exist (one role for all), it does nothing.
"""

from django.apps import apps
from django.conf import settings
from django.db import connections

APPEND_ONLY = {"audit_auditentry"}
READ_ONLY = {"cities_place", "cities_placename", "django_migrations"}


def grant_to_web_role(using="default", **_):
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user <> %s AND EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [settings.WEB_ROLE] * 2
        )
        if not cursor.fetchone()[0]:
            return
        role = connection.ops.quote_name(settings.WEB_ROLE)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        for table in connection.introspection.table_names(cursor):
            rights = "SELECT, INSERT, UPDATE, DELETE"
            if table in APPEND_ONLY:
                rights = "SELECT, INSERT"
            elif table in READ_ONLY:
                rights = "SELECT"
            cursor.execute(f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {role}")


def last_app_label():
    """post_migrate is sent once per app; granting after the last one is enough."""
    return [config.label for config in apps.get_app_configs() if config.models_module][-1]
