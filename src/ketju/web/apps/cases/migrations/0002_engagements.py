"""Engagements with their evidence, and gates that were opened by a person."""

import django.db.models.deletion
import ketju.web.apps.cases.models.engagements
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("agreements", "0002_texts"),
        ("cases", "0001_changes"),
        ("parties", "0004_quick_writes"),
        ("registers", "0007_stale_customers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Engagement",
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
                        default=ketju.web.apps.cases.models.engagements.engagement_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("entry", models.CharField(max_length=80)),
                ("access", models.CharField(default="unknown", max_length=12)),
                ("is_invoicing", models.BooleanField(default=False)),
                ("may_reach", models.BooleanField(default=False)),
                ("unmapped", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("told_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("is_opening", models.BooleanField(default=False)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("uncovered", models.JSONField(default=list)),
                ("uncovered_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="access.processor",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "ordering": ("entry",),
                "constraints": [
                    models.UniqueConstraint(fields=("register", "entry"), name="one_engagement_an_entry")
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("country", models.CharField(blank=True, default="", max_length=8)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("note", models.CharField(blank=True, default="", max_length=400)),
                ("first", models.DateField()),
                ("last", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="cases.engagement",
                    ),
                ),
            ],
            options={
                "ordering": ("-first", "-id"),
            },
        ),
        migrations.CreateModel(
            name="GateWaiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change", models.CharField(db_index=True, max_length=40)),
                ("customer", models.CharField(blank=True, default="", max_length=40)),
                ("gate", models.CharField(max_length=20)),
                (
                    "reason",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("basis", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_waivers",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
    ]
