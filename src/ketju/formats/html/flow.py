"""From the tree of a page to the blocks a person sees in it, in reading order; nothing is passed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ketju.core.model.document import (
    Aside,
    AsideKind,
    Block,
    Definitions,
    Heading,
    Listing,
    MarkKind,
    Paragraph,
    Record,
    Records,
    ReadProblem,
    Table,
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.html.elements import BLOCK, HEADINGS, LISTS, TABLE_PARTS
from ketju.formats.html.prose import Prose, plain_prose
from ketju.formats.html.roles import furniture, is_hidden, is_main, role_tag
from ketju.formats.html.tree import HOLDS_BLOCK, Node, Tree, decoded

Children = Sequence[Node | tuple[int, int]]

_RAW_KINDS: dict[str, AsideKind] = {
    "#comment": "comment", "#doctype": "markup", "script": "script", "style": "script", "svg": "markup", "math": "markup",
    "iframe": "markup", "noembed": "markup", "noframes": "markup", "xmp": "code", "textarea": "navigation",
    "title": "metadata",
}  # fmt: skip
_MARKS: dict[str, MarkKind] = {
    "b": "bold", "strong": "bold", "code": "code", "kbd": "code", "samp": "code", "tt": "code", "del": "strike",
    "s": "strike", "strike": "strike",
}  # fmt: skip
_CONTROLS = frozenset("button input label select textarea".split())
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NO_PILES = frozenset("p center blockquote dd td".split())
_OPENS_PANEL = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the page a block stands: in its main part or in furniture, and in which marks (bold, links)."""

    in_main: bool = False
    in_furniture: bool = False
    marks: tuple[tuple[MarkKind, str], ...] = ()
    inside: str = "#root"


