"""Postings know in which forms a stem is written; those of an older release know none until `rebuild_index`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hub", "0003_facet_sets")]
    operations = [
        migrations.AddField("posting", "forms", models.SmallIntegerField(db_default=0)),
        migrations.AddIndex(
            "posting",
            models.Index(
                fields=["term", "document"], include=("weight", "length", "forms"), name="index_posting_forms"
            ),
        ),
        migrations.RemoveIndex("posting", "index_posting"),
    ]
