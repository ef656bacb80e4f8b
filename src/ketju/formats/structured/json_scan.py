"""JSON, JSON Lines and JSON with comments, read with the places of all keys and values.

Read leniently where the meaning is plain: comments, trailing commas, keys without quotes, single quotes, and
a text that is cut off.
"""

from __future__ import annotations

import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from ketju.core.model.document import Aside, Block, Paragraph, ReadProblem, Records, Text
from ketju.core.model.span import TextSpan
from ketju.formats.lines import slice_text
from ketju.formats.structured.building import Builder, Full, block_of, in_order

MAX_OPEN = 1000
"""Brackets that are open at once."""
MAX_COMMENTS = 20_000
MAX_BAD_LINES = 1000

_SPACE = re.compile(r"[\s\ufeff]*")
_BARE_KEY = re.compile(r"[^\W\d][\w$-]{0,200}|[$]\w{0,200}|\d{1,20}")
_BARE_VALUE = re.compile(r"[-+]?[\d.]{1,400}(?:[eE][+-]?\d{1,10})?|-?[A-Z]?[a-z]{2,8}")
_AFTER_BARE = (*" \t\n,:]}/#", "")
_COMMENTS = re.compile(r"(?://|#)[^\n]*(?:\n\s*(?://|#)[^\n]*){0,1000}")
_UNPRINTABLE = re.compile("[\ud800-\udfff\0]")
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
    blocks = in_order([*map(block_of, roots), *scanner.asides])
    return blocks, tuple(scanner.build.problems)


class _Scanner:
    """Reads one part after another. ``after`` is the part before: "value", "key", or "" for any other."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.build = Builder(source)
        self.asides: list[Block] = []
        self.ends: list[str] = []
        self.after = ""
        self.root_start = 0

    def run(self) -> None:
        while self._skip_space():
            if not self.ends:
                self.root_start, self.after = self.at, ""
            try:
                self._part()
            except NotJson as broken:
                if not self._skip_bad_line(broken):
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
            elif comment := _COMMENTS.match(self.source, self.at):
                end = comment.end()
            else:
                return self.at < len(self.source)
            if len(self.asides) > MAX_COMMENTS:
                raise Full
            self.asides.append(Aside(slice_text(self.source, self.at, end), "comment"))
            self.at = end

    def _part(self) -> None:
        """Read a bracket, a comma, a key with its colon, or a value."""
        letter = self.source[self.at]
        if self.ends and letter == self.ends[-1] and self.after != "key":
            self.ends.pop()
            self.at += 1
            self.after = "value"
            self.build.close(self.at)
        elif self.after == "value":
            if letter != ",":
                raise NotJson("missing-comma", self.at)
            self.at += 1
            self.after = ""
        elif self.after != "key" and self.ends and self.ends[-1] == "}":
            self._key()
        elif letter in "{[":
            self._open(letter)
        else:
            text = self._scalar(_BARE_VALUE)
            self.after = "value"
            self.build.add(text)

    def _open(self, letter: str) -> None:
        if len(self.ends) >= MAX_OPEN:
            raise NotJson("too-deep", self.at)
        self.build.open("record" if letter == "{" else "sequence", self.at)
        self.ends.append("}" if letter == "{" else "]")
        self.at += 1
        self.after = ""

    def _key(self) -> None:
        key = self._scalar(_BARE_KEY)
        if self._skip_space():
            if self.source[self.at] != ":":
                raise NotJson("missing-colon", self.at)
            self.at += 1
        self.after = "key"
        self.build.add(key)

    def _scalar(self, bare: re.Pattern[str]) -> Text:
        """A text in quotes, or one without that the pattern knows."""
        letter = self.source[self.at]
        if letter in "\"'`":
            return self._quoted(letter)
        found = bare.match(self.source, self.at)
        if found is None or self.source[found.end() : found.end() + 1] not in _AFTER_BARE:
            raise NotJson("no-value", self.at)
        start, self.at = self.at, found.end()
        return Text(found[0], TextSpan(start, self.at))

    def _quoted(self, quote: str) -> Text:
        start = self.at
        try:
            if quote == '"':
                printed, self.at = scanstring(self.source, start + 1, False)
            else:
                printed, self.at = _quoted(self.source, start + 1, quote)
        except ValueError as error:
            if str(error).startswith("Unterminated") and self.source.find("\n", start) < 0:
                printed, self.at = self.source[start + 1 :], len(self.source)
                span = TextSpan(start, self.at)
                self.build.problems.append(ReadProblem("read.unclosed-quote", span))
            else:
                raise NotJson("bad-string", start) from None
        if "\\" in self.source[start : self.at]:
            printed = _UNPRINTABLE.sub("\ufffd", printed).replace("\r\n", "\n").replace("\r", "\n")
        return Text(printed.strip(), TextSpan(start, self.at))

    def _skip_bad_line(self, broken: NotJson) -> bool:
        """In JSON Lines, keep a broken line as a paragraph and go on with the next one."""
        end = self.source.find("\n", broken.at)
        same_line = self.source.find("\n", self.root_start, broken.at) < 0
        if not self.build.roots or not same_line or len(self.build.problems) > MAX_BAD_LINES:
            return False
        end = len(self.source) if end < 0 else end
        line = slice_text(self.source, self.root_start, end)
        self.build.drop()
        self.ends.clear()
        self.asides.append(Paragraph(line))
        self.build.problems.append(ReadProblem("read.bad-row", line.span, severity="error"))
        self.at = end
        return True


def _quoted(source: str, start: int, quote: str) -> tuple[str, int]:
    """(text, end) of a text in single quotes or backticks, as JavaScript has them. Raises ValueError."""
    at = start
    while True:
        at = source.find(quote, at)
        if at < 0:
            raise ValueError("Unterminated string")
        slashes = at
        while slashes > start and source[slashes - 1] == "\\":
            slashes -= 1
        at += 1
        if (at - 1 - slashes) % 2 == 0:
            return _ESCAPE.sub(_unescaped, source[start : at - 1]), at


def _unescaped(found: re.Match[str]) -> str:
    letters = found[1]
    return chr(int(letters[1:], 16)) if len(letters) == 5 else _ESCAPED.get(letters, letters)
