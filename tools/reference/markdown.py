"""Small pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by tools/make_reference.py from the code: run `make data`. Do not edit. -->"


def page(title: str, *parts: str) -> str:
    """A page under its title, with a blank line between its parts."""
    return "\n\n".join([f"# {title}", MADE, *(part.strip("\n") for part in parts if part.strip())]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would break it is escaped."""
    lines = [
        _row(columns),
        "|" + "---|" * len(columns),
        *(_row([cell(text) for text in row]) for row in rows),
    ]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def cell(text: str) -> str:
    """A text on one line, safe in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """A text as it stands, within a line."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}" if text else ""


def block(text: str, language: str = "text") -> str:
    """A text as it stands, on lines of its own."""
    fence = "````" if "```" in text else "```"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def number(value: int) -> str:
    """A number with commas between thousands."""
    return f"{value:,}"
