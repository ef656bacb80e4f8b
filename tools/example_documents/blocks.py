"""What a page of an example is made of, before it has a format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """A heading; ``level`` 1 is the page's own. ``gap`` asks for a blank line after it where none belongs."""

    level: int
    text: str
    gap: bool = False


@dataclass(frozen=True)
class Para:
    """A paragraph; ``link`` where the whole of it is a link."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Pair:
    """A label with a value beside it, which may be empty."""

    label: str
    value: str


@dataclass(frozen=True)
class Bullets:
    """A label with a list under it, which may be empty."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table. Where plain text was copied from a page, rows are broken and parted by blank lines."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    split_after: int = 0
    dashes_after: int = 0


Block = Head | Para | Pair | Bullets | Grid


@dataclass(frozen=True)
class Page:
    """An example as a page for people, and as a table for spreadsheets and data files."""

    slug: str
    title: str
    language: str
    domain: str
    publisher: str
    blocks: tuple[Block, ...]
    table: Grid
    spacious: bool
    """Whether plain text has a blank line between any two lines."""
