from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("twinning", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="partnercity",
            name="left_in_cycle",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
    ]
