"""What stands on a page: words with their boxes, rules, filled boxes and links, in points from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ketju.formats.runs import Run


class Box(NamedTuple):
    """A rectangle; ``y`` grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies inside."""
        return self.x0 - slack <= x <= self.x1 + slack and self.y0 - slack <= y <= self.y1 + slack


def around(boxes: list[Box]) -> Box:
    """The smallest box around boxes, of which there is at least one."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A text object: glyphs that were drawn together, in one font, standing on a line at the height ``base``.

    ``mcid`` is -1 outside marked content.
    """

    number: int
    size: float
    base: float
    bold: bool = False
    code: bool = False
    mcid: int = -1
    artifact: bool = False
    upright: bool = True


class Glyph(NamedTuple):
    """A letter with its box, whose ``x1`` is where the next letter would start."""

    char: str
    box: Box
    piece: Piece


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them. ``spaced`` tells that a space was printed before the word."""

    page: int
    runs: tuple[Run, ...]
    box: Box
    first: Piece
    last: Piece
    spaced: bool
    pieces: int = 1

    @property
    def text(self) -> str:
        """The letters."""
        return "".join(run.text for run in self.runs)

    @property
    def base(self) -> float:
        """The height of the line that its letters stand on."""
        return self.first.base

    @property
    def is_spread(self) -> bool:
        """Whether its letters were drawn one by one, as spaced letters are: then it has no spaces around it either."""
        return self.pieces > 1 and 2 * self.pieces > sum(len(run.text) for run in self.runs)

    @property
    def size(self) -> float:
        """The size of its letters."""
        return self.first.size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(run.bold for run in self.runs)


class Rule(NamedTuple):
    """A straight line along an axis at ``at``, from ``start`` to ``end``."""

    upright: bool
    at: float
    start: float
    end: float
