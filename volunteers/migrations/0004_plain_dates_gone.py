import bezoekdienst.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('volunteers', '0003_own_losses_encrypted')]

    operations = [
        migrations.AlterField(
            model_name='ownloss',
            name='happened_on',
            field=bezoekdienst.fields.EncryptedDateField(verbose_name='wanneer'),
        ),
        migrations.RemoveField(
            model_name='ownloss',
            name='signed_off_by',
        ),
        migrations.RemoveField(
            model_name='ownloss',
            name='signed_off_on',
        ),
        migrations.RemoveField(model_name='ownloss', name='plain_on'),
    ]
