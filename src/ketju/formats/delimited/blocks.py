"""Records of delimited text to a table and what stands around it."""

from __future__ import annotations

from ketju.core.model.document import Aside, Block, Paragraph, ReadProblem, Row, Table, Text
from ketju.core.model.span import TextSpan
from ketju.formats.delimited.cells import Cells, Splitter
from ketju.formats.delimited.dialect import Dialect, dialect_of, sample_of
from ketju.formats.lines import slice_text

MAX_CELLS = 1_500_000
MAX_BLOCKS = 20_000


def blocks_of(source: str, suffix: str) -> tuple[tuple[Block, ...], tuple[ReadProblem, ...]]:
    """(blocks, problems) of delimited text. Beyond MAX_CELLS the rest is one paragraph, with a problem."""
    dialect = dialect_of(source, suffix)
    gathered = _Gathered(source, dialect)
    if dialect.start:
        gathered.blocks.append(Aside(slice_text(source, 0, dialect.start), "metadata"))
    splitter = Splitter(source, dialect.delimiter, dialect.start)
    for record in splitter.records():
        gathered.take(record)
        if gathered.count > MAX_CELLS or len(gathered.blocks) > MAX_BLOCKS:
            break
    gathered.close()
    rest = slice_text(source, splitter.at, len(source))
    if rest.text:
        gathered.blocks.append(Paragraph(rest))
        splitter.problems.append(ReadProblem("read.too-long", rest.span))
    return tuple(gathered.blocks), tuple(splitter.problems)


class _Gathered:
    """Puts records into tables, and lines that are no records into paragraphs."""

    def __init__(self, source: str, dialect: Dialect) -> None:
        self.source = source
        self.columns = dialect.columns
        self.blocks: list[Block] = []
        self.rows: list[Row] = []
        self.text: list[Cells] = []
        self.count = 0
        self.begun = False

    def take(self, record: Cells) -> None:
        self.count += len(record.texts)
        if self._is_text(record):
            if self.rows or (self.text and record.gap):
                self.close()
            self.text.append(record)
            return
        if self.text:
            self.close()
        self.begun = True
        first, last = record.texts[0].span, record.texts[-1].span
        assert isinstance(first, TextSpan)
        assert isinstance(last, TextSpan)
        self.rows.append(Row(record.texts, TextSpan(first.start, last.end)))

    def _is_text(self, record: Cells) -> bool:
        """Whether a record is a line of text: much shorter, before the table, or a cell set apart."""
        if self.columns < 2:
            return False
        if not self.begun:
            return len(record.texts) < max(2, self.columns * 0.6)
        return len(record.texts) == 1 and (record.gap > 0 or bool(self.text))

    def close(self) -> None:
        """End the table or paragraph that is being gathered."""
        if self.rows:
            self.blocks.append(Table(tuple(self.rows)))
        if self.text:
            whole = slice_text(self.source, self.text[0].start, self.text[-1].end)
            printed = "\n".join(line.strip() for line in whole.text.split("\n"))
            self.blocks.append(Paragraph(Text(printed, whole.span), self.text[0].gap))
        self.rows, self.text = [], []


def likeness(source: str) -> float:
    """How much a text looks delimited: records agree, cells are short, no space follows delimiters."""
    if source[:4].lower() == "sep=":
        return 0.95
    if source.lstrip()[:1] in "{[<|+-#=*":
        return 0.0
    dialect = dialect_of(source)
    if dialect.columns < 2 or dialect.records < 2 or dialect.share < 0.6:
        return 0.0
    sample = sample_of(source, dialect.delimiter)
    records = [record for record in sample if len(record.texts) == dialect.columns]
    if any(len(cell.text) > 80 or not cell.text for cell in records[0].texts):
        return 0.2
    if dialect.delimiter == "\t":
        return 0.7 * dialect.share if dialect.share > 0.85 else 0.2
    spaced = sum(_spaced(source, record) for record in records)
    if spaced > len(records) * 0.3:
        return 0.3
    return (0.85 if dialect.columns > 2 else 0.5) * dialect.share


def _spaced(source: str, record: Cells) -> bool:
    """Whether white space follows the delimiters, as it does after commas in a sentence."""
    seconds = [cell.span.start for cell in record.texts[1:] if isinstance(cell.span, TextSpan) and cell.text]
    return bool(seconds) and all(source[start - 1].isspace() for start in seconds)
