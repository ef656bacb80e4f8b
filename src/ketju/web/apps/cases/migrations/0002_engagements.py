"""Engagements with their evidence, gates that were opened by a person, and evidence that was frozen."""

import django.db.models.deletion
import ketju.web.apps.cases.models.engagements
import ketju.web.apps.cases.models.suppliers
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_changes"),
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
                ("proof_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("language", models.CharField(blank=True, default="", max_length=8)),
                ("owed_by", models.JSONField(blank=True, null=True)),
                ("is_opening", models.BooleanField(default=False)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("uncovered", models.JSONField(default=list)),
                ("uncovered_at", models.DateTimeField(blank=True, null=True)),
                ("places", models.JSONField(blank=True, null=True)),
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
                ("tool", models.CharField(blank=True, default="", max_length=16)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("note", models.CharField(blank=True, default="", max_length=400)),
                ("first", models.DateField()),
                ("last", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="cases.attachment",
                    ),
                ),
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
            name="EndProof",
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
                        default=ketju.web.apps.cases.models.suppliers.end_proof_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("ended_on", models.DateField()),
                ("due_on", models.DateField()),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("how", models.CharField(blank=True, default="", max_length=8)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="cases.engagement",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="cases.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "id"),
            },
        ),
        migrations.CreateModel(
            name="FrozenEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                (
                    "pdf",
                    ketju.web.base.encryption.fields.EncryptedBytes(blank=True, default=b"", editable=True),
                ),
                ("pdf_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen",
                        to="cases.casechange",
                    ),
                ),
            ],
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
        migrations.AddConstraint(
            model_name="engagement",
            constraint=models.UniqueConstraint(fields=("register", "entry"), name="one_engagement_an_entry"),
        ),
        migrations.AddConstraint(
            model_name="endproof",
            constraint=models.UniqueConstraint(fields=("engagement", "ended_on"), name="one_proof_an_end"),
        ),
    ]
