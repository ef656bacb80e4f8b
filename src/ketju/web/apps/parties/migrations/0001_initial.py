import django.db.models.deletion
import ketju.web.apps.parties.models.customers
import ketju.web.apps.parties.models.disclosures
import ketju.web.base.encryption.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_ends_and_names"),
        ("accounts", "__first__"),
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
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
                        default=ketju.web.apps.parties.models.customers.customer_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("external_id", models.CharField(blank=True, default="", max_length=80)),
                (
                    "name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("name_index", models.BinaryField(db_index=True, default=b"")),
                (
                    "business_id",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("business_id_index", models.BinaryField(db_index=True, default=b"")),
                ("business_id_scheme", models.CharField(blank=True, default="", max_length=40)),
                (
                    "postal_address",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "billing_address",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("authority", models.CharField(blank=True, default="", max_length=80)),
                ("role", models.CharField(default="controller", max_length=16)),
                ("pass_on_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("language", models.CharField(default="en", max_length=8)),
                ("signed_up_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("held_for", models.CharField(blank=True, default="", max_length=80)),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "processor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(fields=["processor", "id"], name="customers_of_processor"),
                    models.Index(fields=["processor", "country", "id"], name="customers_by_country"),
                    models.Index(fields=["processor", "role", "id"], name="customers_by_role"),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", False)),
                        fields=["processor", "id"],
                        name="customers_ended",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("processor", "external_id"),
                        name="one_customer_an_external_id",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
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
                        default=ketju.web.apps.parties.models.customers.contact_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("external_id", models.CharField(blank=True, default="", max_length=80)),
                ("relation", models.CharField(default="employee", max_length=16)),
                ("role", models.CharField(blank=True, default="", max_length=40)),
                ("is_role_address", models.BooleanField(default=False)),
                ("is_main_user", models.BooleanField(default=False)),
                ("may_instruct", models.BooleanField(default=False)),
                (
                    "authority_proof",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "first_name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "last_name",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "email",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("email_index", models.BinaryField(db_index=True, default=b"")),
                (
                    "phone",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("language", models.CharField(blank=True, default="", max_length=8)),
                ("away_until", models.DateField(blank=True, null=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="parties.contact",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="access.processor",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="parties.customer",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on", None), ("is_main_user", True), ("verified_at", None)),
                        fields=["processor", "id"],
                        name="contacts_unverified",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", False), ("erased_at", None)),
                        fields=["processor", "id"],
                        name="contacts_ended",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("customer", "external_id"),
                        name="one_contact_an_external_id",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangePayload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "values",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payload",
                        to="audit.auditentry",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="parties.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disclosure",
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
                        default=ketju.web.apps.parties.models.disclosures.disclosure_id,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "recipient",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("basis", models.CharField(max_length=24)),
                (
                    "reference",
                    ketju.web.base.encryption.fields.EncryptedText(blank=True, default="", editable=True),
                ),
                ("what", models.CharField(max_length=400)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("disclosed_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "ordering": ("-disclosed_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="MarketingObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("objected_at", models.DateTimeField()),
                ("channel", models.CharField(blank=True, default="", max_length=40)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="parties.contact",
                    ),
                ),
            ],
            options={
                "ordering": ("-objected_at", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("contact",),
                        name="one_objection_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.BinaryField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="parties.contact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="parties.customer",
                    ),
                ),
                (
                    "processor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="access.processor",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["processor", "token", "customer"], name="search_by_token_customer")
                ],
            },
        ),
    ]
