"""Paragraphs, and the lists and definitions in them that CommonMark takes for running text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ketju.core.model.document import (
    Aside,
    Block,
    Definition,
    Definitions,
    Heading,
    Item,
    Listing,
    Paragraph,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.markdown.inline import Inline

_BULLETS = "•◦▪▫●○■□‣⁃"
_BULLET = re.compile(rf"[{_BULLETS}]\s*\S")
_SUB_ITEM = re.compile(rf"(?:([-*+]|\d{{1,3}}[.)])\s+|[{_BULLETS}]\s*)\S")
_DEFINED = re.compile(r":[ \t]+")
_LEVEL = re.compile(r"#{2,6}(?=[^#\s])")

LineSpan = Callable[[int, int], TextSpan]


def paragraph(inline: Inline, raw: str, span: TextSpan, line_span: LineSpan) -> list[Block]:
    """The blocks of one paragraph. ``line_span`` gives the place of some of its lines, counted from 0."""
    lacking = _LEVEL.match(raw)
    if lacking and "\n" not in raw:
        text, floats = inline.text(raw[lacking.end() :], span, alternatives=True)
        return [Heading(text, lacking.end()), *floats]
    lines = raw.split("\n")
    if len(lines) > 1 and _DEFINED.match(lines[1]) and not lines[0].startswith(":"):
        return _definitions(inline, lines, line_span)
    start = _start_of_items(lines)
    if start is not None:
        intro = running(inline, "\n".join(lines[:start]), line_span(0, start)) if start else []
        return [*intro, _listing(inline, lines, start, line_span)]
    return running(inline, raw, span)


def running(inline: Inline, raw: str, span: TextSpan) -> list[Block]:
    """Running text; what shows nothing but pictures, comments or tags is no paragraph."""
    text, floats = inline.text(raw, span)
    if text.text:
        return [Paragraph(text), *floats]
    return [*without_text(inline, raw, text), *floats]


def without_text(inline: Inline, raw: str, text: Text) -> list[Block]:
    """Where nothing is printed: what the pictures say, or markup."""
    pictured, floats = inline.text(raw, TextSpan(0, 0), alternatives=True)
    if pictured.text:
        return [Aside(replace(text, text=pictured.text), "metadata")]
    return [] if floats else [Aside(text, "markup")]


def _start_of_items(lines: list[str]) -> int | None:
    """The line on which a list starts: with the bullets of other programs, or indented too far for CommonMark."""
    if _BULLET.match(lines[0]):
        return 0
    for number, line in enumerate(lines[1:], 1):
        match = _SUB_ITEM.match(line.lstrip())
        if match:
            numbered = match.group(1) is not None and match.group(1)[0].isdigit()
            others = sum(1 for other in lines[number + 1 :] if _SUB_ITEM.match(other.lstrip()))
            return number if others or not numbered else None
    return None


def _listing(inline: Inline, lines: list[str], start: int, line_span: LineSpan) -> Listing:
    items: list[Item] = []
    at = start
    while at < len(lines):
        stop = at + 1
        while stop < len(lines) and not _SUB_ITEM.match(lines[stop].lstrip()):
            stop += 1
        marker, raw = _without_marker("\n".join(lines[at:stop]).lstrip())
        text, floats = inline.text(raw, line_span(at, stop), alternatives=True)
        items.append(Item(text, tuple(floats), marker))
        at = stop
    return Listing(tuple(items), items[0].marker[0].isdigit())


def _without_marker(raw: str) -> tuple[str, str]:
    if raw[0] in _BULLETS:
        return raw[0], raw[1:].lstrip()
    marker, _, rest = raw.partition(" ") if " " in raw else raw.partition("\t")
    return marker, rest


def _definitions(inline: Inline, lines: list[str], line_span: LineSpan) -> list[Block]:
    """A term with definitions under it, each behind a colon."""
    term, floats = inline.text(lines[0], line_span(0, 1), alternatives=True)
    details: list[Block] = [*floats]
    at = 1
    while at < len(lines):
        stop = at + 1
        while stop < len(lines) and not _DEFINED.match(lines[stop]):
            stop += 1
        raw = "\n".join(lines[at:stop])
        details += running(inline, _DEFINED.sub("", raw, count=1), line_span(at, stop))
        at = stop
    return [Definitions((Definition(term, tuple(details)),))]
