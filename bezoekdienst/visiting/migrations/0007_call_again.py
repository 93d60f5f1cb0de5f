from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visiting", "0006_same_loss")]
    operations = [
        migrations.AddField(
            model_name="intake",
            name="again_on",
            field=models.DateField("opnieuw bellen op", null=True),
        ),
    ]
