"""Blocks of the page's furniture as asides."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.model.document import (
    Aside,
    AsideKind,
    Block,
    Definitions,
    Heading,
    Listing,
    Paragraph,
    Record,
    Records,
    Table,
)


def asides(blocks: Sequence[Block], kind: AsideKind) -> list[Block]:
    """The texts of blocks as asides, one for each; asides among them stay what they are."""
    made: list[Block] = []
    for block in blocks:
        _set_aside(block, kind, made)
    return made


def _set_aside(block: Block, kind: AsideKind, made: list[Block]) -> None:
    match block:
        case Aside():
            made.append(block)
        case Heading(text) | Paragraph(text):
            made.append(Aside(text, kind))
        case Listing(items):
            for item in items:
                if item.text.text:
                    made.append(Aside(item.text, kind))
                for child in item.children:
                    _set_aside(child, kind, made)
        case Definitions(pairs):
            for pair in pairs:
                made.append(Aside(pair.term, kind))
                for detail in pair.details:
                    _set_aside(detail, kind, made)
        case Table(rows, caption):
            made += [Aside(caption, kind)] if caption is not None else []
            made += (
                Aside(cell, kind) for row in rows for cell in row.cells if cell is not None and cell.text
            )
        case Record() | Records():
            made.append(block)
