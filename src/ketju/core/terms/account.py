"""Every line of an agreement's text accounted for: it gives a term or a duty, has no effect, or nobody has said.

Source: the text of an agreement, line by line; D-12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketju.core.terms.layers import Layer, Lines


@dataclass(frozen=True, slots=True)
class LineAccount:
    """A line with text in it: the parameters and rows that it gives, or why it has no effect ("" for neither)."""

    line: int
    text: str
    parameters: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    no_effect: str = ""

    @property
    def is_accounted(self) -> bool:
        """Whether somebody has said what the line does."""
        return bool(self.parameters or self.rows or self.no_effect)


@dataclass(frozen=True, slots=True)
class Account:
    """The lines of a text, and what the terms say of lines that the text does not have, or that are empty."""

    lines: tuple[LineAccount, ...]
    astray: tuple[int, ...] = ()

    @property
    def unaccounted(self) -> tuple[LineAccount, ...]:
        """The lines of which nobody has said what they do."""
        return tuple(one for one in self.lines if not one.is_accounted)


def account(layer: Layer, text: str) -> Account:
    """What each line of an agreement's text comes to, as its terms have it.

    A line counts when it holds anything but blanks. The rows of a parameter are those of its statement's lines.
    """
    written = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    lines = tuple(_line(layer, number, line) for number, line in written)
    known = {number for number, _ in written}
    return Account(lines, tuple(sorted(_named(layer) - known)))


def _line(layer: Layer, number: int, text: str) -> LineAccount:
    named = (one.parameter for one in layer.statements if _has(one.lines, number))
    rows = (row for one in layer.duties if _has(one.lines, number) for row in one.rows)
    why = next((one.why for one in layer.no_effect if _has(one.lines, number)), "")
    return LineAccount(number, text.strip(), tuple(dict.fromkeys(named)), tuple(dict.fromkeys(rows)), why)


def _has(lines: Sequence[Lines], number: int) -> bool:
    return any(one.first <= number <= one.last for one in lines)


def _named(layer: Layer) -> set[int]:
    """The first and the last line of everything that the terms refer to."""
    named = [*(one.lines for one in layer.statements), *(one.lines for one in layer.duties)]
    named += [one.lines for one in layer.no_effect]
    return {number for lines in named for one in lines for number in (one.first, one.last)}
