"""From the tree of a page to the blocks a person sees in it, in reading order; nothing is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketju.core.model.document import Aside, Block, Heading, Mark, Paragraph, Text
from ketju.formats.html import cards, lists, tables
from ketju.formats.html.asides import asides
from ketju.formats.html.elements import BLOCK, HEADINGS, LISTS, TABLE_PARTS, names
from ketju.formats.html.roles import furniture, is_hidden, is_main, role_tag
from ketju.formats.html.running import Child, Children, Place, Running
from ketju.formats.html.tree import HOLDS_BLOCK, Node, Tree

_CONTROLS = names("button input label select textarea")
_PROSE = names("p center blockquote dd td")
_WRAPPERS = names("span font b strong em i u small big")
_OPENS_PANEL = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle")


class Flow(Running):
    """Makes blocks of nodes. ``languages`` are those that the page declares for itself."""

    def __init__(self, tree: Tree, base: int = 0) -> None:
        super().__init__(tree, base)
        self.languages: list[str] = []

    def blocks(self, children: Children, place: Place) -> list[Block]:
        """The blocks of a container's children; texts and inline elements between blocks become paragraphs."""
        made = cards.Pile(self, place)
        run: list[Child] = []
        at = 0
        while at < len(children):
            child = children[at]
            at += 1
            if isinstance(child, tuple):
                if run or not self.is_blank(child):
                    run.append(child)
                continue
            attributes = self.attributes(child)
            tag = role_tag(child.tag, attributes)
            if tag not in BLOCK and not child.holds & HOLDS_BLOCK:
                run.append(child)
                continue
            if run:
                made.add(self._paragraphs(run, place))
                run = []
            family = _family(tag)
            if family is None:
                made.add_element(child, attributes, self._block(child, tag, attributes, place))
                continue
            orphans, at = self._orphans(children, at - 1, family)
            made.add(self._of_orphans(orphans, family, place))
        if run:
            made.add(self._paragraphs(run, place))
        return made.blocks()

    def _orphans(self, children: Children, at: int, family: frozenset[str]) -> tuple[list[Node], int]:
        """The neighbours that belong to a table or list which has no element of its own, and where they end."""
        found: list[Node] = []
        while at < len(children):
            child = children[at]
            if isinstance(child, tuple):
                if not self.is_blank(child):
                    break
            elif child.tag[0] == "#" or role_tag(child.tag, self.attributes(child)) in family:
                found.append(child)
            else:
                break
            at += 1
        return found, at

    def _of_orphans(self, nodes: list[Node], family: frozenset[str], place: Place) -> list[Block]:
        whole = Node("#orphans", nodes[0].start, nodes[0].start, nodes)
        whole.end = nodes[-1].end
        if "td" in family:
            return tables.table(self, whole, {}, place)
        if "li" in family:
            return lists.listing(self, whole, {}, place)
        return lists.definitions(self, whole, place)

    def _block(self, node: Node, tag: str, attributes: dict[str, str], place: Place) -> list[Block]:
        if is_hidden(node.tag, attributes):
            return asides(
                self._shown(node, node.tag, attributes, replace(place, in_furniture=True)), "hidden"
            )
        if place.in_furniture:
            return self._shown(node, tag, attributes, place)
        kind = furniture(tag, node, attributes, in_main=place.in_main)
        if kind is not None:
            return asides(self._shown(node, tag, attributes, replace(place, in_furniture=True)), kind)
        if not place.in_main and is_main(tag, attributes):
            place = replace(place, in_main=True)
        return self._shown(node, tag, attributes, place)

    def _shown(self, node: Node, tag: str, attributes: dict[str, str], place: Place) -> list[Block]:
        if tag in HEADINGS:
            return self._heading(node, HEADINGS[tag], place)
        if tag == "p" and not node.holds & HOLDS_BLOCK:
            return self._whole(node, place)
        if tag in LISTS:
            return lists.listing(self, node, attributes, place)
        if tag == "dl":
            return lists.definitions(self, node, place)
        if tag == "table":
            return tables.table(self, node, attributes, place)
        if tag in ("summary", "legend"):
            return self._whole(node, replace(place, marks=(*place.marks, ("bold", ""))))
        if tag == "pre":
            return self._preformatted(node, place)
        if tag in ("select", "datalist", "optgroup", "option"):
            return asides(self._whole(node, place), "navigation")
        if tag in ("html", "body", "main", "article") and attributes.get("lang", "").strip():
            self.languages.append(attributes["lang"].strip())
        marks = (*place.marks, *self.marks_of(node.tag, attributes))
        inner = replace(place, inside=tag, marks=marks)
        if tag == "div" and attributes and not place.in_furniture:
            columns = cards.columns_of(attributes)
            if columns and (rows := cards.grid(self, node, columns, inner)):
                return rows
        return self.blocks(node.children, inner)

    def _heading(self, node: Node, level: int, place: Place) -> list[Block]:
        text, floats = self.text_of(node, place)
        if not text.text:
            return [*self._pictured(node, place), *floats]
        text, anchor = _without_anchor(text)
        return [Heading(text, level), *([Aside(anchor, "navigation")] if anchor else []), *floats]

    def _pictured(self, node: Node, place: Place) -> list[Block]:
        """An element without any text: what its pictures say."""
        text, _ = self.text_of(node, place, alternatives=True)
        return [Aside(text, "metadata")] if text.text else []

    def _whole(self, node: Node, place: Place) -> list[Block]:
        """The paragraph, or paragraphs, of one element."""
        run, inner = self._unwrapped(node.children, place)
        if len(self._stanzas(run)) > 1:
            return self._paragraphs(run, replace(inner, inside="p"))
        text, floats = self.text_of(node, place)
        return [*([Paragraph(text)] if text.text else self._pictured(node, place)), *floats]

    def _unwrapped(self, run: Children, place: Place) -> tuple[Children, Place]:
        """What stands in the one inline element that wraps all of the run, if there is such an element."""
        only = [child for child in run if not self.is_blank(child)]
        if (
            len(only) != 1
            or not isinstance(only[0], Node)
            or only[0].tag not in _WRAPPERS
            or not only[0].children
        ):
            return run, place
        attributes = self.attributes(only[0])
        if is_hidden(only[0].tag, attributes):
            return run, place
        marks = (*place.marks, *self.marks_of(only[0].tag, attributes))
        return self._unwrapped(only[0].children, replace(place, marks=marks))

    def _preformatted(self, node: Node, place: Place) -> list[Block]:
        prose, floats = self.prose_of(node.children, place, lines=True)
        text = prose.text(self.base, node.start, node.end)
        if not text.text:
            return floats
        code = any(isinstance(child, Node) and child.tag == "code" for child in node.children)
        return [Aside(text, "code") if code else Paragraph(text), *floats]

    def _paragraphs(self, run: Children, place: Place) -> list[Block]:
        """The paragraphs that texts and inline elements make: an empty line (two line breaks) parts them."""
        inside, inner = self._unwrapped(run, place)
        if len(self._stanzas(inside)) > 1:
            run, place = inside, inner
        made: list[Block] = []
        for stanza in self._stanzas(run):
            if place.inside not in _PROSE and self._is_pile(stanza):
                for line in self._lines_of(stanza):
                    made += self._paragraph(line, place)
            else:
                made += self._paragraph(stanza, place)
        return made

    def _stanzas(self, run: Children) -> list[Children]:
        """The run, parted where two or more line breaks follow each other."""
        if sum(1 for child in run if isinstance(child, Node) and child.tag == "br") < 2:
            return [run]
        made: list[Children] = []
        stanza: list[Child] = []
        breaks = 0
        for child in run:
            if isinstance(child, Node) and child.tag == "br":
                breaks += 1
            elif not self.is_blank(child):
                if breaks > 1 and any(not self.is_blank(one) for one in stanza):
                    made.append(stanza)
                    stanza = []
                breaks = 0
            stanza.append(child)
        return [*made, stanza]

    def _is_pile(self, run: Children) -> bool:
        """Are these several spans or links with nothing between them, so that each is a line of its own?"""
        count = 0
        for child in run:
            if isinstance(child, tuple):
                if not self.is_blank(child):
                    return False
            elif child.chars:
                plain = child.tag not in ("a", "button") and "-" not in child.tag
                if plain and not self.attributes(child).get("class"):
                    return False
                count += 1
        return count > 1

    def _lines_of(self, run: Children) -> Iterator[list[Child]]:
        """The spans of a pile; a label ending in a colon stays with what follows it."""
        line: list[Child] = []
        filled = labelled = False
        for child in run:
            if isinstance(child, Node) and child.chars:
                if filled and not labelled:
                    yield line
                    line = []
                filled = True
                labelled = self.source[child.start : child.end].split("</")[0].rstrip().endswith(":")
            line.append(child)
        yield line

    def _paragraph(self, run: Children, place: Place) -> list[Block]:
        prose, floats = self.prose_of(run, place)
        text = prose.text(self.base)
        if not text.text:
            if prose.alternatives and prose.start >= 0:
                floats.append(Aside(replace(text, text=" ".join(prose.alternatives)), "metadata"))
            return floats
        if self._only_controls(run, place):
            return [Aside(text, "navigation"), *floats]
        return [Paragraph(text), *floats]

    def _only_controls(self, run: Children, place: Place) -> bool:
        """Are these buttons, and not those that open a part of the content?"""
        buttons = False
        for child in run:
            if isinstance(child, tuple):
                if not self.is_blank(child):
                    return False
            elif child.tag not in _CONTROLS and child.chars:
                return False
            elif child.tag == "button":
                attributes = self.attributes(child)
                if not place.in_furniture and any(name in attributes for name in _OPENS_PANEL):
                    return False
                buttons = True
        return buttons


def _family(tag: str) -> frozenset[str] | None:
    """The parts of a table or list to which an element belongs that should stand in one."""
    if tag in TABLE_PARTS:
        return TABLE_PARTS
    if tag == "li":
        return frozenset(("li",))
    return frozenset(("dt", "dd")) if tag in ("dt", "dd") else None


def _without_anchor(text: Text) -> tuple[Text, Text | None]:
    """A heading without the sign at its start or end that links to itself, and that sign."""
    for mark in text.marks:
        sign = text.text[mark.start : mark.end]
        at_edge = mark.start == 0 or mark.end == len(text.text)
        if (
            mark.kind == "link"
            and mark.target.startswith("#")
            and at_edge
            and not any(map(str.isalnum, sign))
        ):
            cut = mark.end if mark.start == 0 else 0
            kept = text.text[cut : mark.start if cut == 0 else None]
            shift = cut + len(kept) - len(kept.lstrip())
            kept = kept.strip()
            moved = (
                Mark(m.kind, m.start - shift, m.end - shift, m.target) for m in text.marks if m is not mark
            )
            fitting = tuple(m for m in moved if 0 <= m.start < m.end <= len(kept))
            if kept:
                return Text(kept, text.span, fitting), Text(sign, text.span)
    return text, None
