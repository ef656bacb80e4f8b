"""Blocks of a tagged PDF, by its structure tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ketju.core.model.document import Aside, Block, Heading, Paragraph, Row, Table, Text
from ketju.core.model.span import BoxSpan
from ketju.formats.asides import as_asides
from ketju.formats.listings import ListLine, nested
from ketju.formats.pdf.lines import rights_of
from ketju.formats.pdf.page import Word
from ketju.formats.pdf.prose import Vocabulary, span_of, text_of
from ketju.formats.pdf.tagged_cells import (
    at_their_columns,
    cells_of,
    columns_under,
    placed_cells,
    printed_once,
    rows_of,
)
from ketju.formats.pdf.tree import Content, Node
from ketju.formats.pdf.words import is_bullet

LEAST_COVER = 0.95  # of the letters of the pages: how much a complete tree reaches
GAP = 2.0  # times the letter size: how far apart the lines of one paragraph never stand
MAX_GAPS = 3
_HEADINGS = {"Title": 1, "H": 1, "H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}
_INLINE = frozenset(
    {"Span", "Quote", "Link", "Annot", "Reference", "Strong", "Em", "Sub", "Code", "BibEntry", "Ruby", "RB", "Warichu",
     "Formula", "Lbl", "Label"}
)  # fmt: skip


class TaggedPages:
    """The words of marked content, by page and id."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words: dict[Content, list[Word]] = {}
        for word in words:
            self.words.setdefault(Content(word.page, word.first.mcid), []).append(word)


