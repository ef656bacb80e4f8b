"""JSON, JSON Lines and JSON with comments, read with the places of all keys and values.

Read leniently where the meaning is plain: comments, trailing commas, keys without quotes, single quotes, and a text
that is cut off.
"""

from __future__ import annotations

import re
from json.decoder import scanstring

from ketju.core.model.document import Aside, Block, Paragraph, ReadProblem, Records, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import slice_text
from ketju.formats.structured.building import Builder, Full, block_of

_SPACE = re.compile(r"[\s\ufeff]*")
_BARE = re.compile(r"[^\s{}\[\],:\"'/]+")
_BARE_VALUE = re.compile(r"-?[\d.]+(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity|undefined|None|True|False")
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|[^u])")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class NotJson(Exception):
    """The text is not JSON from ``at`` on."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason, at)
        self.reason = reason
        self.at = at


def blocks_of(source: str) -> tuple[tuple[Block, ...], tuple[ReadProblem, ...]]:
    """(blocks, problems); several values one after another make one sequence. Raises NotJson."""
    scanner = _Scanner(source)
    try:
        scanner.run()
    except Full:
        scanner.build.finish(scanner.at)
        rest = slice_text(source, scanner.at, len(source))
        scanner.asides.append(Paragraph(rest))
        scanner.build.problems.append(ReadProblem("read.too-long", rest.span))
    roots = scanner.build.roots
    if len(roots) > 1:
        first, last = roots[0].span, roots[-1].span
        assert isinstance(first, TextSpan)
        assert isinstance(last, TextSpan)
        roots = [Records(tuple(roots), TextSpan(first.start, last.end))]
    return (*map(block_of, roots), *scanner.asides), tuple(scanner.build.problems)


class _Scanner:
    """Reads one part after another; ``after_value`` says that a comma or an end must come next."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.build = Builder(source)
        self.asides: list[Block] = []
        self.ends: list[str] = []
        self.after_value = False
        self.line_start = 0

    def run(self) -> None:
        while self._skip_space():
            if not self.ends:
                self.line_start = self.at
                self.after_value = False
            try:
                self._part()
            except NotJson as broken:
                if not self._skip_bad_line(broken.at):
                    raise
        if self.ends:
            span = TextSpan(max(0, len(self.source) - 1), len(self.source))
            self.build.problems.append(ReadProblem("read.cut-off", span, severity="error"))
            self.build.finish(len(self.source))

    def _skip_space(self) -> bool:
        """Skip white space and comments; whether anything is left."""
        while True:
            found = _SPACE.match(self.source, self.at)
            assert found is not None
            self.at = found.end()
            if self.source.startswith("/*", self.at):
                end = self.source.find("*/", self.at)
                end = len(self.source) if end < 0 else end + 2
            elif comment := _COMMENT.match(self.source, self.at):
                end = comment.end()
            else:
                return self.at < len(self.source)
            self.asides.append(Aside(slice_text(self.source, self.at, end), "comment"))
            self.at = end

    def _part(self) -> None:
        """Read a bracket, a comma, a key with its colon, or a value."""
        letter = self.source[self.at]
        if self.ends and letter == self.ends[-1]:
            self.ends.pop()
            self.at += 1
            self.build.close(self.at)
            self.after_value = True
        elif letter == "," and self.ends and self.after_value:
            self.at += 1
            self.after_value = False
        elif self.after_value:
            raise NotJson("missing-comma", self.at)
        elif letter in "{[":
            self.build.open("record" if letter == "{" else "sequence", self.at)
            self.ends.append("}" if letter == "{" else "]")
            self.at += 1
        elif self.ends and self.ends[-1] == "}" and not self.expects_value:
            self._key()
        else:
            self.build.add(self._scalar(_BARE_VALUE))
            self.after_value = True

    @property
    def expects_value(self) -> bool:
        """Whether a colon was the last part."""
        return self.source[self.at - 1 : self.at] == ":" or self._after_colon

    _after_colon = False
