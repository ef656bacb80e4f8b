import django.db.models.deletion
import ketju.web.base.encryption.fields
import ketju.web.base.inbox.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("outbox", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=64, unique=True)),
                ("uidvalidity", models.BigIntegerField(default=0)),
                ("last_uid", models.BigIntegerField(default=0)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="ReplyAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("customer", models.CharField(blank=True, default="", max_length=40)),
                ("purpose", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=40)),
                (
                    "token",
                    ketju.web.base.encryption.fields.EncryptedText(
                        blank=True, default=ketju.web.base.inbox.models.token, editable=True
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "processor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply_addresses",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "subject"), name="one_address_a_thing")
                ],
            },
        ),
        migrations.CreateModel(
            name="Received",
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
                        default=ketju.web.base.inbox.models.received_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("customer", models.CharField(blank=True, db_index=True, default="", max_length=40)),
                ("identity", models.BinaryField(unique=True)),
                ("message_id_index", models.BinaryField(db_index=True)),
                ("kind", models.CharField(max_length=16)),
                (
                    "sender",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("sender_index", models.BinaryField(db_index=True, default=b"")),
                (
                    "subject",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "text",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "files",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("is_cut", models.BooleanField(default=False)),
                ("original", models.CharField(max_length=80)),
                ("received_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="received",
                        to="outbox.message",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="access.processor",
                    ),
                ),
                ("addresses", models.ManyToManyField(related_name="received", to="inbox.replyaddress")),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["processor", "-id"], name="received_of_processor"),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["processor", "id"],
                        name="received_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfTest",
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
                        default=ketju.web.base.inbox.models.test_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="test", to="outbox.message"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
    ]
