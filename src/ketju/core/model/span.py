"""Where in a source something stands.

A span points into the source as it was received: into its text, a spreadsheet cell, a rectangle on a page, or a
node of a structured file. Spans never enter the register itself; provenance maps the path of a value to its span.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Code points ``start`` (included) to ``end`` (excluded) of the decoded text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CellSpan:
    """One cell of a spreadsheet; ``row`` and ``column`` count from 1, as people see them."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class BoxSpan:
    """A rectangle on a page (counted from 1), in points from the page's top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class NodeSpan:
    """Code points ``start`` to ``end`` of the text of the node ``path`` in ``part`` of a package.

    ``part`` is the member of a zip package ("word/document.xml"); ``path`` is a slash path of element names with
    positions ("body/table[2]/row[3]/cell[1]").
    """

    part: str
    path: str
    start: int
    end: int


Span = TextSpan | CellSpan | BoxSpan | NodeSpan
