"""Lists of AsciiDoc: bullets, numbers and terms, nested by their signs."""

from __future__ import annotations

import re
from typing import NamedTuple

from ketju.core.model.document import Block, Definition, Definitions, Listing, Paragraph
from ketju.formats.asciidoc.layout import Parser, aside
from ketju.formats.lines import Line
from ketju.formats.listings import ListLine, nested

_MARKER = re.compile(
    r"(\*{1,6}|-|\.{1,6}|•|\d{1,3}\.|[a-zA-Z]\.|[ivxIVX]{1,6}\)|<(?:\d{1,3}|\.)>)[ \t]+(?=\S)"
    r"(\[[ xX*]\][ \t]+)?"
)
_TERM = re.compile(r"(\S[^\n]{0,500}?)(:{2,4}|;;)(?:[ \t]+(?=\S)|$)")
_FENCE = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|`{3,}\w*|--|[|,:!]={3,})")


class Marker(NamedTuple):
    """The sign of an item: items of one list share its ``kind``."""

    sign: str
    kind: str
    width: int


def marker_of(line: Line) -> Marker | None:
    """The sign that starts an item on a line, if one does."""
    found = _MARKER.match(line.text)
    if not found:
        return None
    sign = found[1]
    kind = "<" if sign[0] == "<" else re.sub(r"\d+", "1", sign) if sign[0].isdigit() else sign
    if sign[0].isalpha():
        kind = "a" if sign.endswith(".") else "i"
    return Marker(sign, kind, found.end())


def term_of(line: Line) -> re.Match[str] | None:
    """A term with two or more colons after it, if a line starts with one."""
    return _TERM.match(line.text) if "::" in line.text or ";;" in line.text else None


def listing(parser: Parser, lines: list[Line], at: int) -> tuple[Listing, int]:
    """(list, index of the line after it). A kind of sign that is new inside a list nests."""
    found: list[ListLine] = []
    kinds: list[str] = []
    while at < len(lines):
        marker = marker_of(lines[at])
        if marker is None:
            break
        if marker.kind in kinds:
            del kinds[kinds.index(marker.kind) + 1 :]
        else:
            kinds.append(marker.kind)
        end = _end_of_text(lines, at + 1)
        texts = [_without(lines[at], marker.width), *lines[at + 1 : end]]
        children, at = _attached(parser, lines, end)
        ordered = marker.kind[0] in ".1ai<"
        item = ListLine(parser.text(texts), len(kinds) - 1, ordered, marker.sign, "", children)
        found.append(item)
        after = _skip_blank(lines, at)
        if after < len(lines) and marker_of(lines[after]):
            at = after
    made = nested(found)
    first = made[0]
    assert isinstance(first, Listing)
    if len(made) == 1:
        return first, at
    items = [item for block in made if isinstance(block, Listing) for item in block.items]
    return Listing(tuple(items), first.ordered), at


def definitions(parser: Parser, lines: list[Line], at: int) -> tuple[Definitions, int]:
    """(list, index of the line after it). What is said of a term may start on a line of its own."""
    items: list[Definition] = []
    while at < len(lines):
        found = term_of(lines[at])
        if not found or marker_of(lines[at]):
            break
        line = lines[at]
        term = parser.text([line._replace(end=line.start + len(found[1]), text=found[1])])
        rest = _without(line, found.end())
        begin = at + 1 if rest.text else _skip_blank(lines, at + 1)
        details: list[Block] = []
        if not rest.text and begin < len(lines) and marker_of(lines[begin]):
            block, at = listing(parser, lines, begin)
            details.append(block)
        else:
            may_go_on = bool(rest.text) or (
                begin < len(lines) and not term_of(lines[begin]) and _is_text(lines[begin])
            )
            end = _end_of_text(lines, begin) if may_go_on else at + 1
            texts = ([rest] if rest.text else []) + (lines[begin:end] if may_go_on else [])
            if texts:
                details.append(Paragraph(parser.text(texts)))
            attached, at = _attached(parser, lines, end)
            details += attached
            if at < len(lines) and marker_of(lines[at]):
                block, at = listing(parser, lines, at)
                details.append(block)
        items.append(Definition(term, tuple(details)))
        after = _skip_blank(lines, at)
        if after < len(lines) and term_of(lines[after]) and not marker_of(lines[after]):
            at = after
    return Definitions(tuple(items)), at


def _is_text(line: Line) -> bool:
    return (
        bool(line.text)
        and not _FENCE.fullmatch(line.text[:300])
        and not re.match(r"={1,6}\s|\[|\.\w", line.text)
    )


def _without(line: Line, width: int) -> Line:
    return line._replace(start=line.start + width, text=line.text[width:])


def _skip_blank(lines: list[Line], at: int) -> int:
    while at < len(lines) and not lines[at].text:
        at += 1
    return at


def _end_of_text(lines: list[Line], at: int) -> int:
    """The index after the lines that go on with the text of an item."""
    while at < len(lines):
        line = lines[at]
        if not line.text or line.text == "+" or marker_of(line) or term_of(line):
            break
        if _FENCE.fullmatch(line.text[:300]) or line.text.startswith("["):
            break
        at += 1
    return at


def _attached(parser: Parser, lines: list[Line], at: int) -> tuple[list[Block], int]:
    """(blocks, index of the line after them) that single plus signs attach to an item."""
    blocks: list[Block] = []
    while at < len(lines) and lines[at].text == "+":
        blocks.append(aside([lines[at]], "markup"))
        begin = at = _skip_blank(lines, at + 1)
        while at < len(lines) and lines[at].text.startswith(("[", ".")) and not marker_of(lines[at]):
            at += 1
        if at < len(lines) and _FENCE.fullmatch(lines[at].text[:300]):
            fence = lines[at].text
            at += 1
            while at < len(lines) and lines[at].text != fence:
                at += 1
            at = min(at + 1, len(lines))
        else:
            at = max(_end_of_text(lines, at), min(begin + 1, len(lines)))
        blocks += parser.parse(lines[begin:at])
    return blocks, at
