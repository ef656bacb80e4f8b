"""Drafts, record by record, and waivers that run."""

import django.db.models.deletion
import ketju.web.apps.registers.models.drafts
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("parties", "0004_quick_writes"),
        ("registers", "0002_published"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
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
                        default=ketju.web.apps.registers.models.drafts.draft_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("kind", models.CharField(default="next", max_length=8)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("checked_revision", models.IntegerField(default=-1)),
                (
                    "findings",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                ("errors", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("why", models.CharField(blank=True, default="", max_length=400)),
                ("on", models.DateField(blank=True, null=True)),
                ("agreement", models.CharField(blank=True, default="", max_length=40)),
                ("audience", models.CharField(blank=True, default="", max_length=20)),
                ("publish_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="access.processor",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="registers.register",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="registers.snapshot",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="registers.version",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="registers.version",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="RunningWaiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=80)),
                ("entries", models.PositiveIntegerField(default=0)),
                (
                    "owner",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("until", models.DateField(db_index=True)),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="running_waivers",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "ordering": ("until", "rule"),
            },
        ),
        migrations.CreateModel(
            name="DraftChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=16)),
                ("slug", models.CharField(max_length=80)),
                ("act", models.CharField(max_length=12)),
                (
                    "before",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "after",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("undone", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="registers.draft",
                    ),
                ),
            ],
            options={
                "ordering": ("-revision",),
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "revision"), name="one_change_a_revision")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("slug", models.CharField(max_length=80)),
                ("position", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(blank=True, default="", max_length=300)),
                ("countries", models.CharField(blank=True, default="", max_length=200)),
                (
                    "data",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("doubts", models.PositiveIntegerField(default=0)),
                ("review", models.CharField(blank=True, default="", max_length=12)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="registers.draft",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "kind", "slug"), name="one_record_a_slug")
                ],
            },
        ),
    ]
