"""How time and memory grow with the length of a list."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.child import BASELINES
from benchmarks.generated import FORMATS
from benchmarks.measuring import MIB, Benchmark, Options, Table, middle, python

SIZES = (1_000, 10_000, 100_000)
QUICK = (1_000, 10_000)
COLUMNS = (
    "format",
    "entries",
    "read",
    "document s",
    "register s",
    "× per tenfold",
    "entries/s",
    "peak MiB",
    "KiB each",
)
NOTE = (
    "Seconds of the processor in a warm process of its own; × per tenfold is the whole time against that of a list a "
    "tenth as long (10 is linear; below it what every reading costs still shows). KiB each is what the peak rose by "
    "over the process before it read."
)
COLUMNS_BESIDE = (
    "format",
    "entries",
    "document s",
    "library",
    "library s",
    "document ÷ library",
    "whole ÷ library",
)
NOTE_BESIDE = (
    "The plain library only parses: it keeps no places, finds no list, reads no value. The document is what compares "
    "with it."
)
Row = tuple[str | int | float, ...]
READ = ("csv", "plain", "markdown", "html", "yaml")
LIMIT = 400.0
REPEATED_UP_TO = 10_000
REPEATS = 3


def measure(options: Options) -> list[Table]:
    """Each list in a process of its own: seconds of the processor and peak memory."""
    beside: list[Row] = []
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="ketju-growth-") as folder:
        for format_id in READ:
            suffix, made = FORMATS[format_id]
            before: dict[str, Any] | None = None
            for size in QUICK if options.quick else SIZES:
                file = Path(folder) / f"list{suffix}"
                file.write_text(made(size), encoding="utf-8")
                found = _grown(str(file), format_id, size)
                rows.append(_row(format_id, size, found, before))
                if format_id in BASELINES:
                    beside.append(_beside(format_id, size, str(file), found))
                before = found
    return [
        Table("Growth with the length of the list", COLUMNS, tuple(rows), (NOTE,)),
        Table("Beside a plain library", COLUMNS_BESIDE, tuple(beside), (NOTE_BESIDE,)),
    ]


def _grown(file: str, format_id: str, size: int) -> dict[str, Any] | None:
    """The measurement of one file, the median of several for short ones; None when it took too long."""
    found = []
    for _ in range(REPEATS if size <= REPEATED_UP_TO else 1):
        one = python("-m", "benchmarks.child", "grow", file, format_id, limit=LIMIT)
        if one.timed_out:
            return None
        found.append(one.data)
    return {
        **found[0],
        **{part: middle([one[part] for one in found]) for part in ("document", "register", "memory")},
    }


def _row(format_id: str, size: int, found: dict[str, Any] | None, before: dict[str, Any] | None) -> Row:
    if found is None:
        return (format_id, size, "–", "–", f"over {LIMIT:.0f} s", "–", "–", "–", "–")
    whole = found["document"] + found["register"]
    factor = round(whole / (before["document"] + before["register"]), 1) if before else "–"
    return (
        format_id,
        size,
        _entries(found, size),
        round(found["document"], 2),
        round(found["register"], 2),
        factor,
        round(found["entries"] / whole),
        round(found["memory"] / MIB),
        round((found["memory"] - found["before"]) / 1024 / max(found["entries"], 1), 1),
    )


def _entries(found: dict[str, Any], size: int) -> str:
    """All of the entries, or how many and the problem that says why."""
    if found["entries"] == size:
        return "all"
    return f"{found['entries']} ({', '.join(found['problems']) or 'no problem told'})"


def _beside(format_id: str, size: int, file: str, found: dict[str, Any] | None) -> Row:
    plain = python("-m", "benchmarks.child", "baseline", format_id, file, limit=LIMIT).data["seconds"]
    name = BASELINES[format_id][0]
    if found is None:
        return (format_id, size, "–", name, round(plain, 3), "–", "–")
    whole = found["document"] + found["register"]
    return (
        format_id,
        size,
        round(found["document"], 2),
        name,
        round(plain, 3),
        round(found["document"] / plain, 1),
        round(whole / plain, 1),
    )


BENCHMARK = Benchmark("growth", "time and memory with the length of the list", measure)
