"""Footnotes and endnotes: printed after the text, each with its mark."""

from __future__ import annotations

from dataclasses import replace

from ketju.core.model.document import Block, Paragraph, Text


def marked(blocks: list[Block], mark: str) -> list[Block]:
    """The blocks of a note with its mark before the first."""
    match blocks:
        case [Paragraph(text, gap), *others] if mark:
            moved = len(mark) + 1
            marks = tuple(replace(m, start=m.start + moved, end=m.end + moved) for m in text.marks)
            return [Paragraph(Text(f"{mark} {text.text}", text.span, marks), gap), *others]
    return blocks
