"""Lines by their indentation."""

from __future__ import annotations

from typing import Protocol

from ketju.core.model.document import Aside, AsideKind, Text
from ketju.core.model.span import TextSpan
from ketju.formats.line_parser import LineParser
from ketju.formats.lines import Line
from ketju.formats.restructuredtext.inline import Names

MAX_DRAWN = 2000
"""Longer lines are not looked at as drawn ones."""


class Parser(LineParser, Protocol):
    """A parser that knows the names of the document."""

    names: Names


def aside(lines: list[Line], kind: AsideKind) -> Aside:
    """Lines that are no content."""
    full = [line for line in lines if line.text]
    return Aside(Text("\n".join(line.text for line in full), TextSpan(full[0].start, full[-1].end)), kind)


def indented_until(lines: list[Line], at: int, indent: int) -> int:
    """The index after the lines from ``at`` on that are blank or indented more than ``indent``, trimmed."""
    end = at
    while at < len(lines) and (not lines[at].text or lines[at].indent > indent):
        at += 1
        if lines[at - 1].text:
            end = at
    return end


def with_first(first: Line, following: list[Line], always: bool = False) -> list[Line]:
    """Lines that go on with a first one, which stands behind a marker.

    The first line is indented as the second if that has less indentation, or ``always``.
    """
    if not first.text:
        return following
    if following and following[0].text and (always or following[0].indent < first.indent):
        first = first._replace(indent=following[0].indent)
    return [first, *following]


def without_marker(line: Line, width: int) -> Line:
    """A line without the sign that starts it."""
    rest = line.text[width:].lstrip()
    cut = len(line.text) - len(rest)
    return line._replace(start=line.start + cut, text=rest, indent=line.indent + cut)
