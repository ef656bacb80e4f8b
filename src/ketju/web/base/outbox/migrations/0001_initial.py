import django.db.models.deletion
import ketju.web.base.encryption.fields
import ketju.web.base.outbox.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("is_rehearsal", models.BooleanField(default=False)),
                (
                    "paused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="AddressHealth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email_index", models.BinaryField()),
                ("unreachable_at", models.DateTimeField(blank=True, null=True)),
                ("complained_at", models.DateTimeField(blank=True, null=True)),
                ("well_at", models.DateTimeField(blank=True, null=True)),
                ("report", models.CharField(blank=True, default="", max_length=40)),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="address_health",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("processor", "email_index"), name="one_health_an_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=ketju.web.base.outbox.models.message_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("customer", models.CharField(blank=True, default="", max_length=40)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("language", models.CharField(default="en", max_length=8)),
                ("to", ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True)),
                ("to_index", models.BinaryField(default=b"")),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                (
                    "subject",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "text",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("unsubscribe", models.CharField(blank=True, default="", max_length=600)),
                ("held", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
                (
                    "reply_to",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("delayed_at", models.DateTimeField(blank=True, null=True)),
                ("unreachable_at", models.DateTimeField(blank=True, null=True)),
                ("complained_at", models.DateTimeField(blank=True, null=True)),
                ("report", models.CharField(blank=True, default="", max_length=40)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "processor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at__isnull", True), ("sent_at__isnull", True)),
                        fields=["not_before", "id"],
                        name="outbox_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("sent_at__isnull", False)),
                        fields=["sent_at", "domain"],
                        name="outbox_sent",
                    ),
                    models.Index(fields=["to_index"], name="outbox_to"),
                    models.Index(
                        condition=models.Q(("customer", ""), _negated=True),
                        fields=["customer"],
                        name="outbox_customer",
                    ),
                ],
            },
        ),
    ]