class Flow:
    """Makes blocks of nodes. ``base`` is where the source of the tree begins in the source of the document."""

    def __init__(self, tree: Tree, base: int = 0) -> None:
        self.source = tree.source
        self.base = base
        self.problems: list[ReadProblem] = []
        self.title: Text | None = None
        self.languages: list[str] = []

    def span(self, start: int, end: int) -> TextSpan:
        return TextSpan(self.base + start, self.base + end)

    def problem(self, code: str, start: int, end: int, **params: object) -> None:
        pairs = tuple((name, str(value)) for name, value in params.items())
        self.problems.append(ReadProblem(code, self.span(start, end), pairs))

    def attributes(self, node: Node) -> dict[str, str]:
        return node.attributes(self.source)

    def blocks(self, children: Children, place: Place) -> list[Block]:
        """The blocks of a container's children; texts and inline elements between blocks become paragraphs."""
        made: list[Block] = []
        run: list[Node | tuple[int, int]] = []
        at = 0
        while at < len(children):
            child = children[at]
            at += 1
            if isinstance(child, tuple):
                if run or not self.source[child[0] : child[1]].isspace():
                    run.append(child)
                continue
            attributes = self.attributes(child)
            tag = role_tag(child.tag, attributes)
            if tag not in BLOCK and not child.holds & HOLDS_BLOCK:
                run.append(child)
                continue
            made += self._paragraph(run, place)
            run = []
            family = _family(tag)
            if family is None:
                made += self._block(child, tag, attributes, place)
                continue
            orphans, at = self._orphans(children, at - 1, family)
            made += self._of_orphans(orphans, family, place)
        made += self._paragraph(run, place)
        return made

    def _orphans(self, children: Children, at: int, family: frozenset[str]) -> tuple[list[Node], int]:
        """The neighbours that belong to a table or list which has no element of its own, and where they end."""
        found: list[Node] = []
        while at < len(children):
            child = children[at]
            if isinstance(child, tuple):
                if not self.source[child[0] : child[1]].isspace():
                    break
            elif child.tag[0] == "#" or role_tag(child.tag, self.attributes(child)) in family:
                found.append(child)
            else:
                break
            at += 1
        return found, at

    def _of_orphans(self, nodes: list[Node], family: frozenset[str], place: Place) -> list[Block]:
        from ketju.formats.html.lists import definitions, listing
        from ketju.formats.html.tables import table

        whole = Node("#orphans", nodes[0].start, nodes[0].start, nodes)
        whole.end = nodes[-1].end
        if "td" in family:
            return table(self, whole, {}, place)
        return listing(self, whole, {}, place) if "li" in family else definitions(self, whole, place)

    def _block(self, node: Node, tag: str, attributes: dict[str, str], place: Place) -> list[Block]:
        if attributes and is_hidden(tag, attributes) or tag in ("noscript", "template"):
            inner = replace(place, in_furniture=True)
            return asides(self._shown(node, node.tag, attributes, inner), "hidden")
        if place.in_furniture:
            return self._shown(node, tag, attributes, place)
        kind = furniture(tag, node, attributes, in_main=place.in_main)
        if kind is not None:
            return asides(self._shown(node, tag, attributes, replace(place, in_furniture=True)), kind)
        if not place.in_main and is_main(tag, attributes):
            place = replace(place, in_main=True)
        return self._shown(node, tag, attributes, place)

    def _shown(self, node: Node, tag: str, attributes: dict[str, str], place: Place) -> list[Block]:
        from ketju.formats.html.lists import definitions, listing
        from ketju.formats.html.tables import table

        if tag in HEADINGS:
            return self._heading(node, HEADINGS[tag], place)
        if tag == "p" and not node.holds & HOLDS_BLOCK:
            return self._whole(node, place)
        if tag in LISTS:
            return listing(self, node, attributes, place)
        if tag == "dl":
            return definitions(self, node, place)
        if tag == "table":
            return table(self, node, attributes, place)
        if tag in ("summary", "legend"):
            return self._whole(node, replace(place, marks=(*place.marks, ("bold", ""))))
        if tag == "pre":
            return self._preformatted(node, place)
        if tag in ("select", "datalist", "optgroup", "option"):
            return asides(self._whole(node, place), "navigation")
        if tag in ("html", "body", "main", "article") and attributes.get("lang", "").strip():
            self.languages.append(attributes["lang"].strip())
        marks = self.marks_of(node.tag, attributes)
        inner = replace(place, inside=node.tag, marks=(*place.marks, *marks))
        return self.blocks(node.children, inner)

    def _heading(self, node: Node, level: int, place: Place) -> list[Block]:
        text, floats = self.text_of(node, place)
        return [Heading(text, level), *floats] if text.text else [*self._anything(node, text), *floats]

    def _whole(self, node: Node, place: Place) -> list[Block]:
        """A paragraph of one element."""
        text, floats = self.text_of(node, place)
        return [Paragraph(text), *floats] if text.text else floats

    def paragraph_of(self, text: Text) -> list[Block]:
        """A text that has no place in the structure it stood in."""
        return [Paragraph(text)] if text.text else []

    def _anything(self, node: Node, text: Text) -> list[Block]:
        return [Aside(Text("", self.span(node.start, node.end)), "markup")]

    def _preformatted(self, node: Node, place: Place) -> list[Block]:
        prose, floats = self._begun(place), list[Block]()
        self._walk(node, prose, floats, lines=True)
        text = prose.text(self.base, node.start, node.end)
        if not text.text:
            return floats
        code = any(isinstance(child, Node) and child.tag == "code" for child in node.children)
        return [Aside(text, "code") if code else Paragraph(text), *floats]

    def text_of(self, node: Node, place: Place, *, alternatives: bool = False) -> tuple[Text, list[Block]]:
        """The text of an element, blocks in it on lines of their own; and what in it is not shown."""
        children = node.children
        if len(children) == 1 and isinstance(children[0], tuple) and not place.marks:
            raw = decoded(self.source[children[0][0] : children[0][1]])
            return plain_prose(raw, self.base, node.start, node.end), []
        prose, floats = self._begun(place), list[Block]()
        self._walk(node, prose, floats)
        if alternatives and not prose.size and prose.alternatives:
            prose.add(" ".join(prose.alternatives))
        return prose.text(self.base, node.start, node.end), floats

    def _begun(self, place: Place) -> Prose:
        prose = Prose()
        for kind, target in place.marks:
            prose.begin(kind, target)
        return prose

    def _paragraph(self, run: list[Node | tuple[int, int]], place: Place) -> list[Block]:
        """The paragraph that texts and inline elements make between two blocks."""
        if not run:
            return []
        prose, floats = self._begun(place), list[Block]()
        holder = Node("#run", 0, 0, run)
        apart = place.inside not in _NO_PILES and self._is_pile(run)
        self._walk(holder, prose, floats, apart=apart)
        text = prose.text(self.base)
        if not text.text:
            if prose.alternatives and prose.start >= 0:
                floats.append(Aside(replace(text, text=" ".join(prose.alternatives)), "metadata"))
            return floats
        elements = [child for child in run if isinstance(child, Node) and child.tag[0] != "#"]
        if elements and self._only_controls(run):
            panel = any(name in self.attributes(one) for one in elements for name in _OPENS_PANEL)
            if not panel or place.in_furniture:
                return [Aside(text, "navigation"), *floats]
        return [Paragraph(text), *floats]

    def _only_controls(self, run: Children) -> bool:
        for child in run:
            if isinstance(child, tuple):
                if not self.source[child[0] : child[1]].isspace():
                    return False
            elif child.tag not in _CONTROLS and child.chars:
                return False
        return any(isinstance(child, Node) and child.tag == "button" for child in run)

    def _is_pile(self, run: Children) -> bool:
        """Are these several spans or links with nothing between them, so that each is a line of its own?"""
        count = 0
        for child in run:
            if isinstance(child, tuple):
                if not self.source[child[0] : child[1]].isspace():
                    return False
            elif child.chars:
                attributes = self.attributes(child)
                if child.tag not in ("a", "button") and "-" not in child.tag and not attributes.get("class"):
                    return False
                count += 1
        return count > 1

    def _walk(
        self, node: Node, prose: Prose, floats: list[Block], *, lines: bool = False, apart: bool = False
    ) -> None:
        """Add the text of a node's children to ``prose``, and what is not shown of them to ``floats``."""
        for child in node.children:
            if isinstance(child, tuple):
                raw = self.source[child[0] : child[1]]
                if lines:
                    prose.add_lines(decoded(raw))
                else:
                    prose.add(decoded(raw))
                if printed := raw.strip():
                    start = child[0] + raw.find(printed[0])
                    prose.cover(start, start + len(printed))
                continue
            if apart and child.chars and not prose.last_is(":"):
                prose.line_break()
            self._walk_element(child, prose, floats, lines=lines)

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
        if tag == "meta":
            floats += self._meta(node, attributes)
            return
        if tag in ("noscript", "template") or (attributes and is_hidden(tag, attributes)):
            floats += asides(self.blocks(node.children, Place(in_furniture=True)), "hidden")
            return
        if tag in ("select", "datalist"):
            floats += asides(self._whole(node, Place()), "navigation")
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
        self._walk(node, prose, floats, lines=lines or tag == "pre")
        prose.raised -= tag == "sup"
        for _ in marks:
            prose.finish()
        if tag in ("td", "th"):
            prose.add(" ")
        elif block:
            prose.line_break()

    def _meta(self, node: Node, attributes: dict[str, str]) -> list[Block]:
        content = attributes.get("content", "").strip()
        if attributes.get("name", "").lower() != "description" or not content:
            return []
        return [Aside(Text(content, self.span(node.start, node.end)), "metadata")]

    def _alternative(self, node: Node, prose: Prose) -> None:
        """Remember what stands for a picture where there is no text."""
        attributes = self.attributes(node)
        if node.tag == "input" and attributes.get("type", "").lower() == "checkbox":
            prose.alternatives.append("\u2611" if "checked" in attributes else "\u2610")
            prose.cover(node.start, node.end)
            return
        words = attributes.get("alt") or attributes.get("aria-label") or attributes.get("title") or ""
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


