"""What the public gets of a list."""

import django.db.models.deletion
import ketju.web.apps.registers.models.versions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("parties", "0004_quick_writes"),
        ("registers", "0001_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publishing",
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
                        default=ketju.web.apps.registers.models.versions.publishing_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("on", models.DateField()),
                ("parts", models.JSONField(default=list)),
                ("done", models.JSONField(default=list)),
                ("later", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField()),
                ("live_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publishings",
                        to="registers.register",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publishings",
                        to="registers.version",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="PublishedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("etag", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("is_packed", models.BooleanField(default=False)),
                ("is_lasting", models.BooleanField(default=False)),
                ("data", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "publishing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="registers.publishing",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="registers.register",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="registers.version",
                    ),
                ),
            ],
            options={
                "ordering": ("path",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_lasting", True)),
                        fields=["register", "path"],
                        name="lasting_files",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("publishing", "path"), name="one_file_a_path")
                ],
            },
        ),
    ]
