"""When a loss was is encrypted, and a sign-off becomes a talk: rows only, so that no column changes under them."""

from datetime import UTC, datetime, time

from django.db import migrations


def encrypt_dates(apps, schema_editor):
    for loss in apps.get_model("volunteers", "OwnLoss").objects.all():
        loss.happened_on = loss.plain_on
        loss.save(update_fields=["happened_on"])


def decrypt_dates(apps, schema_editor):
    for loss in apps.get_model("volunteers", "OwnLoss").objects.all():
        loss.plain_on = loss.happened_on
        loss.save(update_fields=["plain_on"])


def keep_sign_offs(apps, schema_editor):
    """A sign-off becomes a talk; of somebody with a loss that is still open the talk is the one before it."""
    talks = apps.get_model("volunteers", "SignOffTalk")
    for loss in apps.get_model("volunteers", "OwnLoss").objects.exclude(signed_off_on=None).order_by("signed_off_on"):
        noted_at = datetime.combine(loss.signed_off_on, time(12), tzinfo=UTC)
        talks.objects.create(
            volunteer_id=loss.volunteer_id,
            held_on=loss.signed_off_on,
            outcome="fit",
            noted_at=noted_at,
            noted_by_id=loss.signed_off_by_id,
        )
        loss.noted_at = noted_at
        loss.save(update_fields=["noted_at"])


def restore_sign_offs(apps, schema_editor):
    for talk in apps.get_model("volunteers", "SignOffTalk").objects.filter(outcome="fit"):
        for loss in apps.get_model("volunteers", "OwnLoss").objects.filter(volunteer_id=talk.volunteer_id):
            if loss.happened_on <= talk.held_on and loss.noted_at <= talk.noted_at:
                loss.signed_off_on, loss.signed_off_by_id = talk.held_on, talk.noted_by_id
                loss.save(update_fields=["signed_off_on", "signed_off_by"])


class Migration(migrations.Migration):

    dependencies = [('volunteers', '0002_talks_courses_series')]

    operations = [
        migrations.RunPython(encrypt_dates, decrypt_dates),
        migrations.RunPython(keep_sign_offs, restore_sign_offs),
    ]
