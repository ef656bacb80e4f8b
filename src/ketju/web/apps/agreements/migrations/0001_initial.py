import django.db.models.deletion
import ketju.web.apps.agreements.models
import ketju.web.base.encryption.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementVersion",
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
                        default=ketju.web.apps.agreements.models.agreement_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("slug", models.SlugField(max_length=60)),
                ("version", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("terms", models.TextField(blank=True, default="")),
                ("sha256", models.CharField(blank=True, default="", max_length=64)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_versions",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("-valid_from", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("processor", "slug", "version"), name="one_agreement_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
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
                        default=ketju.web.apps.agreements.models.acceptance_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("by", ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True)),
                ("how", models.CharField(default="recorded", max_length=40)),
                ("accepted_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="access.processor",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="agreements.agreementversion",
                    ),
                ),
            ],
            options={
                "ordering": ("-accepted_at",),
            },
        ),
    ]
