"""The table of the cache: rate limits and codes for signing in are kept there, for every process alike."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def _make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Make the table of the cache."""

    dependencies: ClassVar = []
    operations: ClassVar = [migrations.RunPython(_make, migrations.RunPython.noop)]
