"""Lines of AsciiDoc to blocks."""

from __future__ import annotations

import re

from ketju.core.model.document import (
    AsideKind,
    Block,
    Heading,
    Paragraph,
    ReadProblem,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.asciidoc.inline import Attributes, inline
from ketju.formats.asciidoc.layout import aside, is_comment
from ketju.formats.asciidoc.listing import definitions, listing, marker_of, term_of
from ketju.formats.asciidoc.tables import read_table
from ketju.formats.lines import Line

MAX_NESTING = 16
MAX_DELIMITER = 200

_TITLE = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?")
_UNDERLINE = re.compile(r"(={4,}|-{4,}|~{4,}|\^{4,}|\+{4,})")
_ATTRIBUTE = re.compile(r":!?\w[\w-]*!?:(?:\s|$)")
_BLOCK_ATTRIBUTES = re.compile(r"\[(?:\[[^\[\]]*\]|[^\[\]\s][^\n]*)?\]")
_BLOCK_TITLE = re.compile(r"\.(?![.\s\d])\S.*")
_DELIMITER = re.compile(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|`{3,}\w*|--)")
_TABLE = re.compile(r"[|,:!]={3,}")
_RULE = re.compile(r"'{3,}|<{3,}|- ?- ?-|\* ?\* ?\*")
_MACRO = re.compile(r"(include|image|video|audio|toc|ifdef|ifndef|ifeval|endif|icon)::(\S*?)\[(.*)\]")
_REVISION = re.compile(r"v?\d[\w.,: -]*")
_VERBATIM: dict[str, AsideKind] = {"-": "code", ".": "code", "`": "code", "+": "markup", "/": "comment"}
_LEVELS = {"=": 1, "-": 2, "~": 3, "^": 4, "+": 5}


class Parser:
    """Parses lines to blocks; ``pending`` are the attributes and the title that wait for the next block."""

    def __init__(self, source: str, attributes: Attributes) -> None:
        self.source = source
        self.attributes = attributes
        self.problems: list[ReadProblem] = []
        self.depth = 0

    def parse(self, lines: list[Line]) -> list[Block]:
        """The blocks in some lines. Nesting beyond MAX_NESTING gives one paragraph."""
        if self.depth >= MAX_NESTING:
            full = [line for line in lines if line.text]
            return [Paragraph(self.text(full))] if full else []
        self.depth += 1
        try:
            return _Body(self, lines).run()
        finally:
            self.depth -= 1

    def text(self, lines: list[Line]) -> Text:
        """The printed text of a paragraph; comments in it are left out."""
        raw = "\n".join(line.text for line in lines if not is_comment(line))
        return inline(raw, TextSpan(lines[0].start, lines[-1].end), self.attributes)


class _Body:
    """One run over the lines of a block."""

    def __init__(self, parser: Parser, lines: list[Line]) -> None:
        self.parser = parser
        self.lines = lines
        self.blocks: list[Block] = []
        self.options = ""
        self.title: list[Line] = []
        self.unclosed: set[str] = set()

    def run(self) -> list[Block]:
        at = 0
        while at < len(self.lines):
            at = self._block(self.lines[at], at) if self.lines[at].text else at + 1
        self._flush_title()
        return self.blocks

    def _add(self, block: Block, after: int) -> int:
        self._flush_title()
        self.blocks.append(block)
        self.options = ""
        return after

    def _flush_title(self) -> None:
        """A block title that no table took for its caption is a paragraph."""
        if self.title:
            self.blocks.append(Paragraph(self.parser.text(self.title)))
            self.title = []

    def _block(self, line: Line, at: int) -> int:
        """Read the block that starts at a line; returns the index of the line after it."""
        text = line.text
        if (after := self._steering(line, at)) or (after := self._heading(line, at)):
            return after
        if len(text) <= MAX_DELIMITER and _TABLE.fullmatch(text):
            return self._table(at)
        if len(text) <= MAX_DELIMITER and _DELIMITER.fullmatch(text) and (after := self._delimited(at)):
            return after
        if _BLOCK_TITLE.fullmatch(text) and not marker_of(line):
            self._flush_title()
            self.title = [line._replace(start=line.start + 1, text=text[1:])]
            return at + 1
        if marker_of(line):
            return self._add(*listing(self.parser, self.lines, at))
        if term_of(line):
            return self._add(*definitions(self.parser, self.lines, at))
        return self._paragraph(at)

    def _steering(self, line: Line, at: int) -> int | None:
        """Lines that steer the program that prints the text: attributes, comments, macros, drawn lines."""
        text = line.text
        if is_comment(line):
            end = at
            while end < len(self.lines) and is_comment(self.lines[end]):
                end += 1
            self.blocks.append(aside(self.lines[at:end], "comment"))
            return end
        if _ATTRIBUTE.match(text):
            self.blocks.append(aside([line], "metadata"))
            return at + 1
        if _BLOCK_ATTRIBUTES.fullmatch(text):
            self.options += text
            self.blocks.append(aside([line], "markup"))
            return at + 1
        if len(text) <= MAX_DELIMITER and _RULE.fullmatch(text) and text != "--":
            return self._add(aside([line], "markup"), at + 1)
        if found := _MACRO.fullmatch(text):
            if found[1] == "include":
                span = TextSpan(line.start, line.end)
                self.parser.problems.append(ReadProblem("read.included", span, (("file", found[2]),)))
            self.blocks.append(aside([line], "navigation" if found[1] == "toc" else "markup"))
            return at + 1
        return None

    def _heading(self, line: Line, at: int) -> int | None:
        below = self.lines[at + 1].text if at + 1 < len(self.lines) else ""
        if found := _TITLE.fullmatch(line.text):
            title, level, after = found[2], len(found[1]), at + 1
        elif (
            len(below) <= MAX_DELIMITER
            and _UNDERLINE.fullmatch(below)
            and abs(len(below) - len(line.text)) <= 2
            and line.text[0].isalnum()
        ):
            title, level, after = line.text, _LEVELS[below[0]], at + 2
        else:
            return None
        span = TextSpan(line.start, self.lines[after - 1].end)
        self._add(Heading(inline(title, span, self.parser.attributes), level), after)
        return self._header(after) if level == 1 and at == self._first() else after

    def _first(self) -> int:
        """The index of the first line that is neither blank nor a comment or an attribute."""
        for at, line in enumerate(self.lines):
            if line.text and not is_comment(line) and not _ATTRIBUTE.match(line.text):
                return at
        return -1

    def _header(self, at: int) -> int:
        """Author and revision, which may follow the title of the document."""
        if at < len(self.lines) and self.lines[at].text and self.parser.depth == 1:
            line = self.lines[at]
            if re.search(r"<[^<>\s]+@[^<>\s]+>", line.text) or _REVISION.fullmatch(line.text):
                return self._header(self._add(aside([line], "metadata"), at + 1))
        return at

    def _table(self, at: int) -> int:
        fence = self.lines[at].text
        end = self._end_of(fence, at)
        inside = self.lines[at + 1 : end]
        closing = self.lines[end] if end < len(self.lines) else self.lines[-1]
        span = TextSpan(self.lines[at].start, max(closing.end, self.lines[at].end))
        table = read_table(self.parser, inside, self.options, fence, span)
        if table is None:
            return self._add(aside(self.lines[at : end + 1], "markup"), end + 1)
        if self.title:
            table = Table(table.rows, self.parser.text(self.title))
            self.title = []
        return self._add(table, end + 1)

    def _delimited(self, at: int) -> int | None:
        """A block between two lines of signs; None when it is not closed and so is none."""
        fence = self.lines[at].text
        kind = None if fence == "--" else _VERBATIM.get(fence[0])
        if fence in self.unclosed:
            return None
        end = self._end_of("```" if fence[0] == "`" else fence, at)
        if end == len(self.lines) and kind is None:
            self.unclosed.add(fence)
            return self._add(aside([self.lines[at]], "markup"), at + 1)
        if kind is not None:
            return self._add(aside(self.lines[at : end + 1], kind), end + 1)
        self._add(aside([self.lines[at]], "markup"), at + 1)
        self.blocks += self.parser.parse(self.lines[at + 1 : end])
        self.blocks.append(aside([self.lines[end]], "markup"))
        return end + 1

    def _end_of(self, fence: str, at: int) -> int:
        """The index of the line that closes a block, or of the end."""
        for index in range(at + 1, len(self.lines)):
            if self.lines[index].text == fence:
                return index
        return len(self.lines)

    def _paragraph(self, at: int) -> int:
        end = at + 1
        while end < len(self.lines) and not self._breaks(self.lines[end]):
            end += 1
        return self._add(Paragraph(self.parser.text(self.lines[at:end])), end)

    def _breaks(self, line: Line) -> bool:
        """Whether a line ends the paragraph above it."""
        text = line.text
        if not text or len(text) > MAX_DELIMITER:
            return not text
        return bool(_TABLE.fullmatch(text) or _BLOCK_ATTRIBUTES.fullmatch(text)) or (
            _DELIMITER.fullmatch(text) is not None and text not in self.unclosed
        )
