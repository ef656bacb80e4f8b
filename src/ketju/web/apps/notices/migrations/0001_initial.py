"""Notices, their texts, and one row for each message."""

import django.db.models.deletion
import ketju.web.apps.notices.models
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_ends_and_names"),
        ("parties", "0004_quick_writes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                        default=ketju.web.apps.notices.models.notice_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("about", models.CharField(db_index=True, max_length=40)),
                ("number", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(default="change", max_length=12)),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("total", models.PositiveIntegerField(default=0)),
                ("written", models.PositiveIntegerField(default=0)),
                ("prepared_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("is_own_approval", models.BooleanField(default=False)),
                ("tested_at", models.DateTimeField(blank=True, null=True)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="NoticeText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=8)),
                ("subject", models.CharField(max_length=300)),
                (
                    "text",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                (
                    "html",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                (
                    "paper",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                (
                    "shown",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="notices.notice"
                    ),
                ),
            ],
            options={
                "ordering": ("language", "key"),
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                        default=ketju.web.apps.notices.models.delivery_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("channel", models.CharField(default="e-mail", max_length=8)),
                ("is_main_user", models.BooleanField(default=True)),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "address",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("domain", models.CharField(blank=True, default="", max_length=253)),
                ("then", models.CharField(blank=True, default="letter", max_length=60)),
                ("why", models.CharField(blank=True, default="", max_length=160)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("bounced_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=200)),
                ("complained_at", models.DateTimeField(blank=True, null=True)),
                ("displayed_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("accepted_by", models.CharField(blank=True, db_default="", default="", max_length=8)),
                ("displayed_by", models.CharField(blank=True, db_default="", default="", max_length=8)),
                (
                    "contact",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="parties.contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="access.processor",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notices.notice",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="notices.noticetext",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Endpoint",
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
                        default=ketju.web.apps.notices.models.endpoint_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "url",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "secret",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("test_asked_at", models.DateTimeField(blank=True, null=True)),
                ("tested_at", models.DateTimeField(blank=True, null=True)),
                ("test_status", models.PositiveSmallIntegerField(default=0)),
                ("test_failure", models.CharField(blank=True, default="", max_length=12)),
                ("test_millis", models.PositiveIntegerField(default=0)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endpoints",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endpoints",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("customer",),
                        name="one_endpoint_a_customer",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("done_at", None), ("released_at__isnull", False)),
                fields=["released_at"],
                name="notices_leaving",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("about", "number"), name="one_notice_a_number"),
        ),
        migrations.AddConstraint(
            model_name="noticetext",
            constraint=models.UniqueConstraint(fields=("notice", "key", "language"), name="one_text_a_class"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["notice", "customer"], name="deliveries_of_customer"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("channel", "e-mail"), ("failed_at", None), ("sent_at", None)),
                fields=["notice", "not_before", "id"],
                name="deliveries_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("channel", "webhook"), ("failed_at", None), ("sent_at", None)),
                fields=["not_before", "id"],
                name="webhooks_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("channel", "letter"), ("failed_at", None), ("posted_at", None)),
                fields=["processor", "id"],
                name="letters_to_post",
            ),
        ),
    ]
