"""The source of a review as blocks for a template: lines in groups, with what is left out between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from ketju.web.apps.registers.marking import UNREAD, Line, Marked, Piece

WHOLE = 240
"""A document of so many lines is shown whole; of a longer one, what the page is about."""
AROUND = 2
"""Lines before and after each that is shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its cells as HTML."""

    kind: str
    depth: int
    cells: tuple[SafeString, ...]


Targets = Mapping[str, tuple[str, bool]]
"""Of each value on a page the id of its field, and whether it was guessed."""


@dataclass(slots=True)
class Block:
    """Lines of one kind one after another, or a gap: ``left_out`` counts its lines."""

    kind: str
    lines: list[Shown] = field(default_factory=list)
    left_out: int = 0


def window(
    found: Marked, paths: Collection[str] | None, targets: Targets | None = None, most: int = WHOLE
) -> list[Block]:
    """The document, or what of it is around some values; ``paths`` None: its beginning. ``targets`` are linked."""
    total = len(found.lines)
    if total <= most:
        return _blocks(found, range(total), targets)
    if paths is None:
        return _blocks(found, range(most), targets)
    wanted = {line for path in paths for line in found.places.get(path, ())}
    near = {n for line in wanted for n in range(line - AROUND, line + AROUND + 1) if 0 <= n < total}
    return _blocks(found, sorted(near | _heads(found, near)), targets)


def _heads(found: Marked, near: Collection[int]) -> set[int]:
    """The header rows of tables of which rows are shown, and the last heading before each line."""
    heads: set[int] = set()
    head, heading = -1, -1
    for number, line in enumerate(found.lines):
        if line.kind == "head":
            head = number
        elif line.kind != "row":
            head = -1
        if line.kind == "heading":
            heading = number
        if number in near:
            heads |= {one for one in (head if line.kind == "row" else -1, heading) if one >= 0}
    return heads


def _blocks(found: Marked, numbers: Collection[int], targets: Targets | None) -> list[Block]:
    blocks: list[Block] = []
    last = -1
    for kind, of in groupby(numbers, key=lambda number: _group(found.lines[number])):
        block = Block(kind)
        for number in of:
            if number - last > 1:
                if block.lines:
                    blocks.append(block)
                    block = Block(kind)
                blocks.append(Block("gap", left_out=number - last - 1))
            block.lines.append(_shown(found.lines[number], targets))
            last = number
        blocks.append(block)
    rest = len(found.lines) - last - 1
    return [*blocks, Block("gap", left_out=rest)] if rest else blocks


def _group(line: Line) -> str:
    return "table" if line.kind in ("head", "row") else "list" if line.kind in ("item", "pair") else line.kind


def _shown(line: Line, targets: Targets | None) -> Shown:
    return Shown(line.kind, line.depth, tuple(_cell(cell, targets) for cell in line.cells))


def _cell(pieces: tuple[Piece, ...], targets: Targets | None) -> SafeString:
    return format_html_join("", "{}", ((_piece(one, targets),) for one in pieces))


def _piece(one: Piece, targets: Targets | None) -> SafeString:
    """A stretch of text: a link to its field where that is on the page, a mark where it was not read."""
    if targets is None or not one.id:
        return escape(one.text)
    found = [targets[path] for path in one.paths if path in targets]
    if found:
        style = "mark doubt" if any(is_doubtful for _, is_doubtful in found) else "mark"
        ids = " ".join(id for id, _ in found)
        return format_html(
            '<a class="{}" id="{}" href="#{}" data-fields="{}">{}</a>',
            style,
            one.id,
            found[0][0],
            ids,
            one.text,
        )
    if any(path.startswith(UNREAD) for path in one.paths):
        return format_html('<mark class="unread" id="{}">{}</mark>', one.id, one.text)
    return format_html('<span class="far" id="{}">{}</span>', one.id, one.text)
