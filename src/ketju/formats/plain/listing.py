"""Bulleted and numbered lists in plain text, nested by indentation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ketju.core.model.document import Block, Item, Listing, Paragraph
from ketju.formats.lines import Line, joined_text

MAX_NESTING = 32
WRAPPED = 60
"""A line this long before one without indentation was wrapped."""

# The last three are bullets of the Symbol and Wingdings fonts, as word processors copy them.
_BULLET = re.compile(
    r"([•‣▪▫◦●○■□➢➤►▶✓✔❖⁃∙·\uf0b7\uf0a7\uf0d8])[ \t\u00a0]*(?=[^\s\u00a0])|([-*+–—o])[ \t\u00a0]+(?=\S)"
)
_NUMBER = re.compile(r"(\(?(\d{1,3}|[a-z]|[A-Z]|[ivxl]{1,5}|[IVXL]{1,5})[.)])[ \t\u00a0]+(?=\S)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
# One line with one of these is as likely a sign-off, a dash in a sentence or a sum.
_WEAK = frozenset("–—+·o")


class Marker(NamedTuple):
    """What starts an item: ``family`` is what its siblings share, ``values`` the numbers it may stand for."""

    text: str
    start: int
    family: str
    values: tuple[int, ...] = ()


@dataclass(slots=True)
class _Open:
    """An item whose end has not been seen."""

    marker: Marker
    indent: int
    lines: list[Line]
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Level:
    """A list whose end has not been seen."""

    indent: int
    items: list[_Open]


def marker_of(line: Line) -> Marker | None:
    """What starts an item on a line, if anything does. A tab later in the line makes it a row of a table."""
    if found := _BULLET.match(line.text):
        marker = Marker(found[1] or found[2], line.start + found.end(), found[1] or found[2])
    elif found := _NUMBER.match(line.text):
        family, values = _numbering(found[2])
        marker = Marker(found[1], line.start + found.end(), found[1].replace(found[2], family), values)
    else:
        return None
    return None if "\t" in line.text[found.end() :] else marker


def _numbering(label: str) -> tuple[str, tuple[int, ...]]:
    """(family, numbers it may mean): "i" is the ninth letter and the first Roman number."""
    if label.isdigit():
        return "1", (int(label),)
    small = label.lower()
    values: tuple[int, ...] = (ord(small) - ord("a") + 1,) if len(small) == 1 else ()
    if all(letter in _ROMAN for letter in small):
        numbers = [_ROMAN[letter] for letter in small]
        pairs = zip(numbers, [*numbers[1:], 0], strict=True)
        values += (sum(-value if value < after else value for value, after in pairs),)
    return ("a" if label.islower() else "A"), values


def listing(
    lines: list[Line], at: int, is_other: Callable[[int], bool], has_notes: bool
) -> tuple[Listing, int] | None:
    """(list, index of the line after it) for the list that starts at a line.

    ``is_other`` says that a line belongs to something else (a row, a drawn line); ``has_notes`` that the text
    marks footnotes with asterisks, so that a single line with one is the footnote.
    """
    first = marker_of(lines[at])
    if first is None or (first.family == "o" and lines[at].indent == 0 and "\t" not in lines[at].text):
        return None
    reader = _Reader(lines, at, is_other)
    after = reader.read()
    count = reader.count
    if count == 1 and (first.values or first.family in _WEAK or (first.family == "*" and has_notes)):
        return None
    return reader.closed(), after


class _Reader:
    """Reads a list line by line; ``levels`` are the lists that are open, outermost first."""

    def __init__(self, lines: list[Line], at: int, is_other: Callable[[int], bool]) -> None:
        self.lines = lines
        self.at = at
        self.is_other = is_other
        self.levels: list[_Level] = []
        self.count = 0
        self.loose = False

    def read(self) -> int:
        """Take items and what belongs to them; returns the index of the line after."""
        while self.at < len(self.lines):
            after = self.at
            while after < len(self.lines) and not self.lines[after].text:
                after += 1
            if after == len(self.lines) or not self._take(after, gap=after - self.at):
                return self.at
        return self.at

    def _take(self, at: int, gap: int) -> bool:
        """Take a line into the list, or say that the list is over."""
        line = self.lines[at]
        marker = marker_of(line)
        if marker is not None and self._fits(marker, line.indent):
            self._add(marker, line)
        elif not self.levels or marker is not None or self.is_other(at):
            return False
        elif gap:
            if not self._add_paragraph(at, gap):
                return False
        elif self._continues(line, at):
            self.levels[-1].items[-1].lines.append(line)
        else:
            return False
        self.at = max(self.at, at + 1)
        return True

    def _fits(self, marker: Marker, indent: int) -> bool:
        """Whether an item goes on with one of the open lists or starts one inside."""
        if not self.levels:
            return True
        if marker.family == "o" and indent == 0 and self.levels[0].items[0].marker.family != "o":
            return False
        for level in reversed(self.levels):
            last = level.items[-1].marker
            if indent > level.indent:
                return not marker.values or bool({1, 2} & set(marker.values)) or level is not self.levels[-1]
            if indent == level.indent or level is self.levels[0]:
                return last.family == marker.family and _follows(last, marker)
        return False

    def _add(self, marker: Marker, line: Line) -> None:
        while len(self.levels) > 1 and line.indent < self.levels[-1].indent:
            self._close_level()
        if not self.levels or (line.indent > self.levels[-1].indent and len(self.levels) < MAX_NESTING):
            self.levels.append(_Level(line.indent, []))
        start = line._replace(start=marker.start, text=line.text[marker.start - line.start :])
        self.levels[-1].items.append(_Open(marker, line.indent, [start]))
        self.count += 1

    def _add_paragraph(self, at: int, gap: int) -> bool:
        """Lines after a blank one that are indented more than an item belong to it."""
        line = self.lines[at]
        if line.indent < self.levels[0].indent + 2:
            return False
        while len(self.levels) > 1 and line.indent < self.levels[-1].indent + 2:
            self._close_level()
        end = at
        while end < len(self.lines) and self.lines[end].text and self.lines[end].indent >= line.indent:
            if end > at and (marker_of(self.lines[end]) or self.is_other(end)):
                break
            end += 1
        self.levels[-1].items[-1].children.append(Paragraph(joined_text(self.lines[at:end]), gap))
        self.at = end
        return True

    def _continues(self, line: Line, at: int) -> bool:
        """Whether a line without a marker goes on with the item above."""
        item = self.levels[-1].items[-1]
        if item.children:
            return False
        if line.indent > item.indent or len(item.lines[-1].text) >= WRAPPED:
            return True
        if not self.loose:
            after = at + 1
            while after < len(self.lines) and self.lines[after].text and after < at + 12:
                marker = marker_of(self.lines[after])
                if marker is not None:
                    self.loose = marker.family == self.levels[0].items[-1].marker.family
                    break
                after += 1
        return self.loose

    def _close_level(self) -> None:
        level = self.levels.pop()
        self.levels[-1].items[-1].children.append(_built(level))

    def closed(self) -> Listing:
        while len(self.levels) > 1:
            self._close_level()
        return _built(self.levels[0])


def _follows(last: Marker, marker: Marker) -> bool:
    """Whether a number is the one after the last, or repeats it as lazy writers do. Bullets always follow."""
    if not marker.values:
        return True
    return any(value - before in (0, 1) for value in marker.values for before in last.values)


def _built(level: _Level) -> Listing:
    items = tuple(
        Item(joined_text(item.lines), tuple(item.children), item.marker.text) for item in level.items
    )
    return Listing(items, ordered=bool(level.items[0].marker.values))
