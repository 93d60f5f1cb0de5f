import django.db.models.deletion
from django.db import migrations, models

from bezoekdienst.visiting import triggers


def create(apps, schema_editor):
    triggers.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("visiting", "0005_mergers_and_appointments")]
    operations = [
        migrations.RunPython(drop, create),
        migrations.AddField(
            model_name="bereavement",
            name="same_as",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="doubles",
                to="visiting.bereavement",
            ),
        ),
        migrations.RunPython(create, drop),
    ]
