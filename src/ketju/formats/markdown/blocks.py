"""From the block tokens of the parser to the blocks of a document."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from ketju.core.model.document import (
    Aside,
    AsideKind,
    Block,
    Heading,
    Item,
    Listing,
    Mark,
    Paragraph,
    ReadProblem,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.html.gaps import filled, spans
from ketju.formats.html.lists import first_text, in_bold
from ketju.formats.html.page import read_piece
from ketju.formats.html.tokens import OPEN, tokens
from ketju.formats.html.tree import Node
from ketju.formats.markdown.inline import Inline
from ketju.formats.markdown.leftover import left_over
from ketju.formats.markdown.module import module_blocks
from ketju.formats.markdown.neighbours import joined
from ketju.formats.markdown.paragraphs import paragraph, without_text
from ketju.formats.markdown.rows import rows_from

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_HEADING_LINES = 2

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_CONTENT_START = re.compile(r"[ \t>]*")
_QUOTE_MARKS = re.compile(r"^[ \t>]+", re.MULTILINE)
_KINDS: dict[str, AsideKind] = {"comment": "comment", "hr": "markup"}
_TITLES = ("title", "label", "summary", "heading", "header")


class Blocks:
    """Makes blocks of tokens. ``base`` is where the parsed source begins in the document's."""

    def __init__(self, source: str, base: int, inline: Inline) -> None:
        self.source = source
        self.base = base
        self.inline = inline
        self.problems: list[ReadProblem] = []
        self.languages: list[str] = []
        self.tokens: list[Token] = []
        self.starts = [0, *(match.end() for match in re.finditer("\n", source)), len(source) + 1]

    def of(self, tokens: list[Token]) -> list[Block]:
        self.tokens = tokens
        made, _ = self._until(0, "")
        return made

    def _until(self, at: int, closing: str) -> tuple[list[Block], int]:
        """The blocks up to the token ``closing``, and the place after it."""
        made: list[Block] = []
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.type == closing:
                return joined(made, self._indent), at + 1
            blocks, at = self._block(token, at)
            made += blocks
        return joined(made, self._indent), at

    def _indent(self, block: Listing) -> int:
        """In which column the first item of a list stands."""
        span = block.items[0].text.span
        start = span.start - self.base if isinstance(span, TextSpan) else 0
        return start - (self.source.rfind("\n", 0, start) + 1)

    def _block(self, token: Token, at: int) -> tuple[list[Block], int]:
        match token.type:
            case "heading_open":
                return self._heading(token, self.tokens[at + 1]), at + 3
            case "paragraph_open":
                return self._paragraph(self.tokens[at + 1]), at + 3
            case "bullet_list_open" | "ordered_list_open":
                return self._listing(token, at + 1)
            case "blockquote_open":
                return self._until(at + 1, "blockquote_close")
            case "pipes":
                return self._table(token), at + 1
            case "html_block":
                return self._html(token), at + 1
            case "callout":
                return self._callout(token), at + 1
            case "footnote":
                return self._footnote(token), at + 1
            case "fence":
                return [Aside(Text(token.content.strip("\n"), self._span(token)), "code")], at + 1
            case "module_code":
                return module_blocks(self.source, self._span(token), self.base), at + 1
            case "comment" | "hr":
                kind = _KINDS[token.type]
                return [Aside(Text(self._lines(token).strip(), self._span(token)), kind)], at + 1
            case _:
                return [], at + 1

    def _line_span(self, first: int, last: int) -> TextSpan:
        """The lines from ``first`` to before ``last``, from the first to the last thing printed on them."""
        start = self.starts[first]
        end = min(self.starts[max(last, first + 1)] - 1, len(self.source))
        match = _CONTENT_START.match(self.source, start, end)
        if match and match.end() < end:
            start = match.end()
        return TextSpan(self.base + start, self.base + start + len(self.source[start:end].rstrip()))

    def _span(self, token: Token) -> TextSpan:
        first, last = token.map or [0, 0]
        return self._line_span(first, last)

    def _lines(self, token: Token) -> str:
        first, last = token.map or [0, 0]
        return self.source[self.starts[first] : min(self.starts[last], len(self.source))]

    def _heading(self, token: Token, content: Token) -> list[Block]:
        raw = content.content
        text, floats = self.inline.text(raw, self._span(token))
        if not text.text:
            return [*without_text(self.inline, raw, text), *floats]
        if raw.count("\n") >= MAX_HEADING_LINES:
            # Running text over a line that was meant as a rule.
            return [Paragraph(text), *floats]
        return [Heading(text, int(token.tag[1])), *floats]

    def _paragraph(self, content: Token) -> list[Block]:
        first = (content.map or [0, 0])[0]
        return paragraph(
            self.inline,
            content.content,
            self._span(content),
            lambda start, end: self._line_span(first + start, first + end),
        )

    def _listing(self, token: Token, at: int) -> tuple[list[Block], int]:
        items: list[Item] = []
        while at < len(self.tokens) and self.tokens[at].type == "list_item_open":
            opening = self.tokens[at]
            blocks, at = self._until(at + 1, "list_item_close")
            items.append(self._item(opening, blocks))
        made: list[Block] = [Listing(tuple(items), token.type == "ordered_list_open")] if items else []
        return made, at + 1

    def _item(self, opening: Token, blocks: list[Block]) -> Item:
        marker = f"{opening.info}{opening.markup}"
        text, children = first_text(blocks)
        if text is None:
            span = self._span(opening)
            start = span.start
            first = next((one.start for child in children for one in spans(child)), span.end)
            rest = self.source[start - self.base : first - self.base]
            rest = (
                rest[: rest.rfind("\n")] if children and "\n" in rest else "" if children else rest
            ).rstrip()
            if rest not in ("", marker):
                # A link's address, which shows nothing; or what is nested deeper than the parser goes.
                children = [*left_over(rest, start, self.problems), *children]
            return Item(Text("", TextSpan(start, start + len(marker))), tuple(children), marker)
        task = _TASK.match(text.text)
        if task:
            marker = f"{marker} [{task.group(1)}]"
            text = _without_start(text, task.end())
        return Item(text, tuple(children), marker)

    def _table(self, token: Token) -> list[Block]:
        floats: list[Aside] = []
        rows = rows_from(self.source, self.base, token.meta["lines"], self.inline, floats, self.problems)
        if not rows:
            return [Aside(Text(self._lines(token).strip(), self._span(token)), "markup")]
        return [Table(rows), *floats]

    def _html(self, token: Token) -> list[Block]:
        first, last = token.map or [0, 0]
        start, end = self.starts[first], min(self.starts[last] - 1, len(self.source))
        part = self.source[start:end]
        if part.lstrip().startswith(">"):
            # The marks of a quotation are blanked out, so that offsets stay the same.
            part = _QUOTE_MARKS.sub(lambda match: " " * len(match.group()), part)
        title = _component_title(part) if self.inline.jsx else ""
        if title:
            text, floats = self.inline.text(title, self._span(token))
            return [Paragraph(in_bold(text)), *floats]
        piece = read_piece(part, self.base + start, in_main=True, jsx=self.inline.jsx)
        self.problems += piece.problems
        self.languages += piece.languages
        blocks = filled(part, piece.blocks, base=self.base + start)
        if "\n\n" not in part:
            return blocks
        return [self._with_markup(block) if isinstance(block, Table) else block for block in blocks]

    def _with_markup(self, table: Table) -> Table:
        """An HTML table with blank lines in it: between them, Markdown is read in its cells."""
        rows = (replace(row, cells=tuple(map(self._marked_up, row.cells))) for row in table.rows)
        return replace(table, rows=tuple(rows))

    def _marked_up(self, cell: Text | None) -> Text | None:
        if cell is None or cell.marks or not isinstance(cell.span, TextSpan):
            return cell
        return self.inline.text(cell.text, cell.span)[0]

    def _callout(self, token: Token) -> list[Block]:
        title, span = token.meta["title"], self._span(token)
        text, floats = self.inline.text(title, span, alternatives=True)
        if not text.text:
            return [Aside(Text(self._lines(token).strip(), span), "markup"), *floats]
        return [Paragraph(in_bold(text)), *floats]

    def _footnote(self, token: Token) -> list[Block]:
        number = self.inline.mark_of_note(token.meta["label"])
        text, floats = self.inline.text(f"{number} {token.meta['content']}", self._span(token))
        return [Paragraph(text), *floats]


def _component_title(part: str) -> str:
    """What a component prints as a title above its content, when the part is nothing but its start tag."""
    found = list(islice(tokens(part.strip(), jsx=True), 2))
    if len(found) != 1 or found[0][0] != OPEN or not found[0][3][0].isupper() or part.rstrip().endswith("/>"):
        return ""
    _, start, end, name = found[0]
    attributes = Node(name, start, end).attributes(part.strip())
    return next((attributes[title] for title in _TITLES if attributes.get(title)), "")


def _without_start(text: Text, count: int) -> Text:
    moved = (
        Mark(m.kind, max(0, m.start - count), m.end - count, m.target) for m in text.marks if m.end > count
    )
    return replace(text, text=text.text[count:], marks=tuple(moved))
