"""What no block covers: the lines of a source that hold only markup, so that nothing of it goes missing."""

from __future__ import annotations

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


def spans(block: Block) -> list[TextSpan]:
    """The spans that a block covers: of a table's rows, and of the texts in everything else."""
    found: list[Span] = []
    if isinstance(block, Table):
        found += [row.span for row in block.rows]
        if block.caption is not None:
            found.append(block.caption.span)
    else:
        _add_spans(block, found)
    return [span for span in found if isinstance(span, TextSpan)]


def _add_spans(block: Block, found: list[Span]) -> None:
    match block:
        case Heading(text) | Paragraph(text) | Aside(text):
            found.append(text.span)
        case Listing(items):
            for item in items:
                found.append(item.text.span)
                for child in item.children:
                    _add_spans(child, found)
        case Definitions(pairs):
            for pair in pairs:
                found.append(pair.term.span)
                for detail in pair.details:
                    _add_spans(detail, found)
        case Table(rows, caption):
            found += [caption.span] if caption is not None else []
            found += [cell.span for row in rows for cell in row.cells if cell is not None]
        case Record(_, span) | Records(_, span):
            found.append(span)


def as_markup(text: str, start: int) -> list[Block]:
    """A gap as an aside."""
    return [Aside(Text(text, TextSpan(start, start + len(text))), "markup")]


def filled(source: str, blocks: Sequence[Block], fill: Filler = as_markup, base: int = 0) -> list[Block]:
    """The blocks, and in their places what ``fill`` makes of each run of lines that none of them touches.

    ``fill`` is given the run, trimmed, and where it starts. ``source`` stands at ``base`` in its document.
    """
    found = [spans(block) for block in blocks]
    gaps = [(start + base, end + base) for start, end in _gaps(source, found, base)]
    if not gaps:
        return list(blocks)
    made: list[Block] = []
    at = 0
    for block, covered in zip(blocks, found, strict=True):
        while covered and at < len(gaps) and gaps[at][0] < covered[0].start:
            made += fill(source[gaps[at][0] - base : gaps[at][1] - base], gaps[at][0])
            at += 1
        made.append(block)
    for start, end in gaps[at:]:
        made += fill(source[start - base : end - base], start)
    return made


def _gaps(source: str, found: list[list[TextSpan]], base: int) -> Iterator[tuple[int, int]]:
    """The runs of lines on which nothing of what was found stands."""
    covered = sorted(
        (span.start - base, span.end - base) for spans in found for span in spans if span.end > span.start
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