class TagReader:
    """Makes blocks of the tree. ``used`` are the contents that it has reached."""

    def __init__(self, pages: TaggedPages, vocabulary: Vocabulary) -> None:
        self.pages, self.vocabulary = pages, vocabulary
        self.used: set[Content] = set()
        self.rights: dict[int, float] = {}
        self.gaps = 0

    def blocks(self, root: Node) -> list[Block]:
        """The blocks of the whole tree."""
        lines = [line for words in self._paragraph_words(root) for line in lines_in_order(words)]
        self.rights = rights_of([(line[0].box.x0, line[-1].box.x1) for line in lines])
        return self._blocks(root)

    def _paragraph_words(self, node: Node) -> Iterator[list[Word]]:
        if node.kind == "Table":
            return
        inline = [
            child for child in node if isinstance(child, Content) or child.kind in _INLINE or _is_run(child)
        ]
        if inline:
            yield [word for child in inline for word in self._words(child, keep=True)]
        for child in node:
            if isinstance(child, Node) and child not in inline:
                yield from self._paragraph_words(child)

    def _words(self, node: Node | Content, keep: bool = False) -> list[Word]:
        """The words under a node, in order; reached from now on unless ``keep``."""
        made: list[Word] = []
        for content in [node] if isinstance(node, Content) else node.contents():
            made += self.pages.words.get(content, [])
            if not keep:
                self.used.add(content)
        return made

    def _blocks(self, node: Node) -> list[Block]:
        """The blocks inside an element: inline content becomes paragraphs (or what the element is)."""
        made: list[Block] = []
        waiting: list[Word] = []
        for child in [*node, None]:
            if child is not None and (isinstance(child, Content) or child.kind in _INLINE or _is_run(child)):
                waiting += self._words(child)
                continue
            if waiting:
                made += self._paragraph(node.kind, waiting)
                waiting = []
            if isinstance(child, Node):
                made += self._block(child)
        return made

    def _block(self, node: Node) -> list[Block]:
        if node.kind == "L":
            return self._list(node)
        if node.kind == "Table":
            return self._table(node)
        if node.kind in ("TOC", "TOCI"):
            return as_asides(self._blocks(node), "navigation")
        if node.kind == "Artifact":
            return as_asides(self._blocks(node), "footer")
        return self._blocks(node)

    def _paragraph(self, kind: str, words: list[Word]) -> list[Block]:
        text = self._text(words)
        if not text.text:
            return []
        if kind in _HEADINGS:
            return [Heading(text, _HEADINGS[kind])]
        self._count_gaps(words)
        return [Paragraph(text)]

    def _count_gaps(self, words: list[Word]) -> None:
        """Gaps inside what is tagged as one paragraph: then tags do not tell where paragraphs are."""
        lines = lines_in_order(words)
        for above, below in pairwise(lines):
            apart = below[0].base - above[0].base
            self.gaps += above[0].page == below[0].page and apart > GAP * above[0].size

    def _text(self, words: list[Word], right: float | None = None, page: int = 0) -> Text:
        lines = lines_in_order(words)
        if right is None:
            right = max((self.rights.get(int(line[0].box.x0 // 4), 0.0) for line in lines), default=0.0)
        return text_of(lines, right, self.vocabulary, page)

    def _list(self, node: Node) -> list[Block]:
        made: list[Block] = []
        lines: list[ListLine] = []
        self._items(node, 1, lines, made)
        return made + nested(lines)

    def _items(self, node: Node, level: int, lines: list[ListLine], made: list[Block]) -> None:
        """Put the items of a list, then of those inside it, on ``lines``; a heading ends the list."""
        for item in node:
            if isinstance(item, Content):
                made += self._paragraph("P", self._words(item))
                continue
            if item.kind == "L":
                self._items(item, level + 1, lines, made)
                continue
            marker = "".join(word.text for word in self._marker(item)).strip()
            begun = False
            for part in self._parts(item):
                if isinstance(part, Node):
                    self._items(part, level + 1, lines, made)
                elif isinstance(part, Heading):
                    made += [*nested(lines), part]
                    lines.clear()
                    begun = True
                elif isinstance(part, Paragraph) and not begun:
                    ordered = bool(marker) and not is_bullet(marker)
                    lines.append(ListLine(part.text, level, ordered, marker))
                    begun = True
                elif lines:
                    lines[-1].blocks.append(part)
                else:
                    made.append(part)

    def _marker(self, item: Node) -> list[Word]:
        return [
            word
            for child in item
            if isinstance(child, Node) and child.kind == "Lbl"
            for word in self._words(child)
        ]

    def _parts(self, item: Node) -> Iterator[Block | Node]:
        """The blocks of an item without its label, lists inside it as nodes."""
        inner = Node(
            "P", {at: c for at, c in item.children.items() if isinstance(c, Content) or c.kind != "Lbl"}
        )
        waiting = Node("P")
        for at in sorted(inner.children):
            child = inner.children[at]
            if (
                isinstance(child, Node)
                and child.kind in ("L", "LBody", "Div", "NonStruct")
                and _holds_list(child)
            ):
                yield from self._blocks(waiting)
                waiting = Node("P")
                if child.kind == "L":
                    yield child
                else:
                    yield from self._parts(child)
            else:
                waiting.children[at] = child
        yield from self._blocks(waiting)

    def _table(self, node: Node) -> list[Block]:
        """A table; one that only lays out a page gives the blocks of its cells."""
        rows = list(rows_of(node))
        cells = [cells_of(row) for row, _ in rows]
        inner = any(_holds(cell, "Table") for row in cells for cell in row)
        in_a_line = len(cells) == 1 or all(len(row) <= 1 for row in cells)
        if sum(map(len, cells)) <= 1 or (in_a_line and inner):
            return [block for row in cells for cell in row for block in self._blocks(cell)]
        words = {id(cell): printed_once(self._words(cell)) for row in cells for cell in row}
        placed = at_their_columns(placed_cells(cells), words)
        rights: dict[int, float] = {}
        for places in placed:
            for column, cell in places.items():
                if cell is not None and cell.columns == 1:
                    rights[column] = max(
                        [rights.get(column, 0.0), *(w.box.x1 for w in words.get(id(cell), []))]
                    )
        made: list[Row] = []
        for (_, in_head), places, under in zip(rows, placed, columns_under(placed), strict=True):
            row = self._row(places, words, rights, in_head)
            row = replace(row, under=under) if row and under else row
            if row and not (made and row.header and _printed(row) == _printed(made[0])):
                made.append(row)
        captions = [child for child in node if isinstance(child, Node) and child.kind == "Caption"]
        before = [block for caption in captions for block in self._blocks(caption)]
        return [*before, Table(tuple(made))] if made else before

    def _row(
        self,
        places: dict[int, Node | None],
        words: dict[int, list[Word]],
        rights: dict[int, float],
        in_head: bool,
    ) -> Row | None:
        texts: list[Text | None] = []
        spoken = [word for cell in places.values() if cell for word in words.get(id(cell), [])]
        page = spoken[0].page if spoken else 0
        for column in range(max(places, default=-1) + 1):
            cell = places.get(column)
            if cell is None:
                texts.append(None if column in places else Text("", BoxSpan(page, 0.0, 0.0, 0.0, 0.0)))
            else:
                right = rights.get(column + cell.columns - 1, 0.0)
                texts.append(self._text(words.get(id(cell), []), right, page))
        if not texts:
            return None
        cells = [cell for cell in places.values() if cell]
        header = in_head or (bool(cells) and all(cell.kind == "TH" for cell in cells))
        return Row(tuple(texts), span_of(spoken) if spoken else BoxSpan(page, 0.0, 0.0, 0.0, 0.0), header)


def lines_in_order(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each line, in the order in which they are read."""
    made: list[list[Word]] = []
    for word in words:
        if made and word.page == made[-1][0].page and _beside(made[-1][-1], word):
            made[-1].append(word)
        else:
            made.append([word])
    return made


def _beside(last: Word, word: Word) -> bool:
    overlap = min(last.box.y1, word.box.y1) - max(last.box.y0, word.box.y0)
    least = min(last.box.y1 - last.box.y0, word.box.y1 - word.box.y0)
    return overlap > 0.4 * least and word.box.x0 > last.box.x0


def _is_run(node: Node) -> bool:
    """An element without meaning that holds text only."""
    return node.kind in ("NonStruct", "Private", "") and all(
        isinstance(child, Content) or child.kind in _INLINE or _is_run(child) for child in node
    )


def _holds(node: Node, kind: str) -> bool:
    return any(isinstance(child, Node) and (child.kind == kind or _holds(child, kind)) for child in node)


def _holds_list(node: Node) -> bool:
    return node.kind == "L" or _holds(node, "L")


def _printed(row: Row) -> tuple[str, ...]:
    return tuple(cell.text if cell else "" for cell in row.cells)


def blocks_by_tags(root: Node, words: Sequence[Word], vocabulary: Vocabulary) -> list[Block] | None:
    """The blocks of a document by its tree; None when the tree does not tell enough.

    ``words`` are those of all pages. What the tree does not reach is put at the end, as an aside where the file calls
    it an artifact.
    """
    content = [word for word in words if not word.first.artifact]
    reached = set(root.contents())
    inside = sum(len(word.text) for word in content if Content(word.page, word.first.mcid) in reached)
    if not content or inside < LEAST_COVER * sum(len(word.text) for word in content):
        return None
    reader = TagReader(TaggedPages(words), vocabulary)
    blocks = reader.blocks(root)
    if reader.gaps > MAX_GAPS:
        return None
    left = [word for word in words if Content(word.page, word.first.mcid) not in reader.used]
    for line in lines_in_order(left):
        text = text_of([line], 0.0, vocabulary)
        aside = Aside(text, "footer")
        if line[0].first.artifact and any(
            isinstance(b, Aside) and b.text.text == text.text for b in blocks[-200:]
        ):
            continue
        blocks.append(aside if line[0].first.artifact else Paragraph(text))
    return blocks
