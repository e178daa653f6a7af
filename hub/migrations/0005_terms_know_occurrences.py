"""Stems know how often they stand in the documents that hold them; those of an older release say 0, which changes no
ranking, until `rebuild_index`."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hub", "0004_postings_know_forms")]
    operations = [
        migrations.AddField("indexterm", "occurrences", ArrayField(models.IntegerField(), db_default=[0] * 3, size=3)),
    ]
