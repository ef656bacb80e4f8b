"""Changes, whom they touch, and what engages a company."""

import django.db.models.deletion
import ketju.web.apps.cases.models.changes
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("agreements", "0002_texts"),
        ("parties", "0004_quick_writes"),
        ("registers", "0007_stale_customers"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseChange",
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
                        default=ketju.web.apps.cases.models.changes.change_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "changes",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                ("digest", models.CharField(blank=True, default="", max_length=64)),
                ("rollout", models.CharField(default="per customer", max_length=12)),
                ("is_emergency", models.BooleanField(default=False)),
                ("planned_at", models.DateTimeField()),
                ("supplier_told_at", models.DateTimeField(blank=True, null=True)),
                ("supplier_from", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("is_own_approval", models.BooleanField(default=False)),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="registers.draft",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="access.processor",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="registers.register",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="registers.version",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("owed", models.JSONField(default=dict)),
                ("entries", models.JSONField(default=list)),
                ("told", models.JSONField(default=list)),
                ("services", models.JSONField(default=list)),
                ("doubts", models.JSONField(default=list)),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.agreementversion",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="cases.casechange",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [models.UniqueConstraint(fields=("change", "key"), name="one_group_a_class")],
            },
        ),
        migrations.CreateModel(
            name="Touched",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(default="en", max_length=8)),
                ("reach", models.CharField(default="unknown", max_length=12)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("window_ends", models.DateTimeField(blank=True, null=True)),
                ("free_at", models.DateTimeField(blank=True, null=True)),
                ("waits", models.CharField(blank=True, default="", max_length=200)),
                ("is_excluded", models.BooleanField(default=False)),
                ("joined_at", models.DateTimeField(blank=True, null=True)),
                ("consented_at", models.DateTimeField(blank=True, null=True)),
                ("condition_at", models.DateTimeField(blank=True, null=True)),
                ("effective_at", models.DateTimeField(blank=True, null=True)),
                ("counted_at", models.DateTimeField()),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touched",
                        to="cases.casechange",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="touched",
                        to="parties.customer",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="touched", to="cases.group"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["change", "free_at"], name="touched_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("change", "customer"), name="one_place_a_customer")
                ],
            },
        ),
    ]
