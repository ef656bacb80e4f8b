"""What no block covers: the lines of a source that hold only markup, so that nothing of it goes missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ketju.core.model.document import (
    Aside,
    Block,
    Definitions,
    Heading,
    Listing,
    Paragraph,
    Record,
    Records,
    Table,
    Text,
)
from ketju.core.model.span import Span, TextSpan

Filler = Callable[[str, int], Iterable[Block]]

_FULL_LINE = re.compile(r"\S")


def spans(block: Block) -> Iterator[Span]:
    """The spans that a block covers; those of a row's cells are within the row's."""
    match block:
        case Heading(text) | Paragraph(text) | Aside(text):
            yield text.span
        case Listing(items):
            for item in items:
                yield item.text.span
                for child in item.children:
                    yield from spans(child)
        case Definitions(pairs):
            for pair in pairs:
                yield pair.term.span
                for detail in pair.details:
                    yield from spans(detail)
        case Table(rows, caption):
            if caption is not None:
                yield caption.span
            for row in rows:
                yield row.span
        case Record(_, span) | Records(_, span):
            yield span


def as_markup(text: str, start: int) -> list[Block]:
    """A gap as an aside."""
    return [Aside(Text(text, TextSpan(start, start + len(text))), "markup")]


def filled(source: str, blocks: Sequence[Block], fill: Filler = as_markup) -> list[Block]:
    """The blocks, and in their places what ``fill`` makes of each run of lines that none of them touches.

    ``fill`` is given the run, trimmed, and where it starts.
    """
    gaps = list(_gaps(source, blocks))
    if not gaps:
        return list(blocks)
    made: list[Block] = []
    at = 0
    for block in blocks:
        start = next((span.start for span in spans(block) if isinstance(span, TextSpan)), None)
        while start is not None and at < len(gaps) and gaps[at][0] < start:
            made += fill(source[slice(*gaps[at])], gaps[at][0])
            at += 1
        made.append(block)
    for gap in gaps[at:]:
        made += fill(source[slice(*gap)], gap[0])
    return made


def _gaps(source: str, blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    covered = sorted(
        (span.start, span.end) for block in blocks for span in spans(block) if isinstance(span, TextSpan)
    )
    reached = 0
    for start, end in (*covered, (len(source), len(source))):
        if start > reached:
            gap = _full_lines(source, reached, start)
            if gap is not None:
                yield gap
        reached = max(reached, end)


def _full_lines(source: str, start: int, end: int) -> tuple[int, int] | None:
    """The lines between two places that neither place is on, without white space around them; None for none."""
    if start and source[start - 1] != "\n":
        start = source.find("\n", start, end)
        if start < 0:
            return None
    if end < len(source):
        end = source.rfind("\n", start, end)
        if end < 0:
            return None
    part = source[start:end]
    stripped = part.strip()
    if not stripped:
        return None
    begin = start + len(part) - len(part.lstrip())
    return begin, begin + len(stripped)
