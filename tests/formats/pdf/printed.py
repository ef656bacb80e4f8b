"""Words and segments at places, without a file."""

from __future__ import annotations

from ketju.formats.pdf.area import AreaRow
from ketju.formats.pdf.page import Box, Piece, Word
from ketju.formats.pdf.words import Segment, segments_from
from ketju.formats.runs import Run

WIDTH = 0.5  # of the letter size, for every letter


def word(
    text: str, x: float, base: float, size: float = 10, bold: bool = False, page: int = 1, **run
) -> Word:
    """A word whose line is at ``base``."""
    piece = Piece(int(x * 1000 + base), size, base, bold)
    box = Box(x, base - 0.9 * size, x + WIDTH * size * len(text), base + 0.25 * size)
    return Word(page, (Run(text, bold, **run),), box, piece, piece, False)


def line(text: str, x: float, base: float, size: float = 10, bold: bool = False, page: int = 1) -> list[Word]:
    """The words of a line with a space of one letter between them."""
    made = []
    for part in text.split():
        made.append(word(part, x, base, size, bold, page))
        x = made[-1].box.x1 + WIDTH * size
    return made


def segment(text: str, x: float, base: float, size: float = 10, bold: bool = False, page: int = 1) -> Segment:
    (made,) = segments_from(line(text, x, base, size, bold, page))
    return made


def printed(rows: list[AreaRow]) -> list[list[str | None]]:
    return [
        [None if cell is None else " ".join(part.text for part in cell) for cell in row.cells] for row in rows
    ]
