"""Lists, nested lists and definition lists of a page."""

from __future__ import annotations

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
    Text,
)
from ketju.core.model.span import TextSpan
from ketju.formats.html.asides import asides
from ketju.formats.html.elements import LISTS
from ketju.formats.html.roles import is_hidden, is_menu, role_tag
from ketju.formats.html.tree import Node

if TYPE_CHECKING:
    from ketju.formats.html.running import Place, Running

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def listing(flow: Running, node: Node, attributes: dict[str, str], place: Place) -> list[Block]:
    """A list; what stands between its items becomes blocks after it. A menu becomes asides."""
    ordered = node.tag == "ol"
    number = _number(attributes.get("start", ""), 1)
    items: list[Item] = []
    rest: list[Block] = []
    for child in node.children:
        if isinstance(child, tuple):
            if not flow.source[child[0] : child[1]].isspace():
                rest += flow.blocks([child], place)
            continue
        own = flow.attributes(child)
        tag = role_tag(child.tag, own)
        if tag == "li":
            number = _number(own.get("value", ""), number)
            marker = f"{_numeral(number, attributes.get('type', '1'))}." if ordered else ""
            items += _item(flow, child, own, place, marker, rest)
            number += 1
        elif tag in LISTS and items:
            # A list that stands beside the item it belongs to.
            last = items[-1]
            items[-1] = replace(last, children=(*last.children, *flow.blocks([child], place)))
        else:
            rest += flow.blocks([child], place)
    made: list[Block] = [Listing(tuple(items), ordered), *rest] if items else rest
    if not place.in_main and not place.in_furniture:
        targets = [mark.target for item in items for mark in item.text.marks if mark.kind == "link"]
        if is_menu(len(items), targets, node):
            return asides(made, "navigation")
    return made


def _item(
    flow: Running, node: Node, attributes: dict[str, str], place: Place, marker: str, rest: list[Block]
) -> list[Item]:
    inner = replace(place, inside="li")
    blocks = flow.blocks(node.children, inner)
    if is_hidden("li", attributes):
        rest += asides(blocks, "hidden")
        return []
    if not node.chars and not blocks:
        return []
    text, children = first_text(blocks)
    if text is None:
        return [Item(Text("", flow.span(node.start, node.inner)), tuple(children), marker)]
    assert isinstance(text.span, TextSpan)
    end = max(node.inner, text.span.end - flow.base) if children else node.end
    return [Item(replace(text, span=flow.span(node.start, end)), tuple(children), marker)]


def first_text(blocks: list[Block]) -> tuple[Text | None, list[Block]]:
    """The text that opens a list item, and the blocks after it. A heading there is the item's text, in bold."""
    for index, block in enumerate(blocks):
        if isinstance(block, Aside) and block.kind != "metadata":
            continue
        others = [*blocks[:index], *blocks[index + 1 :]]
        match block:
            case Paragraph(text) | Aside(text):
                return text, others
            case Heading(text):
                return in_bold(text), others
            case _:
                break
    return None, blocks


def in_bold(text: Text) -> Text:
    """The text, all of it bold."""
    others = tuple(mark for mark in text.marks if mark.kind != "bold")
    return replace(text, marks=(Mark("bold", 0, len(text.text)), *others)) if text.text else text


def definitions(flow: Running, node: Node, place: Place) -> list[Block]:
    """A definition list; several terms before one definition become the lines of one term."""
    found: list[Definition] = []
    rest: list[Block] = []
    term: Text | None = None
    details: list[Block] = []
    for child, tag in _pairs(flow, node):
        if tag == "dt":
            text, floats = flow.text_of(child, place, alternatives=True)
            rest += floats
            if term is not None and not details:
                term = _joined(term, text)
                continue
            if term is not None:
                found.append(Definition(term, tuple(details)))
            term, details = text, []
        elif tag == "dd":
            if term is None:
                term = Text("", flow.span(child.start, child.start))
            details += flow.blocks(child.children, replace(place, inside="li"))
        else:
            rest += flow.blocks([child], place)
    if term is not None:
        found.append(Definition(term, tuple(details)))
    return [Definitions(tuple(found)), *rest] if found else rest


def _pairs(flow: Running, node: Node) -> list[tuple[Node, str]]:
    """The terms and definitions of a list, also those grouped in ``div`` elements, and what else stands there."""
    found: list[tuple[Node, str]] = []
    for child in node.children:
        if isinstance(child, tuple):
            printed = flow.source[child[0] : child[1]].strip()
            if printed:
                start = flow.source.index(printed, child[0])
                loose = Node("p", start, start, [child])
                loose.end = start + len(printed)
                found.append((loose, "p"))
        elif child.tag == "div":
            found += _pairs(flow, child)
        else:
            found.append((child, child.tag))
    return found


def _joined(first: Text, second: Text) -> Text:
    """Two texts as the lines of one."""
    shift = len(first.text) + 1
    moved = (Mark(m.kind, m.start + shift, m.end + shift, m.target) for m in second.marks)
    assert isinstance(first.span, TextSpan) and isinstance(second.span, TextSpan)
    span = TextSpan(first.span.start, second.span.end)
    return Text(f"{first.text}\n{second.text}", span, (*first.marks, *moved))


def _number(written: str, otherwise: int) -> int:
    written = written.strip()
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else otherwise


def _numeral(number: int, kind: str) -> str:
    """A list number as it is printed."""
    if kind in ("a", "A") and 0 < number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 0 < number < 4000:
        made = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            made += letters * count
        return made if kind == "i" else made.upper()
    return str(number)
