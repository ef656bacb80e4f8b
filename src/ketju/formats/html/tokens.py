"""Tags, texts and comments of an HTML source with their offsets; linear in its length, never an error.

A token is (kind, start, end, name). The element of raw text (``script``, ``style``, ``title`` …) is one token, since
nothing in it is markup; so is an ``svg``, in which nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketju.formats.html.elements import KNOWN, names

TEXT, OPEN, CLOSE, RAW, COMMENT = range(5)
Token = tuple[int, int, int, str]

RAW_ELEMENTS = names("script style title textarea svg iframe noembed noframes xmp math")
# What these hold to the end of the source when their end tag is missing, as browsers do; other elements are
# taken for empty, so that nothing after them is lost.
_SWALLOW = frozenset(("script", "style"))

# A tag of more pieces than this is broken, and its matching would cost memory.
_ATTRIBUTES = r"""(?:[^>"']++|"[^"]*+"|'[^']*+'){0,1000}+"""
_JSX_VALUE = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_JSX_ATTRIBUTES = rf"""(?:[^>"'{{]++|"[^"]*+"|'[^']*+'|{_JSX_VALUE}|\{{){{0,1000}}+"""
_NAME = r"[a-zA-Z][^\s/>]*+"


def _pattern(attributes: str, more: str = "") -> re.Pattern[str]:
    """A tag, or the beginning of another piece of markup, or of a tag that does not end."""
    return re.compile(rf"<(?:(/?)({_NAME}){attributes}>|{more}!--|[!?/a-zA-Z])")


_PLAIN = _pattern(_ATTRIBUTES)
_JSX = _pattern(_JSX_ATTRIBUTES, "/?>|")  # with the tags of a fragment, which have no name
_SIMPLE = _pattern("[^>]*+")
_COMMENT_END = re.compile(r"--!?>")


def tokens(source: str, *, jsx: bool = False) -> Iterator[Token]:
    """The tokens of ``source`` in order; together they cover all of it. ``jsx`` allows ``{…}`` as attribute values."""
    pattern = _JSX if jsx else _PLAIN
    rest = _Rest(source)
    text_from = at = 0
    last = source.rfind(">")
    while at < last and (match := pattern.search(source, at)) is not None:
        start, at = match.span()
        closing, name = match.groups()
        token: Token | None
        if name is None:
            if source[start + 1].isalpha():
                if pattern is _SIMPLE:
                    break
                # Quotes that never close: from here on a tag ends at its first ">".
                pattern, at = _SIMPLE, start
                continue
            fragment = source[at - 1] == ">"
            token = (COMMENT, start, at, "#doctype") if fragment else rest.declaration(start)
        else:
            tag = KNOWN.get(name) or _tag_name(name)
            token = (CLOSE if closing else OPEN), start, at, tag
            if tag in RAW_ELEMENTS and not closing and source[at - 2] != "/":
                token = rest.raw(tag, start, at) or token
        if token is None:
            continue
        if start > text_from:
            yield TEXT, text_from, start, ""
        yield token
        text_from = at = token[2]
    yield from rest.tail(text_from)


def _tag_name(name: str) -> str:
    """The name of an element in small letters; that of a component (``Tabs``) keeps its capital."""
    return name if name[0].isupper() and not name.isupper() else name.lower()


class _Rest:
    """Pieces of markup that are no tags. Remembers what is known to be missing in the rest, to stay linear."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.missing: set[str] = set()

    def raw(self, name: str, start: int, inner: int) -> Token | None:
        """A raw element whole, or None when its end is missing and it does not swallow the rest."""
        if name not in self.missing:
            match = re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE).search(self.source, inner)
            if match is not None:
                return RAW, start, match.end(), name
            self.missing.add(name)
        return (RAW, start, len(self.source), name) if name in _SWALLOW else None

    def declaration(self, start: int) -> Token | None:
        """A comment, doctype, processing instruction or broken end tag; None when it is only a "<" in the text."""
        source = self.source
        if source.startswith("<!--", start):
            if source.startswith((">", "->"), start + 4):
                return COMMENT, start, source.index(">", start) + 1, "#comment"
            found = None if "--" in self.missing else _COMMENT_END.search(source, start + 4)
            if found is None:
                self.missing.add("--")
            return COMMENT, start, found.end() if found else len(source), "#comment"
        if source[start + 1] == "/" and source[start + 2 : start + 3].isspace():
            return None
        closing = "]]>" if source.startswith("<![CDATA[", start) else ">"
        end = self._find(closing, start)
        if end < 0 and closing != ">":
            closing, end = ">", self._find(">", start)
        doctype = source[start + 2 : start + 9].lower() == "doctype"
        return (
            None if end < 0 else (COMMENT, start, end + len(closing), "#doctype" if doctype else "#comment")
        )

    def _find(self, wanted: str, start: int) -> int:
        if wanted in self.missing:
            return -1
        found = self.source.find(wanted, start)
        if found < 0:
            self.missing.add(wanted)
        return found

    def tail(self, start: int) -> Iterator[Token]:
        """What stands after the last tag; a comment or tag that is cut off at the very end is no text."""
        end = len(self.source)
        cut = self.source.find("<!--", start)
        cut = self.source.rfind("<", start) if cut < 0 else cut
        if self.source.startswith("<!--", cut):
            if cut > start:
                yield TEXT, start, cut, ""
            yield COMMENT, cut, end, "#comment"
        elif cut >= 0 and self.source[cut + 1 : cut + 2].isalpha() and ">" not in self.source[cut:]:
            if cut > start:
                yield TEXT, start, cut, ""
            yield COMMENT, cut, end, "#doctype"
        elif start < end:
            yield TEXT, start, end, ""
