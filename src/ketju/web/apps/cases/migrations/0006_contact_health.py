"""How well each customer can be reached."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_ends_and_names"),
        ("cases", "0005_closing"),
        ("parties", "0004_quick_writes"),
    ]

    operations = [
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
    ]
