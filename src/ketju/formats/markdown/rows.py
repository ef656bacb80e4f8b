"""Table rows of pipe lines: each cell's text with its place."""

from __future__ import annotations

from ketju.core.model.document import Aside, ReadProblem, Row, Text
from ketju.core.model.span import TextSpan
from ketju.formats.markdown.inline import Inline
from ketju.formats.markdown.pipes import MAX_COLUMNS, PipeLine, PipeRow, rows_of


def rows_from(
    source: str,
    base: int,
    lines: list[PipeLine],
    inline: Inline,
    floats: list[Aside],
    problems: list[ReadProblem],
) -> tuple[Row, ...]:
    """The rows on ``lines`` of ``source``, which stands at ``base``; comments in cells go to ``floats``."""
    made: list[Row] = []
    too_wide = False
    for row in rows_of(lines):
        span = TextSpan(base + row.start, base + row.end)
        made.append(Row(tuple(_cells(source, base, row, inline, floats)), span, row.header))
        if row.too_wide and not too_wide:
            too_wide = True
            problems.append(ReadProblem("read.too-many-columns", span, (("limit", str(MAX_COLUMNS)),)))
    return tuple(made)


def _cells(source: str, base: int, row: PipeRow, inline: Inline, floats: list[Aside]) -> list[Text | None]:
    cells: list[Text | None] = []
    for pieces in row.cells:
        raw = "\n".join(source[start:end] for start, end in pieces).replace("\\|", "|")
        span = TextSpan(base + pieces[0][0], base + pieces[-1][1])
        text, comments = inline.text(raw, span, alternatives=True)
        cells.append(text)
        floats += comments
    return cells
