from django.db import migrations

from bezoekdienst.visiting import triggers


def create(apps, schema_editor):
    triggers.create(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("visiting", "0010_nobody_dead_is_visited")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
