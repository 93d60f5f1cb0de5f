from django.db import migrations

from bezoekdienst.visiting import triggers


def create(apps, schema_editor):
    triggers.create(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("visiting", "0009_one_year_a_loss")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
