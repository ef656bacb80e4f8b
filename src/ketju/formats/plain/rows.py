"""Tables in plain text whose cells stand between tabs or pipes."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from dataclasses import replace as changed
from itertools import islice

from ketju.core.model.document import Row, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import Line, slice_text

MAX_COLUMNS = 2000
MAX_CELLS = 1_500_000
"""A table ends at the row with this cell."""

MAX_QUOTED_LINES = 50
MAX_RULE = 2000

RULE = re.compile(r"[-=_–—─═+|:\s┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝║│╞╪╡]{3,}")
_DASHES = re.compile(r"[-=_–—─═]{2}")
_PIPE = re.compile(r"(?<!\\)[|│║¦]")
_TABS = re.compile(r"\t+")


@dataclass(frozen=True, slots=True)
class Found:
    """A table and the index of the line after it."""

    table: Table
    after: int


def is_rule(line: Line) -> bool:
    """Whether a line draws a line: dashes, with the corners of a table or without."""
    text = line.text
    return len(text) <= MAX_RULE and bool(RULE.fullmatch(text) and _DASHES.search(text))


def is_tab_row(source: str, line: Line) -> bool:
    """Whether a line has cells: a tab after its first text, other than one at the end."""
    return "\t" in line.text or (bool(line.text) and source.count("\t", line.end, line.right) > 1)


def tab_table(source: str, lines: list[Line], at: int, in_text: bool) -> Found | None:
    """The table of rows with tabs that starts at a line. A single tab within running text makes no table."""
    if not is_tab_row(source, lines[at]):
        return None
    found: list[tuple[Line, list[Text]] | Line] = []
    index, count = at, 0
    while index < len(lines) and lines[index].text and count < MAX_CELLS:
        line = lines[index]
        if is_rule(line) and found and ("\t" in line.text or _goes_on(source, lines, index + 1)):
            found.append(line)
        elif is_tab_row(source, line) or (found and source.find("\t", line.left, line.right) >= 0):
            cells, index = _tab_cells(source, lines, index)
            found.append((line, cells))
            count += len(cells)
        else:
            break
        index += 1
    rows = [part for part in found if not isinstance(part, Line)]
    alone = in_text or (index < len(lines) and bool(lines[index].text))
    if not rows or (len(found) == 1 and len(rows[0][1]) <= 2 and alone):
        return None
    if is_aligned_by_tabs([cells for _, cells in rows]):
        found = [part if isinstance(part, Line) else (part[0], _collapsed(part[1])) for part in found]
    return Found(Table(_with_rules(found)), index)


def _goes_on(source: str, lines: list[Line], index: int) -> bool:
    return index < len(lines) and is_tab_row(source, lines[index])


def _tab_cells(source: str, lines: list[Line], index: int) -> tuple[list[Text], int]:
    """(cells, index of the last line): a cell that a spreadsheet put in quotes may run over several lines."""
    line = lines[index]
    cells: list[Text] = []
    at, right = line.left, line.right
    while len(cells) < MAX_COLUMNS:
        end = source.find("\t", at, right)
        end = right if end < 0 else end
        if source.startswith('"', at) and (closed := _quoted(source, lines, index, at)):
            cell, end, index = closed
            right = lines[index].right
        else:
            cell = slice_text(source, at, end if len(cells) < MAX_COLUMNS - 1 else right)
        cells.append(cell)
        if end >= right:
            break
        at = end + 1
    return cells, index


def _quoted(source: str, lines: list[Line], index: int, at: int) -> tuple[Text, int, int] | None:
    """(cell, where it ends, index of its last line) of a quoted cell over several lines."""
    last = min(index + MAX_QUOTED_LINES, len(lines) - 1)
    end = at + 1
    while True:
        end = source.find('"', end, lines[last].right)
        if end < 0:
            return None
        if source.startswith('""', end):
            end += 2
            continue
        break
    if end < lines[index].right or source[end + 1 : end + 2] not in ("\t", "\n", ""):
        return None
    while lines[index].right < end:
        index += 1
    printed = source[at + 1 : end].replace('""', '"').strip()
    return Text(printed, TextSpan(at, end + 1)), end + 1, index


def is_aligned_by_tabs(rows: list[list[Text]]) -> bool:
    """Whether several tabs in a row only align the columns: without the empty cells all rows are alike."""
    counts = {len(cells) for cells in rows}
    full = {sum(1 for cell in cells if cell.text) for cells in rows}
    return len(rows) > 1 and len(counts) > 1 and len(full) == 1 and full != {1}


def _collapsed(cells: list[Text]) -> list[Text]:
    return [cell for cell in cells if cell.text]


def _with_rules(found: list[tuple[Line, list[Text]] | Line]) -> tuple[Row, ...]:
    """Rows, each with the line drawn under it in its span; a line under the first row makes that a header."""
    rows: list[Row] = []
    for index, part in enumerate(found):
        if not isinstance(part, Line):
            line, cells = part
            rows.append(Row(tuple(cells), TextSpan(line.start, max(line.end, _end_of(cells)))))
        elif rows:
            header = rows[-1].header or (len(rows) == 1 and index < len(found) - 1)
            rows[-1] = changed(rows[-1], span=TextSpan(_start_of(rows[-1]), part.end), header=header)
    return tuple(rows)


def _start_of(row: Row) -> int:
    assert isinstance(row.span, TextSpan)
    return row.span.start


def _end_of(cells: list[Text]) -> int:
    span = cells[-1].span
    assert isinstance(span, TextSpan)
    return span.end


def pipe_table(source: str, lines: list[Line], at: int) -> Found | None:
    """The table of cells between pipes that starts at a line, with lines drawn between its rows or not."""
    index, count = at, 0
    while (
        index < len(lines)
        and count < MAX_CELLS
        and (_PIPE.search(lines[index].text) or is_rule(lines[index]))
    ):
        count += lines[index].text.count("|")
        index += 1
    part = lines[at:index]
    while part and is_rule(part[-1]) and "-" in part[-1].text and not _has_corner(part[-1]):
        part.pop()
    rows = [line for line in part if not is_rule(line)]
    if not rows or not _looks_tabular(part, rows):
        return None
    groups = _grouped(part)
    read = [_row_of(source, group) for group in groups]
    ruled = len(groups) > 1 and any(is_rule(line) for line in groups[0].rules_after)
    if ruled:
        read[0] = changed(read[0], header=True)
    return Found(Table(tuple(read)), at + len(part))


def lone_pipe_row(source: str, lines: list[Line], at: int) -> Found | None:
    """A row between blank lines, when one before or after it has as many cells: page elements lose their table."""
    count = _count_alone(lines, at)
    if count < 2 or count not in (_count_alone(lines, at - 2), _count_alone(lines, at + 2)):
        return None
    line = lines[at]
    return Found(Table((Row(tuple(_pipe_cells(source, line)), TextSpan(line.start, line.end)),)), at + 1)


def _count_alone(lines: list[Line], at: int) -> int:
    """How many cells a line has that stands between blank ones, 0 for any other line."""
    if not 0 <= at < len(lines) or not lines[at].text:
        return 0
    if any(lines[near].text for near in (at - 1, at + 1) if 0 <= near < len(lines)):
        return 0
    return len(_PIPE.split(lines[at].text, MAX_COLUMNS))


def _has_corner(line: Line) -> bool:
    return re.search(r"[+|┴┘╩╝└╚│║]", line.text) is not None


def _looks_tabular(part: list[Line], rows: list[Line]) -> bool:
    first = _PIPE.split(rows[0].text, MAX_COLUMNS)
    if rows[0].text[0] in "|│║¦" and len(first) > 2 and rows[0].text[-1] in "|│║¦":
        return True
    if len(part) > len(rows):
        return len(first) > 1
    counts = [len(_PIPE.split(row.text, MAX_COLUMNS)) for row in rows[:20]]
    return len(rows) > 1 and min(counts) > 1 and len(set(counts)) <= 1 + len(counts) // 4


@dataclass(slots=True)
class _Group:
    """Lines that make one row, and the drawn lines around them."""

    lines: list[Line]
    rules_before: list[Line]
    rules_after: list[Line]


def _grouped(part: list[Line]) -> list[_Group]:
    """Rows: a line each, or, where lines are drawn between all rows, all the lines between two drawn ones."""
    groups: list[_Group] = []
    before: list[Line] = []
    boxed = _is_boxed(part)
    for line in part:
        if is_rule(line):
            (groups[-1].rules_after if groups else before).append(line)
        elif boxed and groups and not groups[-1].rules_after:
            groups[-1].lines.append(line)
        else:
            groups.append(_Group([line], [] if groups else before, []))
    return groups


def _is_boxed(part: list[Line]) -> bool:
    """Whether lines are drawn between all rows, not only around the header and the table."""
    rules = [index for index, line in enumerate(part) if is_rule(line)]
    return len(rules) > 3 and is_rule(part[0])


def _row_of(source: str, group: _Group) -> Row:
    columns = [_pipe_cells(source, line) for line in group.lines]
    cells = columns[0]
    if len(columns) > 1:
        count = max(map(len, columns))
        cells = [_stacked([column[at] for column in columns if at < len(column)]) for at in range(count)]
    every = [*group.rules_before, *group.lines, *group.rules_after]
    return Row(tuple(cells[:MAX_COLUMNS]), TextSpan(every[0].start, every[-1].end))


def _pipe_cells(source: str, line: Line) -> list[Text]:
    bounds = [
        line.start - 1,
        *(found.start() for found in islice(_PIPE.finditer(source, line.start, line.end), MAX_COLUMNS)),
        line.end,
    ]
    if len(bounds) > 2 and bounds[1] == line.start:
        bounds.pop(0)
    if len(bounds) > 2 and bounds[-2] == line.end - 1:
        bounds.pop()
    cells = [slice_text(source, left + 1, right) for left, right in itertools.pairwise(bounds)]
    return [
        changed(cell, text=cell.text.replace("\\|", "|")) if "\\|" in cell.text else cell for cell in cells
    ]


def _stacked(parts: list[Text]) -> Text:
    """One cell printed over several lines."""
    full = [part for part in parts if part.text] or parts[:1]
    first, last = full[0].span, full[-1].span
    assert isinstance(first, TextSpan)
    assert isinstance(last, TextSpan)
    return Text("\n".join(part.text for part in full), TextSpan(first.start, last.end))
