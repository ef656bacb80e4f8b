"""Make docs/operate/security-asvs.md from docs/operate/security-asvs.toml. Part of ``make data``."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "operate" / "security-asvs.toml"
PAGE = SOURCE.with_suffix(".md")
STATES = {"test": "tested", "manual": "by hand", "n/a": "not applicable", "open": "open"}
HEAD = """# Security: OWASP ASVS 5.0, level 2

What the OWASP Application Security Verification Standard 5.0.0 asks for at levels 1 and 2, in our own words, and what
stands for each line: a test by name; something to check by hand, with where to look; not applicable, with the reason;
or open, with what is missing. Nobody but us has verified this. The page is made from `security-asvs.toml` by
`make data`.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement. ``tests`` are (file, name)."""

    number: str
    level: int
    asked: str
    state: str
    detail: str
    tests: tuple[tuple[str, str], ...]


def read() -> tuple[dict[str, str], dict[str, list[Line]]]:
    """Names of chapters, and the lines of each."""
    data = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    lines = {chapter: [_line(row, data["files"]) for row in rows] for chapter, rows in data["rows"].items()}
    return data["chapters"], lines


def _line(row: list[Any], files: dict[str, str]) -> Line:
    number, level, asked, state, detail = row
    words = [word.strip("();,") for word in detail.split()]
    pairs = [word.split("::", 1) for word in words if "::" in word]
    return Line(number, level, asked, state, detail, tuple((files[file], name) for file, name in pairs))


def page() -> str:
    """The page."""
    chapters, lines = read()
    count = Counter(line.state for of in lines.values() for line in of)
    told = ", ".join(f"{count[state]} {words}" for state, words in STATES.items())
    parts = [HEAD, f"{sum(count.values())} lines: {told}.\n"]
    for chapter, of in lines.items():
        parts.append(
            f"## {chapter} {chapters[chapter]}\n\n| Id | Level | Asked | State | |\n|---|---|---|---|---|"
        )
        parts.append("\n".join(_row(line) for line in of) + "\n")
    return "\n".join(parts)


def _row(line: Line) -> str:
    detail = line.detail
    if line.state == "test":
        detail = "<br>".join(f"`{file}::{name}`" for file, name in line.tests)
    return f"| {line.number} | {line.level} | {line.asked} | {STATES[line.state]} | {detail} |"


def main() -> int:
    """Write the page; with ``--check`` only say whether it is out of date."""
    new = page()
    is_stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != new
    if is_stale and "--check" not in sys.argv:
        PAGE.write_text(new, encoding="utf-8")
    if is_stale:
        print(f"{'out of date' if '--check' in sys.argv else 'made'}: {PAGE.relative_to(ROOT)}")
    return 1 if is_stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
