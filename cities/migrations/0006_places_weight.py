from django.db import migrations, models


class Migration(migrations.Migration):
    """Weight instead of population; the index is made again because it names its columns."""

    dependencies = [("cities", "0005_joining_overlap_words")]

    operations = [
        migrations.RemoveIndex(model_name="placename", name="place_name_prefix"),
        migrations.RenameField(model_name="placename", old_name="population", new_name="weight"),
        migrations.AddIndex(
            model_name="placename",
            index=models.Index(
                fields=["folded"],
                include=("country_code", "weight", "place"),
                name="place_name_prefix",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
    ]
