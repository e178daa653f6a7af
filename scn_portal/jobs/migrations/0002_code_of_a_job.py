import scn_portal.codes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField("job", "code", models.CharField(editable=False, max_length=12, null=True, unique=True)),
        migrations.AlterField(
            "job",
            "code",
            models.CharField(default=scn_portal.codes.new_code, editable=False, max_length=12, null=True, unique=True),
        ),
    ]
