"""What every part of AsciiDoc is read with: the parser as the parts know it, comments, and what is no content."""

from __future__ import annotations

from typing import Protocol

from ketju.core.model.document import Aside, AsideKind, Text
from ketju.core.model.span import TextSpan
from ketju.formats.asciidoc.inline import Attributes
from ketju.formats.line_parser import LineParser
from ketju.formats.lines import Line


class Parser(LineParser, Protocol):
    """A parser that knows the attributes of the document."""

    attributes: Attributes


def is_comment(line: Line) -> bool:
    """Whether a line is a comment, not the fence of a block of them."""
    return line.text.startswith("//") and not line.text.startswith("///")


def aside(lines: list[Line], kind: AsideKind) -> Aside:
    """Lines that are no content."""
    full = [line for line in lines if line.text] or lines[:1]
    return Aside(Text("\n".join(line.text for line in full), TextSpan(full[0].start, full[-1].end)), kind)
