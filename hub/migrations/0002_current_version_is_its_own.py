"""The current version of a resource is one of its own versions: a key over both columns, which Django cannot say."""

from django.db import migrations

KEY = (
    "ALTER TABLE hub_resource ADD CONSTRAINT resource_current_version_is_its_own"
    " FOREIGN KEY (id, current_version_id) REFERENCES hub_version (resource_id, id) DEFERRABLE INITIALLY DEFERRED"
)


class Migration(migrations.Migration):
    dependencies = [("hub", "0001_initial")]
    operations = [
        migrations.RunSQL(KEY, "ALTER TABLE hub_resource DROP CONSTRAINT resource_current_version_is_its_own"),
    ]
