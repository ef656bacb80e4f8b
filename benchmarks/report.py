"""Measured tables as text for the terminal, as JSON, and as the page of the reference."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.measuring import Cell, Table

_INTRODUCTION = """# Performance

How fast Ketju reads lists, what memory it needs, and how both grow. The tables are measured, none is estimated; repeat
them with

```
make bench                                   # everything; some minutes
make bench ARGS="--only lists"               # one of them: {names}
make bench ARGS="--quick"                    # fewer runs, shorter lists
make bench ARGS="--json"                     # for programs
make figures                                 # measure, and write this page
```

Measured with {python} on {system}, {cores} cores. Other programs may have been at work on the machine at the same
time, so that each number may be off by a quarter; where several runs were made, the median stands here.
"""


def shown(cell: Cell) -> str:
    """A cell as text."""
    return f"{cell:,}".replace(",", "\u202f") if isinstance(cell, int) and abs(cell) >= 10_000 else str(cell)


def lines_of(table: Table) -> list[str]:
    """A table in Markdown, its columns aligned for reading as it stands."""
    rows = [[shown(cell).replace("|", "\\|") for cell in row] for row in table.rows]
    widths = [
        max(len(cells[at]) for cells in [list(table.columns), *rows]) for at in range(len(table.columns))
    ]
    right = [
        all(isinstance(row[at], int | float) or row[at] == "–" for row in table.rows)
        for at in range(len(widths))
    ]
    rule = [
        "-" * (width - 1) + (":" if to_right else "-") for width, to_right in zip(widths, right, strict=True)
    ]
    made = [_line(list(table.columns), widths, right), "| " + " | ".join(rule) + " |"]
    return [*made, *(_line(row, widths, right) for row in rows)]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    ]
    return "| " + " | ".join(padded) + " |"


def section(table: Table) -> str:
    """A table under its title, with its notes."""
    return "\n".join([f"## {table.title}", "", *lines_of(table), "", *table.notes]).rstrip() + "\n"


def machine() -> dict[str, Any]:
    """What was measured on, as far as it matters."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} on {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
    }


def page(tables: Sequence[Table], names: Sequence[str], before: str = "") -> str:
    """The page of the reference. Of the page before, tables that were not measured now stay as they were."""
    introduction = _INTRODUCTION.format(names=", ".join(names), **machine())
    rest = before.partition("\n## ")[2]
    text = f"{introduction}\n## {rest}" if rest else introduction
    return replaced(text, [table for table in tables if table.on_page])


def replaced(text: str, tables: Sequence[Table]) -> str:
    """A page with these tables in place of those of the same titles, or at its end."""
    for table in tables:
        before, title, after = text.partition(f"## {table.title}\n")
        rest = after.partition("\n## ")[2]
        text = f"{before.rstrip()}\n\n{section(table)}" + (f"\n## {rest}" if title and rest else "")
    return text


def data(found: dict[str, list[Table]], skipped: dict[str, str]) -> dict[str, Any]:
    """Everything for programs."""
    measured = {name: [asdict(table) for table in tables] for name, tables in found.items()}
    return {"machine": machine(), "measured": measured, "skipped": skipped}
