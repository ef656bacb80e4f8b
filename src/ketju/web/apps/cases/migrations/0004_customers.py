"""Where customers and their services stand in changes, and how they can be reached."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_objections"),
    ]

    operations = [
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
                ("alone_at", models.DateTimeField(blank=True, null=True)),
                ("widened_at", models.DateTimeField(blank=True, null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="TookEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("services", models.JSONField(default=list)),
                ("since", models.DateTimeField()),
                ("notice", models.CharField(blank=True, default="", max_length=40)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("joined_at", models.DateTimeField(blank=True, null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="before", to="cases.group"
                    ),
                ),
                (
                    "touched",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="before", to="cases.touched"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="TouchedService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("service", models.CharField(max_length=80)),
                ("free_at", models.DateTimeField(blank=True, null=True)),
                ("waits", models.CharField(blank=True, default="", max_length=200)),
                ("is_excluded", models.BooleanField(default=False)),
                ("effective_at", models.DateTimeField(blank=True, null=True)),
                ("alone_at", models.DateTimeField(blank=True, null=True)),
                ("counted_at", models.DateTimeField()),
                (
                    "touched",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="apart", to="cases.touched"
                    ),
                ),
            ],
            options={
                "ordering": ("service",),
            },
        ),
        migrations.CreateModel(
            name="ContactHealth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_unreached", models.BooleanField(default=False)),
                ("is_bouncing", models.BooleanField(default=False)),
                ("is_unverified", models.BooleanField(default=False)),
                ("is_silent", models.BooleanField(default=False)),
                ("is_overdue", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="health",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_health",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_unreached", True)),
                        fields=["processor", "id"],
                        name="health_unreached",
                    ),
                    models.Index(
                        condition=models.Q(("is_bouncing", True)),
                        fields=["processor", "id"],
                        name="health_bouncing",
                    ),
                    models.Index(
                        condition=models.Q(("is_unverified", True)),
                        fields=["processor", "id"],
                        name="health_unverified",
                    ),
                    models.Index(
                        condition=models.Q(("is_silent", True)),
                        fields=["processor", "id"],
                        name="health_silent",
                    ),
                    models.Index(
                        condition=models.Q(("is_overdue", True)),
                        fields=["processor", "id"],
                        name="health_overdue",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="touched",
            index=models.Index(fields=["change", "free_at"], name="touched_by_day"),
        ),
        migrations.AddIndex(
            model_name="touched",
            index=models.Index(
                condition=models.Q(("is_excluded", False)),
                fields=["change", "alone_at"],
                name="touched_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="touched",
            index=models.Index(
                condition=models.Q(("widened_at__isnull", False)), fields=["change"], name="touched_widened"
            ),
        ),
        migrations.AddConstraint(
            model_name="touched",
            constraint=models.UniqueConstraint(fields=("change", "customer"), name="one_place_a_customer"),
        ),
        migrations.AddConstraint(
            model_name="touchedservice",
            constraint=models.UniqueConstraint(fields=("touched", "service"), name="one_place_a_service"),
        ),
    ]
