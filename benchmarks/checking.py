"""How long it takes to check a register by every rule, and what memory that needs, with its length."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.differing import LIMIT, QUICK, SIZES, registers
from benchmarks.measuring import MIB, Benchmark, Options, Table, command_line, run
from ketju.formats.registerfile.register_json import write_json

MOST_SECONDS, MOST_MEMORY = 30, 1024
COLUMNS = ("entries", "findings", "s", "× per tenfold", "entries/s", "peak MiB")
NOTE = (
    "`ketju check --format json` of a register in canonical JSON, seconds of the processor with the start of the "
    "program. One entry in twenty has no place and no legal form, so that findings grow with the list. "
    f"To keep at 100,000 entries: {MOST_SECONDS} s and {MOST_MEMORY} MiB."
)


def measure(options: Options) -> list[Table]:
    """Each register in a process of its own."""
    rows = []
    before = 0.0
    with tempfile.TemporaryDirectory(prefix="ketju-check-") as folder:
        file = Path(folder) / "register.json"
        for size in QUICK if options.quick else SIZES:
            whole = registers(size)[0]
            entries = [
                entry if at % 20 else replace(entry, name=f"Company {at}", places=(), places_printed="")
                for at, entry in enumerate(whole.entries)
            ]
            file.write_text(write_json(replace(whole, entries=tuple(entries))), encoding="utf-8")
            found = run([*command_line(), "check", str(file), "--format", "json"], limit=LIMIT, together=True)
            if found.code != 1:
                raise RuntimeError(f"the check failed: {found.complaint[-2000:]}")
            factor: float | str = round(found.processor / before, 1) if before else "–"
            before = found.processor
            findings = len(json.loads(found.output)["findings"])
            rows.append(
                (
                    size,
                    findings,
                    round(found.processor, 2),
                    factor,
                    round(size / found.processor),
                    round(found.memory / MIB),
                )
            )
    return [Table("Checking a register", COLUMNS, tuple(rows), (NOTE,))]


BENCHMARK = Benchmark("check", "time and memory of checking a register", measure)
