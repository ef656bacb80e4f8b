"""What sending needs: channels to go on with, addresses of customers' programs, and fewer indexes to write."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
import ketju.web.apps.notices.models
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


_LIKE = "SELECT indexname FROM pg_indexes WHERE tablename = 'notices_delivery' AND indexname LIKE '%%\\_like'"


def _arrange(apps: Any, schema_editor: Any) -> None:
    """Room on each page of PostgreSQL for all its rows as they are claimed; no indexes for the beginnings of ids."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_LIKE, [])
        names = [row[0] for row in cursor.fetchall()]
    for name in names:
        schema_editor.execute(f'DROP INDEX IF EXISTS "{name}"')
    schema_editor.execute("ALTER TABLE notices_delivery SET (fillfactor = 45)")


def _leave(apps: Any, schema_editor: Any) -> None:
    """Nothing depends on it."""


class Migration(migrations.Migration):
    """Sending of notices."""

    dependencies: ClassVar = [
        ("access", "0002_ends_and_names"),
        ("notices", "0001_initial"),
        ("parties", "0004_quick_writes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
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
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="then",
            field=models.CharField(blank=True, default="letter", max_length=60),
        ),
        migrations.AddField(
            model_name="notice",
            name="done_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="contact",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="parties.contact",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="notice",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="notices.notice",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="processor",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="access.processor",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="text",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="notices.noticetext",
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
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("done_at", None), ("released_at__isnull", False)),
                fields=["released_at"],
                name="notices_leaving",
            ),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="endpoints", to="parties.customer"
            ),
        ),
        migrations.AddField(
            model_name="endpoint",
            name="processor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="endpoints", to="access.processor"
            ),
        ),
        migrations.AddConstraint(
            model_name="endpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("customer",), name="one_endpoint_a_customer"
            ),
        ),
        migrations.RunPython(_arrange, _leave),
    ]
