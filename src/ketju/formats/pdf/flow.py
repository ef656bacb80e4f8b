"""Lines of running text as headings, paragraphs and list items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ketju.core.model.document import Block, Heading, Paragraph, Text
from ketju.formats.listings import ListLine, nested
from ketju.formats.pdf.lines import WIDE_GAP, Line, Measures
from ketju.formats.pdf.prose import SLACK, SPACE_WIDTH, Vocabulary, runs_of, span_of
from ketju.formats.pdf.words import is_bullet, is_sure_bullet
from ketju.formats.runs import text_from_runs
from ketju.formats.typed import blocks_of_lines

LOOSE = 1.3  # times the usual distance of lines: from which a new paragraph starts
INDENT = 3.0  # points by which lines of one left edge may differ
MAX_HEADING = 200  # letters


class Flow:
    """Turns lines into blocks, in order; ``finish`` gives what is still open."""

    def __init__(self, measures: Measures, vocabulary: Vocabulary) -> None:
        self.measures, self.vocabulary = measures, vocabulary
        self.made: list[Block] = []
        self._open: list[Line] = []
        self._items: list[ListLine] = []
        self._lefts: list[float] = []  # of the markers of the open list, by level
        self._gap = 1
        self._last: Line | None = None

    def add(self, line: Line) -> None:
        """Take the next line."""
        if self._open and not self._continues(line):
            self._close()
        if not self._open:
            self._gap = self._blank_lines(line)
        self._open.append(line)

    def add_block(self, block: Block) -> None:
        """Take a block that is no running text, such as a table."""
        self.finish()
        self._last = None
        self.made.append(block)

    def finish(self) -> None:
        """Close what is open."""
        self._close()
        self._end_list()

    def _continues(self, line: Line) -> bool:
        """Whether a line belongs to the open paragraph."""
        last, first = self._open[-1], self._open[0]
        if abs(line.size - last.size) > 0.6 or (line.marker and self._starts_item(line, last)):
            return False
        if line.page != last.page:
            return self._continues_on_page(line)
        if line.box.middle[1] - last.box.middle[1] > LOOSE * self.measures.distance(line.size):
            return False
        in_item = bool(first.marker) and abs(line.left - first.words[0].box.x0) < INDENT
        if line.bold != last.bold and not in_item and (self._was_broken(last, line) or self._ends_bold(line)):
            return False
        if self.measures.level(line.size) and self._was_broken(last, line):
            return False
        if line.box.middle[1] < last.box.middle[1]:
            return self._continues_on_page(line)  # the top of the next column
        left = first.box.x0 if first.marker and len(self._open) == 1 else last.left
        outdented = len(self._open) == 1 and line.left < left
        return abs(line.left - left) < INDENT or outdented or self._was_broken(last, line)

    def _ends_bold(self, line: Line) -> bool:
        """Whether a line of another kind follows bold ones: these were a heading."""
        all_bold = all(open_line.bold for open_line in self._open)
        return all_bold and not any(word.bold for word in line.words) and line.words[0].text[:1].isupper()

    def _starts_item(self, line: Line, last: Line) -> bool:
        """Whether a marker at the start of a line marks an item, and is not just a number in a sentence."""
        if is_sure_bullet(line.marker) or line.words[0].box.x0 - line.marker_right > WIDE_GAP * line.size:
            return True
        first = self._open[0]
        if first.marker and abs(line.left - first.words[0].box.x0) < INDENT < abs(line.left - first.left):
            return False  # a line of the item, in line with its text
        return abs(line.left - last.left) > INDENT or bool(last.marker) or self._was_broken(last, line)

    def _continues_on_page(self, line: Line) -> bool:
        """Whether the paragraph that ends a page goes on at the top of the next one."""
        last = self._open[-1]
        ends = last.words[-1].text.endswith((".", "!", "?", ":"))
        level = self.measures.level(line.size)
        aligned = min(abs(line.left - last.left), abs(line.left - last.box.x0)) < INDENT
        aligned = aligned or line.words[0].text[:1].islower()
        return (
            not level and not ends and aligned and not self._was_broken(last, line) and line.bold == last.bold
        )

    def _was_broken(self, last: Line, line: Line) -> bool:
        """Whether the first word of a line would have fitted into the line before."""
        word = line.words[0].box
        needed = (SPACE_WIDTH + SLACK) * line.size + word.x1 - word.x0
        return last.box.x1 + needed < self.measures.right(last.box.x0)

    def _blank_lines(self, line: Line) -> int:
        """How many empty lines stand before a line: at least one before a paragraph."""
        before = self._last
        self._last = line
        if before is None or before.page != line.page:
            return 1
        apart = line.box.middle[1] - before.box.middle[1]
        return max(1, round(apart / self.measures.distance(line.size)) - 1)

    def _close(self) -> None:
        """Make the open lines a heading, an item or a paragraph."""
        lines, self._open = self._open, []
        if not lines:
            return
        self._last = lines[-1]
        text = self._text(lines)
        first = lines[0]
        whole = _with_prefix(text, f"{first.marker} ") if first.marker else text
        level = self.measures.level(first.size)
        if level and len(text.text) <= MAX_HEADING and not _is_sentence(text.text):
            self._end_list()
            self.made.append(Heading(whole, level))
        elif first.marker and self._is_item(lines):
            self._add_item(first, text)
        elif self._items and first.left > self._lefts[0] + INDENT and self._gap <= 2:
            self._items[-1].blocks.append(Paragraph(whole, self._gap))
        else:
            self._end_list()
            paragraph = Paragraph(whole, self._gap)
            typed = whole.text.count("\t") > 1 and "\n" in whole.text
            self.made += blocks_of_lines([(paragraph, 0)]) if typed else [paragraph]

    def _is_item(self, lines: Sequence[Line]) -> bool:
        """Whether lines with a marker are an item: a bullet, or a number that stands out to the left."""
        marker, first = lines[0].marker, lines[0]
        if is_bullet(marker):
            return True
        indented = first.left > self.measures.left + 2 * INDENT
        hanging = len(lines) > 1 and lines[1].left > first.left + INDENT
        return indented or hanging or first.words[0].box.x0 - first.marker_right > WIDE_GAP * first.size

    def _add_item(self, line: Line, text: Text) -> None:
        while self._lefts and line.left < self._lefts[-1] - INDENT:
            self._lefts.pop()
        if not self._lefts or line.left > self._lefts[-1] + INDENT:
            self._lefts.append(line.left)
        ordered = not is_bullet(line.marker)
        self._items.append(ListLine(text, len(self._lefts), ordered, line.marker))

    def _end_list(self) -> None:
        self.made += nested(self._items)
        self._items, self._lefts = [], []

    def _text(self, lines: Sequence[Line]) -> Text:
        """The text of lines, which may stand on two pages."""
        rows = [line.words for line in lines]
        tabs = frozenset(id(line.words[index]) for line in lines for index in line.breaks)
        right = self.measures.right(rows[-1][0].box.x0)
        runs = runs_of(rows, right, self.vocabulary, tabs)
        return text_from_runs(runs, span_of([word for row in rows for word in row]))


def _is_sentence(text: str) -> bool:
    return text.endswith((".", ";", ",")) and len(text) > 60


def _with_prefix(text: Text, prefix: str) -> Text:
    shift = len(prefix)
    marks = tuple(replace(m, start=m.start + shift, end=m.end + shift) for m in text.marks)
    return Text(prefix + text.text, text.span, marks)
