"""From the block tokens of the parser to the blocks of a document."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ketju.core.model.document import (
    Aside,
    Block,
    Definition,
    Definitions,
    Heading,
    Item,
    Listing,
    Mark,
    Paragraph,
    ReadProblem,
    Record,
    Records,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.html.lists import first_text, in_bold
from ketju.formats.html.page import read_piece
from ketju.formats.markdown.inline import Inline
from ketju.formats.markdown.rows import rows_from
from ketju.formats.structured.literals import literals_in

if TYPE_CHECKING:
    from markdown_it.token import Token

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_SUB_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+\S")
_CONTENT_START = re.compile(r"[ \t>]*")
_NO_LEVEL = re.compile(r"#{2,6}(?=[^#\s])")


class Blocks:
    """Makes blocks of tokens. ``base`` is where the parsed source begins in the document's."""

    def __init__(self, source: str, base: int, inline: Inline) -> None:
        self.source = source
        self.base = base
        self.inline = inline
        self.problems: list[ReadProblem] = []
        self.languages: list[str] = []
        self.starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self.starts.append(len(source) + 1)

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
                return made, at + 1
            blocks, at = self._block(token, at)
            for block in blocks:
                self._append(made, block)
        return made, at

    def _append(self, made: list[Block], block: Block) -> None:
        """Add a block; a list that is indented deeper than the list before it belongs to that one's last item."""
        if isinstance(block, Listing) and made and isinstance(made[-1], Listing):
            before, last = made[-1], made[-1].items[-1]
            if self._indent(block) > self._indent(before):
                item = replace(last, children=(*last.children, block))
                made[-1] = replace(before, items=(*before.items[:-1], item))
                return
        made.append(block)

    def _indent(self, block: Listing) -> int:
        start = self._start_of(block) - self.base
        return start - (self.source.rfind("\n", 0, start) + 1)

    def _start_of(self, block: Listing) -> int:
        span = block.items[0].text.span
        return span.start if isinstance(span, TextSpan) else 0

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
            case "module_code":
                return self._module(token), at + 1
            case "fence" | "code_block":
                content = token.content if token.type == "fence" else self._lines(token)
                return [Aside(Text(content.strip("\n"), self._span(token)), "code")], at + 1
            case "hr":
                return [Aside(Text(self._lines(token).strip(), self._span(token)), "markup")], at + 1
            case _:
                return [], at + 1

    def _span(self, token: Token) -> TextSpan:
        """The lines of a token from the first to the last thing printed on them."""
        first, last = token.map or [0, 0]
        start = self.starts[first]
        end = min(self.starts[max(last, first + 1)] - 1, len(self.source))
        match = _CONTENT_START.match(self.source, start, end)
        start = match.end() if match and match.end() < end else start
        stop = start + len(self.source[start:end].rstrip())
        return TextSpan(self.base + start, self.base + stop)

    def _lines(self, token: Token) -> str:
        first, last = token.map or [0, 0]
        return self.source[self.starts[first] : min(self.starts[last], len(self.source))]

    def _heading(self, token: Token, content: Token) -> list[Block]:
        text, floats = self.inline.text(content.content, self._span(token))
        if not text.text:
            return [*self._without_text(content.content, text, floats), *floats]
        if content.content.count("\n") > 1:
            return [Paragraph(text), *floats]
        return [Heading(text, int(token.tag[1])), *floats]

    def _paragraph(self, content: Token) -> list[Block]:
        raw, span = content.content, self._span(content)
        lacking = _NO_LEVEL.match(raw)
        if lacking and "\n" not in raw:
            text, floats = self.inline.text(raw[lacking.end() :], span, alternatives=True)
            return [Heading(text, lacking.end()), *floats]
        if "\n" in raw:
            split = self._split(raw, content)
            if split is not None:
                return split
        text, floats = self.inline.text(raw, span)
        if text.text:
            return [Paragraph(text), *floats]
        others = self._without_text(raw, text, floats)
        return [*others, *floats]

    def _module(self, token: Token) -> list[Block]:
        """Code of MDX; records that are written out in it are content, the code around them is none."""
        span = self._span(token)
        records = literals_in(self.source, span.start - self.base, span.end - self.base, self.base)
        made: list[Block] = []
        at = span.start
        for record in records:
            assert isinstance(record, Record | Records)
            assert isinstance(record.span, TextSpan)
            made += [self._code(at, record.span.start), record]
            at = record.span.end
        made.append(self._code(at, span.end))
        return [block for block in made if not (isinstance(block, Aside) and not block.text.text)]

    def _code(self, start: int, end: int) -> Aside:
        printed = self.source[start - self.base : end - self.base].strip("\n")
        return Aside(Text(printed, TextSpan(start, end)), "code")

    def _without_text(self, raw: str, text: Text, floats: list[Aside]) -> list[Block]:
        """A paragraph in which nothing is printed: only pictures, comments or tags."""
        pictured, _ = self.inline.text(raw, TextSpan(0, 0), alternatives=True)
        if pictured.text:
            return [Aside(replace(text, text=pictured.text), "metadata")]
        return [] if floats else [Aside(text, "markup")]

    def _split(self, raw: str, content: Token) -> list[Block] | None:
        """A paragraph whose later lines are list items or definitions, which CommonMark takes for running text."""
        lines = raw.split("\n")
        first = (content.map or [0, 0])[0]
        if lines[1].startswith(": ") and not lines[0].startswith(":"):
            return self._definitions(lines, first)
        at = next((number for number, line in enumerate(lines) if number and _SUB_ITEM.match(line)), 0)
        if not at or not all(_SUB_ITEM.match(line) for line in lines[at:]):
            return None
        text, floats = self.inline.text("\n".join(lines[:at]), self._line_span(first, first + at))
        items: list[Item] = []
        for number, line in enumerate(lines[at:], first + at):
            marker, _, rest = line.strip().partition(" ")
            inner, more = self.inline.text(rest, self._line_span(number, number + 1))
            items.append(Item(inner, tuple(more), marker))
        ordered = items[0].marker[0].isdigit()
        return [Paragraph(text), *floats, Listing(tuple(items), ordered)]

    def _definitions(self, lines: list[str], first: int) -> list[Block] | None:
        term, floats = self.inline.text(lines[0], self._line_span(first, first + 1), alternatives=True)
        details: list[Block] = [*floats]
        for number, line in enumerate(lines[1:], first + 1):
            text, floats = self.inline.text(line.removeprefix(": "), self._line_span(number, number + 1))
            details += [Paragraph(text), *floats]
        return [Definitions((Definition(term, tuple(details)),))]

    def _line_span(self, first: int, last: int) -> TextSpan:
        start, end = self.starts[first], min(self.starts[last] - 1, len(self.source))
        part = self.source[start:end]
        start += len(part) - len(part.lstrip())
        return TextSpan(self.base + start, self.base + start + len(part.strip()))

    def _listing(self, token: Token, at: int) -> tuple[list[Block], int]:
        ordered = token.type == "ordered_list_open"
        items: list[Item] = []
        while at < len(self.tokens) and self.tokens[at].type == "list_item_open":
            opening = self.tokens[at]
            blocks, at = self._until(at + 1, "list_item_close")
            items.append(self._item(opening, blocks))
        made: list[Block] = [Listing(tuple(items), ordered)] if items else []
        return made, at + 1

    def _item(self, opening: Token, blocks: list[Block]) -> Item:
        marker = f"{opening.info}{opening.markup}"
        text, children = first_text(blocks)
        if text is None:
            first = (opening.map or [0, 0])[0]
            span = self._line_span(first, first + 1)
            return Item(Text("", TextSpan(span.start, span.start + len(marker))), tuple(children), marker)
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
        piece = read_piece(self._unquoted(start, end), self.base + start, in_main=True, jsx=self.inline.jsx)
        self.problems += piece.problems
        self.languages += piece.languages
        return piece.blocks

    def _unquoted(self, start: int, end: int) -> str:
        """The source with the marks of quotations blanked out, so that offsets stay the same."""
        part = self.source[start:end]
        if not part.lstrip().startswith(">"):
            return part
        return re.sub(r"^[ \t>]+", lambda match: " " * len(match.group()), part, flags=re.MULTILINE)

    def _callout(self, token: Token) -> list[Block]:
        title, span = token.meta["title"], self._span(token)
        if not title:
            return [Aside(Text(self._lines(token).strip(), span), "markup")]
        text, floats = self.inline.text(title, span)
        return [Paragraph(in_bold(text)), *floats]

    def _footnote(self, token: Token) -> list[Block]:
        number = self.inline.mark_of_note(token.meta["label"])
        text, floats = self.inline.text(f"{number} {token.meta['content']}", self._span(token))
        return [Paragraph(text), *floats]


def _without_start(text: Text, count: int) -> Text:
    moved = (
        Mark(m.kind, max(0, m.start - count), m.end - count, m.target) for m in text.marks if m.end > count
    )
    return replace(text, text=text.text[count:], marks=tuple(moved))
