"""Running text of elements: what is printed of them in one stretch, and what in them is not shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ketju.core.model.document import Aside, AsideKind, Block, MarkKind, ReadProblem, Text
from ketju.core.model.span import TextSpan
from ketju.formats.html.asides import asides
from ketju.formats.html.elements import BLOCK
from ketju.formats.html.prose import Prose, plain_prose
from ketju.formats.html.roles import is_hidden
from ketju.formats.html.tree import Node, Tree, decoded

Child = Node | tuple[int, int]
Children = Sequence[Child]

_RAW_KINDS: dict[str, AsideKind] = {
    "#comment": "comment", "#doctype": "markup", "script": "script", "style": "script", "svg": "markup",
    "math": "markup", "iframe": "markup", "noembed": "markup", "noframes": "markup", "xmp": "code",
    "textarea": "navigation", "title": "metadata",
}  # fmt: skip
_MARKS: dict[str, MarkKind] = {
    "b": "bold", "strong": "bold", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "del": "strike",
    "s": "strike", "strike": "strike",
}  # fmt: skip
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SVG_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the page a block stands: in its main part or in furniture, in which element and marks (bold, links)."""

    in_main: bool = False
    in_furniture: bool = False
    marks: tuple[tuple[MarkKind, str], ...] = ()
    inside: str = "#root"


