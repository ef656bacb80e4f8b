"""How long ``ketju read`` of one small file takes from nothing, beside what Python itself takes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.generated import as_tabs
from benchmarks.measuring import Benchmark, Options, Run, Table, command_line, middle, run

RUNS = 30
SMALL = 12


def measure(options: Options) -> list[Table]:
    """Runs of each program by turns, so that what else the machine does falls on all alike."""
    with tempfile.TemporaryDirectory(prefix="ketju-cold-") as folder:
        file = Path(folder) / "list.txt"
        file.write_text(as_tabs(SMALL), encoding="utf-8")
        programs = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import json, argparse'": [sys.executable, "-c", "import json, argparse"],
            "ketju --version": [*command_line(), "--version"],
            "ketju read list.txt": [*command_line(), "read", str(file)],
            "ketju read --format json list.txt": [*command_line(), "read", "--format", "json", str(file)],
        }
        found: dict[str, list[Run]] = {name: [] for name in programs}
        for _ in range(3 if options.quick else RUNS):
            for name, command in programs.items():
                found[name].append(_checked(run(command)))
    limit = middle([one.seconds for one in found["python -c 'import json, argparse'"]])
    rows = tuple(
        (
            name,
            round(middle([one.seconds for one in runs]), 3),
            round(min(one.seconds for one in runs), 3),
            round(max(one.seconds for one in runs), 3),
            round(middle([one.processor for one in runs]), 3),
            round(middle([one.seconds for one in runs]) / limit, 1),
        )
        for name, runs in found.items()
    )
    columns = ("program", "median s", "min s", "max s", "processor s", "times json, argparse")
    note = f"{len(next(iter(found.values())))} runs of each by turns; the list is plain text with {SMALL} entries."
    return [Table("One small file, from nothing", columns, rows, (note,))]


def _checked(one: Run) -> Run:
    if one.code:
        raise RuntimeError(f"the measured program failed: {one.complaint[-2000:]}")
    return one


BENCHMARK = Benchmark("cold", "ketju read of one small file, from nothing", measure)
