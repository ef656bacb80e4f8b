"""Addresses for signing in are encrypted, in the library's table as well; people who were erased are known as such."""

from django.db import migrations, models

import ketju.web.base.encryption.addresses
from ketju.web.base.encryption.addresses import LENGTH, opened_address, sealed_address

TABLES = ("accounts_user", "account_emailaddress")


def widen(apps, schema_editor):
    """Room for what is encrypted in the table of the library; SQLite keeps texts of any length."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE account_emailaddress ALTER COLUMN email TYPE varchar({LENGTH})")


def encrypt(apps, schema_editor):
    _each(schema_editor, sealed_address)


def decrypt(apps, schema_editor):
    _each(schema_editor, opened_address)


def _each(schema_editor, change):
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT id, email FROM {table}")
            rows = [(change(email), number) for number, email in cursor.fetchall()]
            cursor.executemany(f"UPDATE {table} SET email = %s WHERE id = %s", rows)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_language_of_nobodys_choice"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.AlterField(
            "user",
            "email",
            ketju.web.base.encryption.addresses.EncryptedAddress(max_length=254, unique=True),
        ),
        migrations.RunPython(widen, migrations.RunPython.noop),
        migrations.RunPython(encrypt, decrypt),
        migrations.AddField("user", "is_erased", models.BooleanField(default=False)),
    ]
