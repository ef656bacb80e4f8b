"""Evidence of a tool for a transfer says which one of GDPR Art. 46 it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_heard_later")]

    operations = [
        migrations.AddField(
            model_name="evidence", name="tool", field=models.CharField(blank=True, default="", max_length=16)
        ),
    ]
