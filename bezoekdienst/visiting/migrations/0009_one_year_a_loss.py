from django.db import migrations

from bezoekdienst.visiting import triggers


def create(apps, schema_editor):
    triggers.create(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("visiting", "0008_consent_and_a_word_back")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
