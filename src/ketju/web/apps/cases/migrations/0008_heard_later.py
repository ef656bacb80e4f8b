"""Why the public hears of a change later than customers."""

import ketju.web.base.encryption.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_by_service"),
    ]

    operations = [
        migrations.AddField(
            model_name="casechange",
            name="later_why",
            field=ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
        ),
    ]
