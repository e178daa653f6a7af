"""The kinds of exchange, with their limits."""

from django.db import migrations, models

# most guests, of one city, least and most days, least and most hosts, most sending cities
FORMATS = {
    "study_visit": (30, 3, 2, 5, 1, 1, None),
    "expert_mission": (2, 2, 2, 5, 1, 1, 1),
    "learning_visit": (40, 6, 1, 5, 1, 1, None),
    "personnel_exchange": (2, None, 14, 56, 1, 2, 2),
    "online_clinic": (15, None, 1, 1, 1, 1, None),
    "study_tour": (30, None, 2, 21, 2, 10, None),
}
LIMITS = ("most_guests", "most_per_city", "least_days", "most_days", "least_hosts", "most_hosts", "most_senders")


def write(apps, schema_editor):
    formats = apps.get_model("twinning", "VisitFormat").objects.using(schema_editor.connection.alias)
    for position, (code, limits) in enumerate(FORMATS.items(), 1):
        values = dict(zip(LIMITS, limits, strict=True)) | {"position": position, "is_online": code == "online_clinic"}
        formats.get_or_create(code=code, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("twinning", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="visitformat",
            name="most_senders",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="most cities that send guests"
            ),
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
