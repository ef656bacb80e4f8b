"""Objections with their talks and files, what suppliers told, and what has to be looked at again."""

import django.db.models.deletion
import ketju.web.apps.cases.models.objections
import ketju.web.apps.cases.models.suppliers
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_engagements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
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
                        default=ketju.web.apps.cases.models.objections.objection_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("services", models.JSONField(default=list)),
                ("channel", models.CharField(default="portal", max_length=8)),
                ("ground", models.CharField(blank=True, default="", max_length=24)),
                (
                    "text",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "by_name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("original", models.CharField(blank=True, default="", max_length=40)),
                ("is_late", models.BooleanField(default=False)),
                ("state", models.CharField(default="open", max_length=12)),
                ("link_sent_at", models.DateTimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="cases.casechange",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections_to_changes",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections_to_changes",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ObjectionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=8)),
                ("offer", models.CharField(blank=True, default="", max_length=16)),
                ("state", models.CharField(blank=True, default="", max_length=12)),
                (
                    "text",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("original", models.CharField(blank=True, default="", max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="cases.objection",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="ObjectionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=8)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "data",
                    ketju.web.base.encryption.fields.EncryptedBytes(blank=True, default=b"", editable=True),
                ),
                ("kept_at", models.DateTimeField()),
                (
                    "public_id",
                    models.CharField(
                        default=ketju.web.apps.cases.models.objections.objection_file_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="cases.objectionstep",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Recheck",
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
                        default=ketju.web.apps.cases.models.suppliers.recheck_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("country", models.CharField(max_length=8)),
                ("reason", models.CharField(max_length=20)),
                ("decision", models.CharField(blank=True, default="", max_length=80)),
                ("on", models.DateField()),
                ("cover", models.CharField(blank=True, default="", max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=8)),
                ("leaves_on", models.DateField(blank=True, null=True)),
                (
                    "why",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="cases.engagement",
                    ),
                ),
            ],
            options={
                "ordering": ("on", "id"),
            },
        ),
        migrations.CreateModel(
            name="RiskDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "by_name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "reason",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "exits",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risk",
                        to="cases.casechange",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplierNotice",
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
                        default=ketju.web.apps.cases.models.suppliers.supplier_notice_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("kind", models.CharField(default="notice", max_length=8)),
                ("channel", models.CharField(default="mail", max_length=8)),
                ("received_at", models.DateTimeField()),
                ("effective_at", models.DateTimeField(blank=True, null=True)),
                ("object_by", models.DateTimeField(blank=True, null=True)),
                ("sorts", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                (
                    "text",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("original", models.CharField(blank=True, default="", max_length=40)),
                ("recorded_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_why",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("is_mistake", models.BooleanField(default=False)),
                (
                    "attachment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="cases.attachment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_notice",
                        to="cases.casechange",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="cases.engagement",
                    ),
                ),
                (
                    "hint",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="cases.suppliernotice",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_notices",
                        to="access.processor",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddIndex(
            model_name="recheck",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["engagement"], name="rechecks_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.UniqueConstraint(
                fields=("engagement", "country", "reason", "decision", "on"), name="one_recheck_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="suppliernotice",
            index=models.Index(
                condition=models.Q(("change", None), ("settled_at", None)),
                fields=["processor", "id"],
                name="supplier_notices_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliernotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_mistake", False), models.Q(("original", ""), _negated=True)),
                fields=("original",),
                name="one_notice_a_message",
            ),
        ),
    ]
