"""The ledger of erasures: outside the database and in no backup, so that a backup cannot bring back who was erased.

One small file for each erasure, written before the erasure is committed: what the ledger has and the database lacks is
done again, and the other way round cannot be. It holds public ids and never values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from ketju.web.base.backup.writing import LEDGER


@dataclass(frozen=True, slots=True)
class Noted:
    """One erasure: of whom, which classes, when; whether nothing was left to wait for; the id of its certificate."""

    certificate: str
    kind: str
    subject: str
    classes: tuple[str, ...]
    at: str
    is_last: bool = False


def note(one: Noted) -> None:
    """Write an erasure into the ledger. A fault of the storage ends the erasure as well."""
    name = f"{LEDGER}/{one.at[:10]}-{one.certificate}.json"
    storages["ledger"].save(name, ContentFile(json.dumps(asdict(one)).encode()))


def noted() -> Iterator[Noted]:
    """Every erasure of the ledger, oldest first."""
    storage = storages["ledger"]
    try:
        _, files = storage.listdir(LEDGER)
    except FileNotFoundError:
        return
    found = []
    for name in files:
        with storage.open(f"{LEDGER}/{name}", "rb") as file:
            given = json.loads(file.read())
        found.append(Noted(**given | {"classes": tuple(given["classes"])}))
    yield from sorted(found, key=lambda one: (one.at, one.certificate))
