"""Tags, texts and comments of an HTML source with their offsets; linear in its length, never an error.

A token is (kind, start, end, name). The element of raw text (``script``, ``style``, ``title`` …) is one token, since
nothing in it is markup; so is an ``svg``, in which nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TEXT, OPEN, CLOSE, RAW, COMMENT = range(5)
Token = tuple[int, int, int, str]

RAW_ELEMENTS = frozenset(
    ("script", "style", "title", "textarea", "svg", "iframe", "noembed", "noframes", "xmp", "math")
)
# What these hold to the end of the source when their end tag is missing, as browsers do; other elements are
# taken for empty, so that nothing after them is lost.
_SWALLOW = frozenset(("script", "style"))

_ATTRIBUTES = r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+"""
_JSX_VALUE = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_JSX_ATTRIBUTES = rf"""(?:[^>"'{{]++|"[^"]*+"|'[^']*+'|{_JSX_VALUE}|\{{)*+"""
_REST = r"|!--|[!?/]"
_NAME = r"[a-zA-Z][^\s/>]*+"
_PLAIN = re.compile(rf"<(?:(/?)({_NAME}){_ATTRIBUTES}>{_REST})")
_JSX = re.compile(rf"<(?:(/?)({_NAME}){_JSX_ATTRIBUTES}>{_REST})")
_SIMPLE = re.compile(rf"<(?:(/?)({_NAME})[^>]*+>{_REST})")
_OPENING = re.compile(r"<[a-zA-Z/!?]")
_COMMENT_END = re.compile(r"--!?>")


def tokens(source: str, *, jsx: bool = False) -> Iterator[Token]:
    """The tokens of ``source`` in order; together they cover all of it. ``jsx`` allows ``{…}`` as attribute values."""
    scanner = _Scanner(source, _JSX if jsx else _PLAIN)
    at, size = 0, len(source)
    while at < size:
        token = scanner.next_markup(at)
        if token is None:
            yield TEXT, at, size, ""
            return
        if token[1] > at:
            yield TEXT, at, token[1], ""
        yield token
        at = token[2]


class _Scanner:
    """Finds the next piece of markup. Remembers what is known to be missing in the rest, to stay linear."""

    def __init__(self, source: str, pattern: re.Pattern[str]) -> None:
        self.source = source
        self.pattern = pattern
        self.last_tag_end = source.rfind(">")
        self.missing: set[str] = set()

    def next_markup(self, at: int) -> Token | None:
        source = self.source
        while at <= self.last_tag_end:
            match = self.pattern.search(source, at)
            if self.pattern is not _SIMPLE:
                skipped = _OPENING.search(source, at, match.start() if match else len(source))
                if skipped is not None and source[skipped.start() + 1] != "/":
                    # A tag whose quotes never close: from here on a tag ends at the first ">".
                    self.pattern = _SIMPLE
                    continue
            if match is None:
                break
            if match.group(2):
                return self._tag(match)
            token = self._declaration(match)
            if token is not None:
                return token
            at = match.end()
        return self._open_comment(at)

    def _tag(self, match: re.Match[str]) -> Token:
        start, end = match.span()
        name = match.group(2)
        if match.group(1):
            return CLOSE, start, end, name.lower()
        lower = name.lower()
        if lower in RAW_ELEMENTS and self.source[end - 2] != "/":
            stop = self._raw_end(lower, end)
            if stop > end or lower in _SWALLOW:
                return RAW, start, stop, lower
        return OPEN, start, end, name if name[0].isupper() and name[-1].islower() else lower

    def _raw_end(self, name: str, at: int) -> int:
        """Where the raw element that starts before ``at`` ends; ``at`` when its end is missing."""
        if name not in self.missing:
            match = re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE).search(self.source, at)
            if match is not None:
                return match.end()
            self.missing.add(name)
        return len(self.source) if name in _SWALLOW else at

    def _declaration(self, match: re.Match[str]) -> Token | None:
        """A comment, doctype, processing instruction or broken end tag; None when it is only a "<" in the text."""
        source, start = self.source, match.start()
        if source.startswith("<!--", start):
            if source.startswith((">", "->"), start + 4):
                return COMMENT, start, source.index(">", start) + 1, ""
            found = None if "--" in self.missing else _COMMENT_END.search(source, start + 4)
            if found is None:
                self.missing.add("--")
                return COMMENT, start, len(source), ""
            return COMMENT, start, found.end(), ""
        if (
            match.end() - start < 2
            or source[start + 1 : start + 2] == "/"
            and source[start + 2 : start + 3] == " "
        ):
            return None
        closing = "]]>" if source.startswith("<![CDATA[", start) else ">"
        end = -1 if closing in self.missing else source.find(closing, start)
        if end < 0:
            self.missing.add(closing)
            end, closing = source.find(">", start), ">"
        if end < 0:
            return None
        return COMMENT, start, end + len(closing), ""

    def _open_comment(self, at: int) -> Token | None:
        """A comment that begins after the last ">" runs to the end."""
        start = self.source.find("<!--", at)
        return None if start < 0 else (COMMENT, start, len(self.source), "")
