"""Services that stand for themselves, authorisations in writing, confirming oral objections, publishing with the notice."""

import django.db.models.deletion
import ketju.web.apps.cases.models.objections
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_ends_and_names"),
        ("cases", "0006_contact_health"),
        ("parties", "0004_quick_writes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="casechange",
            name="is_published_with",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="objection",
            name="link_sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="objectionstep",
            name="original",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.CreateModel(
            name="Authorisation",
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
                        default=ketju.web.apps.cases.models.objections.authorisation_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("is_given", models.BooleanField(default=True)),
                ("channel", models.CharField(default="portal", max_length=8)),
                (
                    "document",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "by_name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("said_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="cases.casechange",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
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
                "constraints": [
                    models.UniqueConstraint(fields=("touched", "service"), name="one_place_a_service")
                ],
            },
        ),
    ]
