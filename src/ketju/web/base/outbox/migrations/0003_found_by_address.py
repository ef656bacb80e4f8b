"""Messages are found by the address that they went to, and by customer."""

from email.utils import parseaddr

from django.db import migrations, models

from ketju.web.base.encryption.keys import blind_index


def fill(apps, schema_editor):
    """The index of messages that are there already."""
    rows = apps.get_model("outbox", "Message").objects
    for one in rows.only("to").iterator(500):
        rows.filter(pk=one.pk).update(to_index=blind_index(parseaddr(one.to)[1], "outbox.to"))


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_ends_and_names"),
        ("outbox", "0002_pause"),
    ]

    operations = [
        migrations.AddField("message", "to_index", models.BinaryField(default=b"")),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("message", models.Index(fields=["to_index"], name="outbox_to")),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("customer", ""), _negated=True),
                fields=["customer"],
                name="outbox_customer",
            ),
        ),
    ]
