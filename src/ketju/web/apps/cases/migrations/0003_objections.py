"""Objections and every step of the talk about them."""

import django.db.models.deletion
import ketju.web.apps.cases.models.changes
import ketju.web.apps.cases.models.engagements
import ketju.web.apps.cases.models.objections
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_engagements"),
        ("access", "0002_ends_and_names"),
        ("agreements", "0002_texts"),
        ("parties", "0004_quick_writes"),
        ("registers", "0007_stale_customers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
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
                        default=ketju.web.apps.cases.models.objections.objection_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("services", models.JSONField(default=list)),
                ("channel", models.CharField(default="portal", max_length=8)),
                ("ground", models.CharField(blank=True, default="", max_length=24)),
                (
                    "text",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "by_name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("original", models.CharField(blank=True, default="", max_length=40)),
                ("is_late", models.BooleanField(default=False)),
                ("state", models.CharField(default="open", max_length=12)),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="cases.casechange",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections_to_changes",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections_to_changes",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ObjectionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=8)),
                ("offer", models.CharField(blank=True, default="", max_length=16)),
                ("state", models.CharField(blank=True, default="", max_length=12)),
                (
                    "text",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.objection",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
    ]
