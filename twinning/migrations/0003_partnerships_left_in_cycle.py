from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("twinning", "0002_visits_formats")]

    operations = [
        migrations.AddField(
            model_name="partnercity",
            name="left_in_cycle",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
