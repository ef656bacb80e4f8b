"""Inline Markdown, with the HTML in it, as printed text and marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketju.core.model.document import Aside, MarkKind, Text
from ketju.core.model.span import TextSpan
from ketju.formats.html.elements import BLOCK
from ketju.formats.html.prose import Prose
from ketju.formats.html.tree import Node
from ketju.formats.markdown.simple import simple_prose

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_STRETCH = 20_000
MAX_IN_ALL = 400_000
"""Longer stretches are not searched for markup, and when there is more in all, only for the simplest."""

_SPACES = re.compile(r"[ \t]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&!~{]")
_MARKS: dict[str, MarkKind] = {
    "b": "bold", "strong": "bold", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "del": "strike",
    "s": "strike", "strike": "strike",
}  # fmt: skip
_OPENERS: dict[str, MarkKind] = {"strong_open": "bold", "s_open": "strike"}
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ATTRIBUTE_LIST = re.compile(
    r"(?<=[)\]`])\{:?[ \t]*(?:[.#][\w-]+|[\w-]+=(?:\"[^\"]*\"|[\w-]+))(?:[ \t][^{}]*)?\}|[ \t]*\{#[\w-]+\}[ \t]*$"
)
_JSX_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_JSX_SPACE = re.compile(r"\{\s*(?:\"([^\"{}]*)\"|'([^'{}]*)')\s*\}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Inline:
    """Reads inline Markdown. ``env`` holds the document's link references; footnotes are numbered as they come.

    ``given_up`` is the first place where markup was left as it is, since there was too much of it.
    """

    def __init__(self, parser: MarkdownIt, env: dict[str, Any], *, jsx: bool) -> None:
        self.parser = parser
        self.env = env
        self.jsx = jsx
        self.notes: dict[str, int] = {}
        self.left = MAX_IN_ALL
        self.given_up: TextSpan | None = None

    def text(self, raw: str, span: TextSpan, *, alternatives: bool = False) -> tuple[Text, list[Aside]]:
        """The printed text of ``raw``, and the comments in it. ``alternatives``: a picture's words stand for it."""
        if not _SPECIAL.search(raw):
            return _without_markup(raw, span), []
        prose = simple_prose(raw) if len(raw) <= MAX_STRETCH else None
        if prose is not None:
            return prose.text(0, span.start, span.end), []
        self.left -= len(raw)
        if len(raw) > MAX_STRETCH or self.left < 0:
            self.given_up = self.given_up or span
            return _without_markup(raw, span), []
        floats: list[Aside] = []
        reading = _Reading(floats, span)
        reading.take(self._tokens(self._prepared(raw, span, floats)))
        prose = reading.prose
        if prose.alternatives:
            words = " ".join(prose.alternatives)
            if prose.size:
                floats.append(Aside(Text(words, span), "metadata"))
            elif alternatives:
                prose.add(words)
        return prose.text(0, span.start, span.end), floats

    def mark_of_note(self, label: str) -> str:
        """A footnote's number as it is printed, raised."""
        return str(self.notes.setdefault(label, len(self.notes) + 1)).translate(_RAISED)

    def _prepared(self, raw: str, span: TextSpan, floats: list[Aside]) -> str:
        if "{" in raw:
            raw = _ATTRIBUTE_LIST.sub("", raw)
            if self.jsx:
                floats += (
                    Aside(Text(found.strip("{}/* \n"), span), "comment")
                    for found in _JSX_COMMENT.findall(raw)
                )
                raw = _JSX_SPACE.sub(
                    lambda match: match.group(1) or match.group(2) or "", _JSX_COMMENT.sub("", raw)
                )
        if "[^" in raw:
            raw = _FOOTNOTE.sub(lambda match: self.mark_of_note(match.group(1)), raw)
        return raw

    def _tokens(self, raw: str) -> list[Token]:
        found: list[Token] = []
        self.parser.inline.parse(raw, self.parser, self.env, found)
        return found


def _without_markup(raw: str, span: TextSpan) -> Text:
    raw = raw.strip()
    if "\n" in raw:
        raw = "\n".join(line.strip() for line in raw.split("\n"))
    return Text(_SPACES.sub(" ", raw) if "  " in raw or "\t" in raw else raw, span)


class _Reading:
    def __init__(self, floats: list[Aside], span: TextSpan) -> None:
        self.prose = Prose()
        self.floats = floats
        self.span = span
        self.open: list[str] = []

    def take(self, tokens: list[Token]) -> None:
        for token in tokens:
            self._take(token)

    def _take(self, token: Token) -> None:
        kind, prose = token.type, self.prose
        if kind in ("text", "text_special"):
            prose.add(token.content)
        elif kind in ("softbreak", "hardbreak"):
            prose.line_break()
        elif kind == "code_inline":
            prose.begin("code")
            prose.add(token.content)
            prose.finish()
        elif kind in _OPENERS:
            self._begin(kind[:-5], _OPENERS[kind])
        elif kind == "link_open":
            self._begin("link", "link", str(token.attrs.get("href", "")))
        elif kind in ("strong_close", "s_close", "link_close"):
            self._finish(kind[:-6])
        elif kind == "image":
            if token.content.strip():
                prose.alternatives.append(token.content.strip())
        elif kind == "html_inline":
            self._take_html(token.content)

    def _begin(self, name: str, kind: MarkKind, target: str = "") -> None:
        self.open.append(name)
        self.prose.begin(kind, target)

    def _finish(self, name: str) -> None:
        if name in self.open:
            while self.open:
                self.prose.finish()
                if self.open.pop() == name:
                    return

    def _take_html(self, markup: str) -> None:
        match = _TAG_NAME.match(markup)
        if match is None:
            self.floats.append(Aside(Text(markup, self.span), "comment"))
            return
        name, closing = match.group(1).lower(), markup.startswith("</")
        if name == "br" or name in BLOCK:
            self.prose.line_break()
        elif name == "sup":
            self.prose.raised = 0 if closing else 1
        elif closing:
            self._finish(f"<{name}>")
        elif name in _MARKS:
            self._begin(f"<{name}>", _MARKS[name])
        elif name in ("a", "img", "input"):
            self._take_element(name, Node(name, 0, len(markup)).attributes(markup))

    def _take_element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "a" and attributes.get("href"):
            self._begin("<a>", "link", attributes["href"])
        elif name == "img" and attributes.get("alt", "").strip():
            self.prose.alternatives.append(attributes["alt"].strip())
        elif name == "input" and attributes.get("type", "").lower() == "checkbox":
            self.prose.alternatives.append("\u2611" if "checked" in attributes else "\u2610")
