"""What the reader still finds when office programs and browsers have converted the labelled lists."""

from __future__ import annotations

import importlib.util
import json
import shutil
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.convert import DEFAULT, TARGETS, ToolMissing, convert_all
from benchmarks.measuring import SHARED, Benchmark, Options, Skipped, Table, command_line, run

LEAST_ENTRIES, LEAST_FIELDS = 0.93, 0.85
WORST = 6
LONGEST = 60.0


def measure(options: Options) -> list[Table]:
    """F1 of entries and fields over all labelled lists, for each format."""
    scorer = _scorer()
    gold = sorted((SHARED / "corpus" / "gold").glob("*.json"))
    labels = [json.loads(path.read_text(encoding="utf-8")) for path in gold]
    lists = [SHARED / "corpus" / "lists" / label["file"] for label in labels]
    if options.quick:
        lists, labels = lists[:4], labels[:4]
    with tempfile.TemporaryDirectory(prefix="ketju-converted-") as scratch:
        folder = options.converted or Path(scratch)
        _convert(lists, folder)
        made = {"as published": lists}
        for name in DEFAULT.split(","):
            made[name] = [folder / name / f"{path.stem}{TARGETS[name].suffix}" for path in lists]
        scored = {name: _scored(scorer, files, labels) for name, files in made.items()}
    rows = tuple(_row(scorer, name, counts) for name, counts in scored.items())
    note = f"To keep: entries F1 at least {LEAST_ENTRIES}, fields F1 at least {LEAST_FIELDS} in every format."
    columns = ("format", "lists", "entries F1", "fields F1", "missed", "invented")
    return [
        Table("Labelled lists converted by LibreOffice and Chromium", columns, rows, (note,)),
        Table(
            "The lists that lose most", ("format", "list", "entries F1", "fields F1"), _worst(scorer, scored)
        ),
    ]


def _scorer() -> ModuleType:
    path = SHARED / "corpus" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path) if path.exists() else None
    if spec is None or spec.loader is None:
        raise Skipped("the labelled lists are not here")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _convert(lists: list[Path], folder: Path) -> None:
    """Convert what is not there yet."""
    if shutil.which("soffice") is None and shutil.which("libreoffice") is None:
        raise Skipped("LibreOffice is not installed")
    wanted = DEFAULT.split(",")
    lacking = [
        name
        for name in wanted
        if any(not (folder / name / f"{path.stem}{TARGETS[name].suffix}").exists() for path in lists)
    ]
    try:
        convert_all(lists, folder, lacking)
    except ToolMissing as missing:
        raise Skipped(str(missing)) from missing


Counts = dict[str, dict[str, list[int]]]
"""List → "entries" or a field → right, wrong, missing."""


def _scored(scorer: ModuleType, files: list[Path], labels: list[dict[str, Any]]) -> Counts:
    counts = {}
    for file, label in zip(files, labels, strict=True):
        counts[file.stem] = scorer.score_list(label, _found(file))
    return counts


def _found(file: Path) -> dict[str, Any]:
    """What the command line finds; nothing for a file that it refuses or that was not made."""
    said = run([*command_line(), "read", "--format", "json", str(file)], limit=LONGEST).output
    found: dict[str, Any] = json.loads(said) if said.strip() else {}
    return found


def _fields(scorer: ModuleType, counts: dict[str, list[int]]) -> list[int]:
    return [sum(counts[name][at] for name in scorer.FIELDS) for at in range(3)]


def _row(scorer: ModuleType, name: str, counts: Counts) -> tuple[str | int | float, ...]:
    entries = [sum(one["entries"][at] for one in counts.values()) for at in range(3)]
    fields = [sum(_fields(scorer, one)[at] for one in counts.values()) for at in range(3)]
    return (
        name,
        len(counts),
        round(scorer.f1(entries), 3),
        round(scorer.f1(fields), 3),
        entries[2],
        entries[1],
    )


def _worst(scorer: ModuleType, scored: dict[str, Counts]) -> tuple[tuple[str | float, ...], ...]:
    """The converted lists that score worst beside the list as published."""
    best = {name: scorer.f1(one["entries"]) for name, one in scored["as published"].items()}
    found = [
        (scorer.f1(one["entries"]) - best[name], format_id, name, one)
        for format_id, counts in scored.items()
        for name, one in counts.items()
    ]
    worst = sorted(found, key=lambda item: item[:3])[:WORST]
    return tuple(
        (format_id, name, round(scorer.f1(one["entries"]), 3), round(scorer.f1(_fields(scorer, one)), 3))
        for _, format_id, name, one in worst
    )


BENCHMARK = Benchmark("converted", "labelled lists in office formats and PDF", measure)
