"""Tables in plain text whose columns are kept apart by spaces."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from ketju.core.model.document import Row, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import Line, slice_text
from ketju.formats.plain.rows import Found, is_rule

GUTTER = 2
"""Spaces that keep columns apart."""
MAX_WIDTH = 1000
"""No table is wider: longer lines are running text."""

_GAP = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_SENTENCE_GAP = re.compile(r"(?<=[.!?:;])  (?=\S)")
_DASH_GROUPS = re.compile(r"[-=]+(?: +[-=]+)+")


def has_gap(line: Line) -> bool:
    """Whether a line has a gap that could keep columns apart, other than two spaces after a sentence."""
    return "  " in line.text and _GAP.search(_SENTENCE_GAP.sub(" ", line.text)) is not None


def aligned_table(source: str, lines: list[Line], at: int) -> Found | None:
    """The table that starts at a line, if several lines leave the same columns empty."""
    if not has_gap(lines[at]):
        return None
    part = [lines[at]]
    for line in lines[at + 1 :]:
        if not line.text or len(line.text) + line.indent > MAX_WIDTH or "\t" in line.text:
            break
        if not (has_gap(line) or is_rule(line) or line.indent >= lines[at].indent + 4):
            break
        part.append(line)
    while part and is_rule(part[-1]) and not _DASH_GROUPS.fullmatch(part[-1].text):
        part.pop()
    rows = [line for line in part if not is_rule(line)]
    if len([line for line in rows if has_gap(line)]) < 2:
        return None
    starts = column_starts(source, rows)
    read = _rows_by_column(source, part, starts) if len(starts) > 1 else _rows_by_gap(source, part)
    if read is None or _are_labels(read):
        return None
    return Found(Table(tuple(read)), at + len(part))


def column_starts(source: str, rows: list[Line]) -> list[int]:
    """Where columns start: after GUTTER places that are empty in every row, with text in two rows or more."""
    filled: set[int] = set()
    starts: dict[int, int] = {}
    for line in rows:
        text = source[line.left : line.end]
        filled.update(at for at, letter in enumerate(text) if not letter.isspace())
        for found in re.finditer(r"(?:^|(?<=[\s\u00a0]{2}))\S", text):
            starts[found.start()] = starts.get(found.start(), 0) + 1
    first = min(filled)
    gutters = [at for at in sorted(starts) if at == first or _is_empty(filled, at)]
    columns = [at for at in gutters if at == first or starts[at] > 1]
    return columns if len(columns) == len(gutters) or len(rows) > 2 else [first]


def _is_empty(filled: set[int], at: int) -> bool:
    return at >= GUTTER and all(at - step not in filled for step in range(1, GUTTER + 1))


def _rows_by_column(source: str, part: list[Line], starts: list[int]) -> list[Row]:
    """Rows cut at the columns. A line that leaves the first column empty goes on with the row above."""
    rows: list[tuple[list[Text], TextSpan, bool]] = []
    top = part[0].start
    for index, line in enumerate(part):
        if is_rule(line):
            if rows:
                cells, span, header = rows[-1]
                header = header or (len(rows) == 1 and index < len(part) - 1)
                rows[-1] = (cells, TextSpan(span.start, line.end), header)
            continue
        bounds = [min(line.left + start, line.end) for start in starts] + [line.end]
        bounds[0] = line.left
        cells = [slice_text(source, left, right) for left, right in pairwise(bounds)]
        if rows and not cells[0].text and not rows[-1][2]:
            above, span, header = rows[-1]
            rows[-1] = (
                [below(*pair) for pair in zip(above, cells, strict=True)],
                TextSpan(span.start, line.end),
                header,
            )
        else:
            rows.append((cells, TextSpan(line.start if rows else top, line.end), False))
    return [Row(tuple(cells), span, header) for cells, span, header in rows]


def below(above: Text, cell: Text) -> Text:
    """A cell with the line below it."""
    if not cell.text:
        return above
    if not above.text:
        return cell
    assert isinstance(above.span, TextSpan)
    assert isinstance(cell.span, TextSpan)
    return Text(f"{above.text}\n{cell.text}", TextSpan(above.span.start, cell.span.end))


def _rows_by_gap(source: str, part: list[Line]) -> list[Row] | None:
    """Rows cut at their gaps, for columns that are not straight: three rows or more of as many cells each."""
    rows = [line for line in part if not is_rule(line)]
    if len(rows) < 3 or len(rows) < len(part):
        return None
    read: list[Row] = []
    for line in rows:
        gaps = [(found.start(), found.end()) for found in _GAP.finditer(source, line.start, line.end)]
        edges = [line.start, *(edge for gap in gaps for edge in gap), line.end]
        cells = [slice_text(source, *edges[at : at + 2]) for at in range(0, len(edges), 2)]
        read.append(Row(tuple(cells), TextSpan(line.start, line.end)))
    counts = {len(row.cells) for row in read}
    return read if len(counts) == 1 and counts.pop() > 2 else None


def _are_labels(rows: list[Row]) -> bool:
    """Whether the first column holds labels with a colon: the lines are keys and values, no table."""
    firsts = [row.cells[0].text for row in rows if row.cells[0]]
    with_colon = list(takewhile(lambda text: text.endswith(":"), firsts))
    return len(with_colon) == len(firsts)
