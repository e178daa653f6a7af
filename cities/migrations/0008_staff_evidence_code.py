from django.db import migrations, models

import scn_portal.codes


class Migration(migrations.Migration):
    dependencies = [("cities", "0007_joining_point_on_earth")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="code",
            field=models.CharField(default=scn_portal.codes.new_code, editable=False, max_length=16, unique=True),
        ),
    ]
