"""Mails that quote mails: lines with an angle bracket before them."""

from __future__ import annotations

import re

from ketju.core.model.document import Aside, Block, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import Line, width

_PREFIX = re.compile(r"(?:>[ \t]?)+")


def unquoted(source: str, lines: list[Line]) -> list[Line]:
    """The lines without the angle brackets of a quotation. A single line with one stays as it is.

    A line with nothing but the bracket becomes blank; the bracket still stands between its ``left`` and
    ``right``.
    """
    if not any(line.text.startswith(">") for line in lines):
        return lines
    marked = [line.text.startswith(">") for line in lines]
    made: list[Line] = []
    for at, line in enumerate(lines):
        beside = any(marked[near] for near in (at - 1, at + 1) if 0 <= near < len(lines))
        made.append(_without_prefix(source, line) if marked[at] and beside else line)
    return made


def bare_brackets(source: str, lines: list[Line]) -> list[Block]:
    """The brackets that stand on blank lines of a quotation."""
    return [
        Aside(Text(sign, TextSpan(line.left, line.right)), "markup")
        for line in lines
        if not line.text and (sign := source[line.left : line.right].strip())
    ]


def _without_prefix(source: str, line: Line) -> Line:
    found = _PREFIX.match(source, line.start, line.right)
    assert found is not None
    rest = source[found.end() : line.right]
    text = rest.strip()
    space = rest[: len(rest) - len(rest.lstrip())]
    start = found.end() + len(space)
    if not text:
        return Line(line.left, line.end, line.end, line.right, "", 0)
    return Line(found.end(), start, start + len(text), line.right, text, width(space))
