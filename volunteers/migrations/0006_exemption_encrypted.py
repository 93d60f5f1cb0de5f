"""Why somebody needs no training is a note about her, and is kept like one: encrypted."""

import bezoekdienst.fields
from django.db import migrations
from django.db.models import TextField, Value
from django.db.models.functions import Cast


def encrypt(apps, schema_editor):
    volunteers = apps.get_model("volunteers", "Volunteer").objects
    as_stored = Cast("training_exemption", TextField())
    for pk, plain in list(volunteers.annotate(as_stored=as_stored).values_list("pk", "as_stored")):
        volunteers.filter(pk=pk).update(training_exemption=plain)


def decrypt(apps, schema_editor):
    volunteers = apps.get_model("volunteers", "Volunteer").objects
    for pk, plain in list(volunteers.values_list("pk", "training_exemption")):
        volunteers.filter(pk=pk).update(training_exemption=Value(plain, TextField()))


class Migration(migrations.Migration):

    dependencies = [('volunteers', '0005_gathering_moved_at')]

    operations = [
        migrations.AlterField(
            model_name='volunteer',
            name='training_exemption',
            field=bezoekdienst.fields.EncryptedTextField(blank=True, default='', verbose_name='vrijstelling training'),
        ),
        migrations.RunPython(encrypt, decrypt),
    ]
