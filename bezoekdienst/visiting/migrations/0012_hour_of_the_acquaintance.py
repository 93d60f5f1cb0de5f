from django.db import migrations, models

from bezoekdienst.visiting import triggers


def create(apps, schema_editor):
    triggers.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("visiting", "0011_acquaintances_that_came_to_nothing")]
    operations = [
        migrations.RunPython(drop, create),
        migrations.AddField(
            model_name="trajectory",
            name="meeting_time",
            field=models.TimeField(null=True, verbose_name="kennismaking om"),
        ),
        migrations.RunPython(create, drop),
    ]
