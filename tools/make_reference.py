"""Make the pages of ``docs/reference`` that tell what the code declares.

Run it with ``make data`` after a change to any of these; a test fails while a page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.reference import (
    calendars,
    changes,
    commands,
    duties,
    formats,
    languages,
    outputs,
    problems,
    registerfile,
    rules,
    settings,
    terms,
)

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"


def pages() -> Iterator[tuple[Path, str]]:
    """Each page with its text; the same for the same code."""
    for module in (
        formats,
        languages,
        problems,
        commands,
        registerfile,
        rules,
        duties,
        changes,
        outputs,
        calendars,
        terms,
        settings,
    ):
        for name, text in module.pages():
            yield REFERENCE / name, text


def orphans(made: set[Path]) -> list[Path]:
    """Pages of formats and rules that are no longer there."""
    return sorted(
        path
        for folder in ("formats", "outputs", "rules")
        for path in (REFERENCE / folder).glob("*.md")
        if path not in made
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the pages; with ``--check`` only say which are out of date."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    made = dict(pages())
    stale = [
        path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    gone = orphans(set(made))
    if not check:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
        for path in gone:
            path.unlink()
    if stale or gone:
        words = ", ".join(str(path.relative_to(ROOT)) for path in [*stale, *gone])
        print(("out of date, run make data: " if check else "made: ") + words)
    return 1 if check and (stale or gone) else 0


if __name__ == "__main__":
    sys.exit(main())
