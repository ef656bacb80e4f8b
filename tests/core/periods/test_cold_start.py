"""Lists are read without what only deadlines need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIST = ROOT / "examples" / "ruskoilves" / "list.md"
PROGRAM = """
import sys
from ketju.cli.main import run
code = run({arguments})
print(code, sorted({{"holidays", "dateutil", "zoneinfo", "tzdata"}} & set(sys.modules)))
"""


def last_line(*arguments: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(arguments=list(arguments))],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONTZPATH": "", "PYTHONUTF8": "1"},
    )
    return ran.stdout.splitlines()[-1]


def test_reading_loads_neither_holidays_nor_zones() -> None:
    assert last_line("read", "--format", "json", str(LIST)) == "0 []"


def test_hours_load_zones_and_no_holidays() -> None:
    asked = ("--from", "2026-11-20T18:20", "--zone", "Europe/Helsinki", "--length", "72 hours")

    assert last_line("period", *asked, "--json") == "0 ['tzdata', 'zoneinfo']"


def test_zones_are_there_where_the_machine_has_none() -> None:
    asked = (
        "--from",
        "2026-11-02T10:00",
        "--zone",
        "Europe/Helsinki",
        "--length",
        "30 days",
        "--calendar",
        "FI",
    )

    assert last_line("period", *asked, "--json").startswith(
        "0 ['dateutil', 'holidays', 'tzdata', 'zoneinfo']"
    )
