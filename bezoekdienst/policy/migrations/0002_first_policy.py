from datetime import UTC, date, datetime

from django.db import migrations

BEGIN_ON = date(2020, 1, 1)  # before anything the system can hold: there is always a policy in force


def create(apps, schema_editor):
    policy = apps.get_model("policy", "Policy")
    policy.objects.get_or_create(valid_from_on=BEGIN_ON, defaults={"made_at": datetime(2020, 1, 1, tzinfo=UTC)})


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
