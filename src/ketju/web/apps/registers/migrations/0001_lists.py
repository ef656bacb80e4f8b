"""Lists, documents that were received, versions and what each did."""

import django.db.models.deletion
import ketju.web.apps.registers.models.lists
import ketju.web.apps.registers.models.versions
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("parties", "0004_quick_writes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Register",
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
                        default=ketju.web.apps.registers.models.lists.register_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("titles", models.JSONField(default=dict)),
                ("source", models.CharField(default="web", max_length=8)),
                ("languages", models.JSONField(default=list)),
                ("formats", models.JSONField(default=list)),
                ("old_paths", models.JSONField(default=list)),
                ("is_public", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registers",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("slug",),
                "constraints": [
                    models.UniqueConstraint(fields=("processor", "slug"), name="one_register_a_slug")
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
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
                        default=ketju.web.apps.registers.models.lists.snapshot_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("address", models.URLField(blank=True, default="", max_length=500)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "data",
                    ketju.web.base.encryption.fields.EncryptedBytes(blank=True, default=b"", editable=True),
                ),
                (
                    "reading",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                ("form", models.CharField(blank=True, default="", max_length=40)),
                ("entries", models.PositiveIntegerField(default=0)),
                ("unread", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, default="", max_length=80)),
                ("params", models.JSONField(default=dict)),
                ("received_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="snapshots",
                        to="access.processor",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Version",
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
                        default=ketju.web.apps.registers.models.versions.version_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(default="next", max_length=8)),
                ("on", models.DateField()),
                (
                    "content",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                ("content_hash", models.CharField(max_length=64)),
                ("public_hash", models.CharField(max_length=64)),
                ("entries", models.PositiveIntegerField()),
                (
                    "changes",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                ("counts", models.JSONField(default=dict)),
                ("owed", models.PositiveIntegerField(default=0)),
                ("why", models.CharField(blank=True, default="", max_length=400)),
                ("agreement", models.CharField(blank=True, default="", max_length=40)),
                ("published_at", models.DateTimeField()),
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
                        related_name="versions",
                        to="access.processor",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(fields=("register", "number"), name="one_version_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionStep",
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
                (
                    "names",
                    ketju.web.base.encryption.fields.CompressedText(blank=True, default="", editable=True),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="step",
                        to="registers.version",
                    ),
                ),
            ],
        ),
    ]