class Running:
    """Makes texts of nodes. ``base`` is where the source of the tree begins in the source of the document."""

    def __init__(self, tree: Tree, base: int = 0) -> None:
        self.source = tree.source
        self.base = base
        self.problems: list[ReadProblem] = []
        self.title: Text | None = None

    def blocks(self, children: Children, place: Place) -> list[Block]:
        """The blocks of a container's children."""
        raise NotImplementedError

    def span(self, start: int, end: int) -> TextSpan:
        return TextSpan(self.base + start, self.base + end)

    def problem(self, code: str, start: int, end: int, **params: object) -> None:
        pairs = tuple((name, str(value)) for name, value in params.items())
        self.problems.append(ReadProblem(code, self.span(start, end), pairs))

    def attributes(self, node: Node) -> dict[str, str]:
        return node.attributes(self.source)

    def is_blank(self, child: Child) -> bool:
        """Is it white space between elements?"""
        return isinstance(child, tuple) and self.source[child[0] : child[1]].isspace()

    def text_of(self, node: Node, place: Place, *, alternatives: bool = False) -> tuple[Text, list[Block]]:
        """The text of an element, blocks in it on lines of their own; and what in it is not shown.

        ``alternatives``: where there is no text, the words for a picture stand for it.
        """
        children = node.children
        if len(children) == 1 and isinstance(children[0], tuple) and not place.marks:
            raw = decoded(self.source[children[0][0] : children[0][1]])
            return plain_prose(raw, self.base, node.start, node.end), []
        prose, floats = self.prose_of(children, place, parts=alternatives)
        if alternatives and not prose.size and prose.alternatives:
            prose.add(" ".join(prose.alternatives))
        return prose.text(self.base, node.start, node.end), floats

    def prose_of(
        self, children: Children, place: Place, *, lines: bool = False, parts: bool = False
    ) -> tuple[Prose, list[Block]]:
        """The prose that nodes make, and what is not shown of them.

        ``lines`` keeps line breaks as they are, ``parts`` sets apart spans that nothing else parts.
        """
        prose, floats = Prose(), list[Block]()
        for kind, target in place.marks:
            prose.begin(kind, target)
        self._walk(children, prose, floats, lines=lines, parts=parts)
        return prose, floats

    def _walk(
        self,
        children: Children,
        prose: Prose,
        floats: list[Block],
        *,
        lines: bool = False,
        parts: bool = False,
    ) -> None:
        for child in children:
            if not isinstance(child, tuple):
                if parts and child.chars and child.tag == "span" and prose.last.isalnum():
                    self._part(child, prose)
                self._walk_element(child, prose, floats, lines=lines)
                continue
            raw = self.source[child[0] : child[1]]
            if lines:
                prose.add_lines(decoded(raw))
            else:
                prose.add(decoded(raw))
            if printed := raw.strip():
                start = child[0] + raw.find(printed[0])
                prose.cover(start, start + len(printed))

    def _part(self, node: Node, prose: Prose) -> None:
        """A new line before a span that nothing but its looks sets apart from the word before it."""
        first = node.children[0]
        if (
            isinstance(first, tuple)
            and self.source[first[0]].isupper()
            and self.attributes(node).get("class")
        ):
            prose.line_break()

    def _walk_element(self, node: Node, prose: Prose, floats: list[Block], *, lines: bool) -> None:
        tag = node.tag
        if tag in _RAW_KINDS and not node.children:
            floats.append(self.raw(node))
            if tag == "svg":
                self._alternative(node, prose)
            return
        if tag == "br":
            prose.line_break()
            prose.cover(node.start, node.end)
            return
        attributes = self.attributes(node)
        if self._is_apart(node, attributes, floats):
            return
        if node.chars:
            prose.cover(node.start, node.end)
        elif attributes:
            self._alternative(node, prose)
        block = tag in BLOCK
        if block and tag not in ("td", "th"):
            prose.line_break()
        marks = self.marks_of(tag, attributes)
        for kind, target in marks:
            prose.begin(kind, target)
        prose.raised += tag == "sup"
        self._walk(node.children, prose, floats, lines=lines or tag == "pre")
        prose.raised -= tag == "sup"
        for _ in marks:
            prose.finish()
        if tag in ("td", "th"):
            prose.add(" ")
        elif block:
            prose.line_break()

    def _is_apart(self, node: Node, attributes: dict[str, str], floats: list[Block]) -> bool:
        """Is the element no part of the text around it? Then it goes to ``floats``."""
        tag = node.tag
        if tag == "meta":
            content = attributes.get("content", "").strip()
            if attributes.get("name", "").lower() == "description" and content:
                floats.append(Aside(Text(content, self.span(node.start, node.end)), "metadata"))
        elif is_hidden(tag, attributes):
            floats += asides(self.blocks(node.children, Place(in_furniture=True)), "hidden")
        elif tag in ("select", "datalist"):
            choices, hidden = self.text_of(node, Place())
            floats += [Aside(choices, "navigation"), *hidden] if choices.text else hidden
        else:
            return False
        return True

    def _alternative(self, node: Node, prose: Prose) -> None:
        """Remember what stands for a picture where there is no text."""
        attributes = self.attributes(node)
        if node.tag == "input" and attributes.get("type", "").lower() == "checkbox":
            prose.alternatives.append("\u2611" if "checked" in attributes else "\u2610")
            prose.cover(node.start, node.end)
            return
        words = attributes.get("alt") or attributes.get("aria-label") or attributes.get("title") or ""
        if not words and node.tag == "svg":
            found = _SVG_TITLE.search(self.source, node.start, node.end)
            words = decoded(found.group(1)) if found else ""
        if words.strip() and node.tag not in ("input", "a", "button"):
            prose.alternatives.append(words.strip())
            prose.cover(node.start, node.end)

    def marks_of(self, tag: str, attributes: dict[str, str]) -> tuple[tuple[MarkKind, str], ...]:
        """The marks that an element sets on its text."""
        if tag == "a":
            return (("link", attributes["href"].strip()),) if attributes.get("href", "").strip() else ()
        kind = _MARKS.get(tag)
        if kind is not None:
            return ((kind, ""),)
        style = attributes.get("style") if attributes else None
        return (("bold", ""),) if style and _BOLD_STYLE.search(style) else ()

    def raw(self, node: Node) -> Aside:
        """A comment, script or other element in which no markup is read."""
        kind = _RAW_KINDS[node.tag]
        whole = node.tag[0] == "#" or kind == "markup"
        text = self.source[node.start if whole else node.inner : node.end].strip()
        if not whole and text.endswith(">") and "</" in text:
            text = text[: text.rindex("</")].rstrip()
        if node.tag in ("title", "textarea"):
            text = " ".join(decoded(text).split())
        made = Text(text, self.span(node.start, node.end))
        if node.tag == "title" and self.title is None and text:
            self.title = made
        return Aside(made, kind)
