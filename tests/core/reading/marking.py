"""Insert a marked row into a list, in the list's own layout, and see what became of the mark."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tests.core.reading.lists import Labelled, read_bytes

TOKEN = "Zubrowel"
MARKS = tuple(
    f"{TOKEN} {rest}"
    for rest in ("Marknet Oy", "Datentechnik GmbH", "Hosting AB", "Systems Ltd", "Data ApS", "Cloud LLC")
)
LONGEST_BLOCK = 25
"""More lines than this between two names are no block of one entry."""

_BULLET = re.compile(r"\s*(?:[-*•+]|\d+[.)])\s+")
_STRUCTURED = (".yml", ".yaml", ".json", ".mdx")
_KEY = re.compile(r"\s*(?:[-*•+]\s+)?\**[^:|<>]{2,40}:\**\s*")
_KEYED_ITEM = re.compile(r"\s*(?:- |\d+\. |\{)")
_ELEMENT = re.compile(r"<(tr|dt|li|h2|h3|h4|p)(?=[\s>])")
_ENDS = re.compile(r"</(?:tr|li|p|dd|h[1-4])>\n?")
_SECTION_END = re.compile(r"<h[1-4][\s>]|</(?:section|article|main|body|div)")

Fate = Literal["entry", "unread", "problem", "lost"]


@dataclass(frozen=True)
class Row:
    """All lines of one entry as the list prints them, with the name in them and their place."""

    name: str
    text: str
    start: int
    end: int


def rows_of(text: str, labelled: Labelled) -> list[Row]:
    """The rows of a list that can be told apart, in order."""
    names = _names_in_order(text, [entry["name"] for entry in labelled.expected["entries"]])
    every = [_row(text, labelled.source.suffix, names, index) for index in range(len(names))]
    return [row for row in every if row is not None]


def _names_in_order(text: str, names: Sequence[str]) -> list[tuple[int, str]]:
    """(offset, name) of each name, each on the line of the one before or below it."""
    found, line = [], 0
    for name in names:
        at = text.find(name, line)
        if at >= 0:
            found.append((at, name))
            line = text.rfind("\n", 0, at) + 1
    return found


def _row(text: str, suffix: str, names: Sequence[tuple[int, str]], index: int) -> Row | None:
    at, name = names[index]
    start = text.rfind("\n", 0, at) + 1
    end = _line_end(text, at)
    line = text[start:end]
    if suffix == ".html":
        span = _element(text, at)
    elif "\t" in line.strip() or line.lstrip().startswith("|") or suffix in (".csv", ".tsv"):
        span = (start, end)
    elif suffix in _STRUCTURED or (_KEY.fullmatch(text, start, at) and line[0] in " \t"):
        span = _item(text, _item_start(text, start), at)
    elif _BULLET.match(line) or re.match(r"\s*\* - ", line):
        span = _item(text, start, at)
    else:
        span = _block(text, start, names, index)
    if span is None or not span[0] <= at < span[1]:
        return None
    return Row(name, text[span[0] : span[1]].rstrip("\n") + "\n" * (suffix != ".html"), *span)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _item_start(text: str, start: int) -> int:
    """The line with the bullet of the item that the line at ``start`` is of."""
    while start > 0 and not _KEYED_ITEM.match(text[start : _line_end(text, start)]):
        start = text.rfind("\n", 0, start - 1) + 1
    return start


def _item(text: str, start: int, at: int) -> tuple[int, int]:
    """A bullet with the lines that are indented below it."""
    first, end = text[start : _line_end(text, start)], _line_end(text, start)
    while end < len(text):
        below = text[end + 1 : _line_end(text, end + 1)]
        if below.strip() and _indent(below) <= _indent(first):
            break
        end = _line_end(text, end + 1)
    return start, max(end, _line_end(text, at))


def _block(text: str, start: int, names: Sequence[tuple[int, str]], index: int) -> tuple[int, int] | None:
    """From the line of a name to the line of the next one."""
    if index + 1 >= len(names):
        return None
    end = text.rfind("\n", 0, names[index + 1][0]) + 1
    block = text[start:end].rstrip()
    if not block or block.count("\n") > LONGEST_BLOCK:
        return None
    return start, start + len(block) + 1


def _element(text: str, at: int) -> tuple[int, int] | None:
    """The innermost row, item, term or headed section of a page that is open at a place."""
    for match in reversed([*_ELEMENT.finditer(text, 0, at)]):
        tag = match[1]
        if f"</{tag}>" in text[match.start() : at]:
            continue
        if tag == "dt":
            ends = [end for end in (text.find("<dt", at), text.find("</dl>", at)) if end > 0]
            return match.start(), min(ends)
        if tag.startswith("h"):
            end = _SECTION_END.search(text, at)
            return (match.start(), end.start()) if end else None
        if tag == "p" and re.search(r"<(?:tr|li)[\s>]", text[match.start() : at]):
            continue
        return match.start(), text.index(f"</{tag}>", at) + len(tag) + 3
    return None


def places(text: str, suffix: str) -> list[int]:
    """Where a row may be inserted: between lines, and in a page also between its elements."""
    found = {0, *(match.end() for match in re.finditer("\n", text))}
    if suffix == ".html":
        found |= {match.end() for match in _ENDS.finditer(text)}
    return sorted(found)


def inside(text: str, rows: Sequence[Row], every: Sequence[int]) -> list[int]:
    """The places from the line before the first entry to the line after the last one."""
    start = text.rfind("\n", 0, max(rows[0].start - 1, 0)) + 1
    end = _line_end(text, min(_line_end(text, rows[-1].end) + 1, len(text))) + 1
    return [place for place in every if start <= place <= end]


def fate(text: str, name: str) -> Fate:
    """What became of the mark in ``text``."""
    result = read_bytes(text.encode(), name)[1]
    if any(TOKEN in entry.name for entry in result.register.entries):
        return "entry"
    if any(TOKEN in part.text for part in result.unread):
        return "unread"
    excluded = [problem for problem in result.problems if problem.code == "read.not-a-subprocessor"]
    return "problem" if any(TOKEN in value for one in excluded for _, value in one.params) else "lost"


def trials(
    labelled: Labelled, count: int, seed: int, *, anywhere: bool = False
) -> Iterator[tuple[Fate, str]]:
    """(fate, sentence that tells how to see it again) of ``count`` marked rows."""
    text = labelled.source.read_text(encoding="utf-8")
    rows = rows_of(text, labelled)
    if not rows:
        return
    every = places(text, labelled.source.suffix)
    every = every if anywhere else inside(text, rows, every)
    chance = random.Random(f"{seed} {labelled}")
    for _ in range(count):
        row, place, mark = chance.choice(rows), chance.choice(every), chance.choice(MARKS)
        inserted = row.text.replace(row.name, mark, 1)
        line = text.count("\n", 0, place)
        what = f"{labelled}: {inserted[:70]!r} after line {line}, place {place}"
        yield fate(text[:place] + inserted + text[place:], labelled.source.name), what
