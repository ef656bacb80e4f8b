"""A backup does not bring back who was erased after it: the ledger outside of database and backups has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.operate.installation import Installation, copied, installation, new_database
from tests.web.postgres import running

SECRET = {"KETJU_BACKUP_PASSPHRASE": "many words for a secret"}
FILL = "from tests.web.retention.full import fill; fill()"
ERASE = """
from datetime import date
from tests.web.retention.full import BY, NOON, traces
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.writes import end_customer
from ketju.web.apps.retention.erasing import erase
one = Customer.objects.get(external_id="KRM-7781")
end_customer(by=BY, at=NOON, customer=one, on=date(2026, 3, 10))
erase(by=BY, at=NOON, processor=one.processor, on=date(2037, 1, 1))
assert traces() == {}, traces()
"""
LOOK = """
from tests.web.retention.full import traces
from ketju.web.apps.parties.models import Customer, Contact
from ketju.web.apps.retention.models import Erasure
print(sorted(traces()), Customer.objects.filter(external_id="K-2").count(), Erasure.objects.filter(again=True).count())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture(scope="module")
def first(migrated_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, Path, Path]:
    """An installation in which a customer was erased after a backup, the backup, and the ledger."""
    folder = tmp_path_factory.mktemp("first")
    one = copied(migrated_files, folder, KETJU_LEDGER_URL=f"file://{folder / 'ledger'}", **SECRET)
    one.python(FILL)
    path = folder / "before.backup"
    assert one.ketju("backup", str(path)).returncode == 0
    one.python(ERASE)
    return one, path, folder / "ledger"


def restored(one: Installation, path: Path) -> str:
    ran = one.ketju("restore", str(path))
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_who_was_erased_stays_erased_on_both_databases(
    first: tuple[Installation, Path, Path], migrated_files: Path, server: str, tmp_path: Path
) -> None:
    _, path, ledger = first
    more = {"KETJU_LEDGER_URL": f"file://{ledger}", **SECRET}
    fresh = copied(migrated_files, tmp_path / "fresh", **more)
    assert "2 erasures of the ledger were carried out again" in restored(fresh, path)
    assert fresh.python(LOOK) == "[] 1 2"
    with new_database(server, "again") as address:
        there = installation(tmp_path / "there", address, **more)
        restored(there, path)
        assert there.python(LOOK) == "[] 1 2"


def test_without_its_ledger_a_backup_would_bring_them_back(
    first: tuple[Installation, Path, Path], migrated_files: Path, tmp_path: Path
) -> None:
    """What the test above proves is the work of the ledger."""
    fresh = copied(migrated_files, tmp_path / "fresh", **SECRET)
    assert "0 erasures of the ledger" in restored(fresh, first[1])
    assert "parties_customer.name" in fresh.python(LOOK)


def test_a_ledger_of_another_installation_is_told(
    first: tuple[Installation, Path, Path], migrated_files: Path, tmp_path: Path
) -> None:
    one, _, _ = first
    path = tmp_path / "after.backup"
    assert one.ketju("backup", str(path)).returncode == 0
    fresh = copied(migrated_files, tmp_path / "fresh", **SECRET)
    assert "The ledger lacks 2 erasures" in restored(fresh, path)


def test_the_ledger_is_in_no_backup_and_holds_no_values(
    first: tuple[Installation, Path, Path], migrated_files: Path, tmp_path: Path
) -> None:
    one, _, ledger = first
    texts = [each.read_text("utf-8") for each in ledger.rglob("*.json")]
    assert len(texts) == 2
    assert not any(word in text.casefold() for text in texts for word in ("zebra", "quastel", "2431560"))
    beside = copied(migrated_files, tmp_path / "beside", **SECRET)
    beside.python(FILL)
    beside.python(ERASE)
    assert len(list((tmp_path / "beside" / "files" / "erasures").glob("*.json"))) == 2
    path = tmp_path / "b.backup"
    assert "files 0" in beside.ketju("backup", str(path)).stdout
    # Restored beside its own files: the ledger that lies there is no obstacle, and is heeded.
    where = {"KETJU_STORAGE_URL": beside.environment["KETJU_STORAGE_URL"]}
    copy = copied(migrated_files, tmp_path / "copy", **where, **SECRET)
    restored(copy, path)
    assert copy.python(LOOK) == "[] 1 0"
    assert one.python(LOOK) == "[] 1 0"
