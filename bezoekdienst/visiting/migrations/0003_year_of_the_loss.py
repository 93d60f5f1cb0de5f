import bezoekdienst.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from bezoekdienst.visiting import triggers


def create(apps, schema_editor):
    triggers.create(schema_editor.connection)


def drop(apps, schema_editor):
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('visiting', '0002_triggers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop, create),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='wat')),
                ('details', models.CharField(blank=True, max_length=300, verbose_name='wanneer, waar, en bij wie')),
                ('stopped_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Pointer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pointed_on', models.DateField()),
            ],
            options={
                'ordering': ['pointed_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TrajectoryPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_on', models.DateField()),
                ('until_on', models.DateField()),
            ],
            options={
                'ordering': ['since_on', 'id'],
            },
        ),
        migrations.AddField(
            model_name='contact',
            name='review',
            field=models.CharField(blank=True, choices=[('as_now', 'het gaat door zoals nu'), ('less', 'het kan met minder bezoek'), ('stop', 'het kan stoppen')], max_length=6, verbose_name='bij een tussengesprek'),
        ),
        migrations.AddField(
            model_name='trajectory',
            name='thanks',
            field=bezoekdienst.fields.EncryptedTextField(default='', verbose_name='laatste woord aan de vrijwilliger'),
        ),
        migrations.AddConstraint(
            model_name='trajectory',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'ended'), models.Q(('end_reason', ''), ('ended_on', None)), _connector='OR'), name='visiting_open_has_no_end'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_on', None)), fields=('name',), name='visiting_activity_once'),
        ),
        migrations.AddField(
            model_name='pointer',
            name='activity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pointers', to='visiting.activity'),
        ),
        migrations.AddField(
            model_name='pointer',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pointer',
            name='resident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pointers', to='visiting.resident'),
        ),
        migrations.AddField(
            model_name='trajectorypause',
            name='trajectory',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='visiting.trajectory'),
        ),
        migrations.AddConstraint(
            model_name='pointer',
            constraint=models.UniqueConstraint(fields=('activity', 'resident', 'pointed_on'), name='visiting_pointed_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='trajectorypause',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('since_on'))), name='visiting_pause_has_length'),
        ),
        migrations.RunPython(create, drop),
    ]
