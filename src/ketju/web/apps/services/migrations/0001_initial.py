import django.db.models.deletion
import ketju.web.apps.services.models
import ketju.web.base.encryption.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_ends_and_names"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
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
                        default=ketju.web.apps.services.models.product_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("names", models.JSONField(default=dict)),
                ("nature", models.CharField(blank=True, default="", max_length=200)),
                ("tenancy", models.CharField(default="shared", max_length=16)),
                ("storage_forms", models.JSONField(default=list)),
                ("countries", models.JSONField(default=list)),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("slug",),
                "constraints": [
                    models.UniqueConstraint(fields=("processor", "slug"), name="one_product_a_slug")
                ],
            },
        ),
        migrations.CreateModel(
            name="Server",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("cluster", models.CharField(blank=True, default="", max_length=60)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="servers",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(fields=("processor", "code"), name="one_server_a_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
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
                        default=ketju.web.apps.services.models.service_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("external_id", models.CharField(blank=True, default="", max_length=80)),
                (
                    "label",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("backup_country", models.CharField(blank=True, default="", max_length=2)),
                ("tenancy", models.CharField(blank=True, default="", max_length=16)),
                ("options", models.JSONField(default=list)),
                ("flags", models.JSONField(default=dict)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("security_level", models.CharField(blank=True, default="", max_length=40)),
                ("data_categories", models.JSONField(default=list)),
                ("data_subjects", models.JSONField(default=list)),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="access.processor",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="services.product",
                    ),
                ),
                (
                    "server",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="services.server",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("declared_at", None), ("ended_on", None)),
                        fields=["processor", "asked_at", "id"],
                        name="services_undeclared",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("processor", "external_id"),
                        name="one_service_an_external_id",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="parties.customer",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="services.service",
                    ),
                ),
            ],
            options={
                "ordering": ("-given_at",),
            },
        ),
        migrations.CreateModel(
            name="EntryValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry", models.CharField(max_length=80)),
                ("field", models.CharField(max_length=40)),
                ("value", models.CharField(max_length=400)),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry_values",
                        to="parties.customer",
                    ),
                ),
            ],
            options={
                "ordering": ("entry", "field", "-since", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "entry", "field", "since"), name="one_entry_value_a_day"
                    )
                ],
            },
        ),
    ]
