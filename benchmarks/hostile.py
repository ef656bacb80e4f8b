"""Hostile and broken files: each must end soon, with little memory, in a problem or a bounded result."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.attacks import ATTACKS
from benchmarks.measuring import MIB, Benchmark, Options, Run, Table, command_line, python, run

MOST_SECONDS = 10.0
MOST_MEMORY = 512 * MIB
LIMIT = 60.0
_CODE = re.compile(r"\w+\[([\w.-]+)\]")


def measure(options: Options) -> list[Table]:
    """``ketju read`` of each file, with the memory of the process and of its child together."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="ketju-hostile-") as folder:
        for name in ATTACKS:
            file = Path(folder) / name
            python("-m", "benchmarks.attacks", name, str(file))
            size = file.stat().st_size
            one = run([*command_line(), "read", "--format", "json", str(file)], limit=LIMIT, together=True)
            file.unlink()
            print(f"{name}: {one.processor:.1f} s, {one.memory // MIB} MiB, {_verdict(one)}", file=sys.stderr)
            rows.append(
                (
                    name,
                    round(size / 1024),
                    round(one.seconds, 2),
                    round(one.processor, 2),
                    round(one.memory / MIB),
                    _ending(one),
                    _verdict(one),
                )
            )
    kept = sum(row[-1] == "kept" for row in rows)
    note = (
        f"{kept} of {len(rows)} files keep the limits of {MOST_SECONDS:.0f} s and {MOST_MEMORY // MIB} MiB. Whole runs "
        f"of ketju read, start included, stopped after {LIMIT:.0f} s; the limits hold for seconds of the processor, "
        "which other programs hardly lengthen, and for the memory of all its processes at once."
    )
    columns = ("file", "KiB", "seconds", "processor s", "peak MiB", "ends with", "limits")
    return [Table("Hostile and broken files", columns, tuple(rows), (note,))]


def _ending(one: Run) -> str:
    if one.timed_out:
        return "nothing in time"
    told = _CODE.findall(one.complaint)
    try:
        data: dict[str, Any] = json.loads(one.output) if one.output.strip() else {}
    except ValueError:
        return f"no JSON, exit code {one.code}"
    codes = list(dict.fromkeys([*told, *(problem["code"] for problem in data.get("problems", ()))]))
    if not data:
        return ", ".join(codes) or f"exit code {one.code}: {one.complaint.strip()[-80:]}"
    counts = f"{len(data['entries'])} entries, {len(data['unread'])} unread"
    return ", ".join([counts, *codes])


def _verdict(one: Run) -> str:
    broken = [
        word
        for word, is_so in (
            ("too slow", one.processor > MOST_SECONDS or one.timed_out),
            ("too much memory", one.memory > MOST_MEMORY),
            ("crash", one.code not in (0, 2) and not one.timed_out),
            ("not foreseen", "[internal]" in one.complaint),
        )
        if is_so
    ]
    return ", ".join(broken) or "kept"


BENCHMARK = Benchmark("hostile", "time and memory of hostile and broken files", measure)
