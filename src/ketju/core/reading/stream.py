"""A section and all below it as one stream of lines, each with what kind of line it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

from ketju.core.model.document import Block, Definitions, Item, Listing, Paragraph, Table, Text
from ketju.core.reading.evidence import names_subprocessors
from ketju.core.reading.outline import Section
from ketju.core.reading.pairs import Pair, engagement, label_alone, pair_from
from ketju.core.reading.texts import joined, lines, word_count
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.labels import label_for

Kind = Literal["heading", "pair", "label", "engagement", "bullet", "short", "prose", "footnote", "stop"]
SURE_LABEL = 0.95
"""A key without a value needs so good a match: "Payment providers:" is a title, "Providers:" a label."""
LONGEST_ALONE = 6
"""A line with a company and at most so many words may be its name."""
FOOTNOTE_MARKS = "*†‡§¹²³⁴⁵"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the stream. ``depth`` is how deep it is nested; ``path`` the headings above it."""

    kind: Kind
    text: Text
    path: tuple[Text, ...]
    depth: int = 0
    pair: Pair | None = None


class Stream:
    """Turns sections into lines."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._ordered = languages
        self._languages = frozenset(languages)

    def of(self, section: Section, path: tuple[Text, ...] = ()) -> Iterator[Line]:
        """The lines of ``section`` and the sections below it, in order of the document."""
        labelled = False
        if section.heading:
            heading = self._heading(section.heading.text, path, section.level)
            labelled = heading.kind == "label"
            yield heading
            path = (*path, section.heading.text)
        yield from self._blocks(section.blocks, path, 0, labelled)
        for below in section.sections:
            yield from self.of(below, path)

    def _heading(self, text: Text, path: tuple[Text, ...], level: int) -> Line:
        alone = label_alone(text, self._languages)
        if alone and level > 1:
            return Line("label", text, path, 0, alone)
        pair = pair_from(text, self._languages)
        return (
            Line("pair", text, path, 0, pair)
            if pair and pair.value.text and level > 3
            else Line("heading", text, path, -10 + level)
        )

    def _blocks(
        self, blocks: Sequence[Block], path: tuple[Text, ...], depth: int, labelled: bool = False
    ) -> Iterator[Line]:
        for block in blocks:
            if isinstance(block, Paragraph):
                for text in lines(block.text):
                    line = self._line(text, path, depth)
                    labelled = line.kind == "label"
                    yield line
            elif isinstance(block, Listing):
                yield from self._items(block.items, path, depth, labelled)
                labelled = False
            elif isinstance(block, Definitions):
                for entry in block.items:
                    if entry.term.text.strip():
                        yield self._line(entry.term, path, depth)
                    yield from self._blocks(entry.details, path, depth + 1)
            elif isinstance(block, Table) and block.rows:
                yield Line("stop", Text("", block.rows[0].span), path)

    def _items(
        self, items: Sequence[Item], path: tuple[Text, ...], depth: int, labelled: bool = False
    ) -> Iterator[Line]:
        for item in items:
            rows = lines(item.text)
            own = self._until_next(rows)
            if own:
                yield Line("bullet", reduce(lambda a, b: joined(a, b, "\n"), rows[:own]), path, depth + 1)
                for row in rows[own:]:
                    yield self._line(row, path, depth)
                continue
            if len(rows) > 1 and sum(pair_from(row, self._languages) is not None for row in rows) * 2 >= len(
                rows
            ):
                for row in rows:
                    yield self._line(row, path, depth + 1)
                yield from self._blocks(item.children, path, depth + 1)
                continue
            pair = pair_from(item.text, self._languages)
            if pair and not pair.value.text and item.children and (pair.score < 0.95 or pair.key == "name"):
                yield Line("short", item.text, path, depth + 1)
            elif pair:
                yield Line("pair", item.text, path, depth + 1, pair)
            elif (
                not labelled
                and len(items) == 1
                and item.marker.strip()
                and item.marker.strip() in FOOTNOTE_MARKS
            ):
                yield Line("footnote", item.text, path, depth + 1)
            elif item.children and word_count(item.text.text) <= 8:
                yield Line("short", item.text, path, depth + 1)
            else:
                yield Line("bullet", item.text, path, depth + 1)
            yield from self._blocks(item.children, path, depth + 1)

    def _until_next(self, rows: list[Text]) -> int:
        """How many lines of an item are its own when the next record starts inside it; 0 when none does."""
        for index, row in enumerate(rows[1:], 1):
            if engagement(row, self._ordered) or (
                has_legal_form(row.text) and word_count(row.text) <= LONGEST_ALONE
            ):
                return index
        return 0

    def _line(self, text: Text, path: tuple[Text, ...], depth: int) -> Line:
        printed = text.text.strip()
        if printed[0] in FOOTNOTE_MARKS and word_count(printed) > 3:
            return Line("footnote", text, path, depth)
        if engagement(text, self._ordered):
            return Line("engagement", text, path, depth)
        pair = pair_from(text, self._languages)
        if pair and (pair.value.text or pair.score >= SURE_LABEL):
            return Line("pair", text, path, depth, pair)
        alone = label_alone(text, self._languages)
        if alone:
            return Line("label", text, path, depth, alone)
        if (names_subprocessors(printed) and word_count(printed) <= 8) or label_for(
            printed.rstrip(":"), least=1.0
        ):
            return Line("heading", text, path, depth)
        short = (word_count(printed) <= 10 and printed[-1] not in ".;!?") or word_count(printed) <= 3
        return Line("short" if short else "prose", text, path, depth)
