"""Customers sorted by what they use."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("parties", "0004_quick_writes"),
        ("registers", "0004_followers"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaleCustomer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("customer", models.BigIntegerField(db_column="customer_id")),
            ],
        ),
        migrations.CreateModel(
            name="CustomerClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("usages", models.JSONField(default=list)),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer_classes",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("processor", "key"), name="one_customer_class_a_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="SortedCustomer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("next_on", models.DateField(blank=True, db_index=True, null=True)),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sorted",
                        to="parties.customer",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="customers",
                        to="registers.customerclass",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["of", "customer"], name="sorted_by_class")],
            },
        ),
    ]
