"""A message may say where it is ended with one request."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0004_reports_and_health"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="unsubscribe",
            field=models.CharField(blank=True, default="", max_length=600),
        ),
    ]