def _family(tag: str) -> frozenset[str] | None:
    """The parts of a table or list to which an element belongs that should stand in one."""
    if tag in TABLE_PARTS:
        return TABLE_PARTS
    if tag == "li":
        return frozenset(("li",))
    return frozenset(("dt", "dd")) if tag in ("dt", "dd") else None


def asides(blocks: Sequence[Block], kind: AsideKind) -> list[Block]:
    """The texts of blocks as asides, one for each; asides among them stay what they are."""
    made: list[Block] = []
    for block in blocks:
        _set_aside(block, kind, made)
    return made


def _set_aside(block: Block, kind: AsideKind, made: list[Block]) -> None:
    match block:
        case Aside():
            made.append(block)
        case Heading(text) | Paragraph(text):
            made.append(Aside(text, kind))
        case Listing(items):
            for item in items:
                if item.text.text:
                    made.append(Aside(item.text, kind))
                for child in item.children:
                    _set_aside(child, kind, made)
        case Definitions(pairs):
            for pair in pairs:
                made.append(Aside(pair.term, kind))
                for detail in pair.details:
                    _set_aside(detail, kind, made)
        case Table(rows, caption):
            made += [Aside(caption, kind)] if caption is not None else []
            made += (Aside(cell, kind) for row in rows for cell in row.cells if cell is not None and cell.text)
        case Record() | Records():
            made.append(block)
