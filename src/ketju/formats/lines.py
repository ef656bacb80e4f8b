"""Lines of a text with their places in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ketju.core.model.document import Text
from ketju.core.model.span import TextSpan

MAX_LINES = 1_000_000
_LINE = re.compile(r"([^\S\n]*)([^\n]*)(?:\n|\Z)")


class Line(NamedTuple):
    """A line without its newline: it runs from ``left`` to ``right``, what is printed on it from ``start`` to
    ``end``.

    ``text`` is what is printed, trimmed; ``indent`` is the width of the white space before it. The text of a
    blank line is empty.
    """

    left: int
    start: int
    end: int
    right: int
    text: str
    indent: int


def lines_of(
    source: str, start: int = 0, stop: int | None = None, limit: int = MAX_LINES
) -> tuple[list[Line], int]:
    """(lines, where they stop): the lines from ``start`` to ``stop``, at most ``limit`` of them."""
    lines: list[Line] = []
    at, stop = start, len(source) if stop is None else stop
    while at < stop and len(lines) < limit:
        found = _LINE.match(source, at, stop)
        assert found is not None
        text = found[2].rstrip()
        begin = found.start(2)
        lines.append(Line(at, begin, begin + len(text), found.end(2), text, width(found[1])))
        at = found.end()
    return lines, at


def width(space: str) -> int:
    """How wide white space is, with a tab stop every four places; a form feed takes no place."""
    if "\t" not in space and "\f" not in space:
        return len(space)
    return len(space.replace("\f", "").expandtabs(4))


def slice_text(source: str, start: int, end: int) -> Text:
    """What stands from ``start`` to ``end``, trimmed of white space at both ends."""
    stretch = source[start:end]
    left = len(stretch) - len(stretch.lstrip())
    printed = stretch.strip()
    return Text(printed, TextSpan(start + left, start + left + len(printed)))


def joined_text(lines: list[Line]) -> Text:
    """The text of several lines, each trimmed."""
    return Text("\n".join(line.text for line in lines), TextSpan(lines[0].start, lines[-1].end))
