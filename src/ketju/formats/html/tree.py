"""A tolerant tree of an HTML source: unclosed, misnested and orphaned elements as browsers take them, more or less.

Every text of the source is in exactly one node. Built by us, since justhtml took 15 s and 600 MB for a table of 100,000
rows (the limits are 10 s and 512 MiB), html.parser gives neither tree nor offsets, and lxml gives lines only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from ketju.formats.html.elements import BLOCK, CLOSES, HEADINGS, KNOWN, TABLE_PARTS, VOID, names, walls
from ketju.formats.html.tokens import CLOSE, OPEN, RAW_ELEMENTS, TEXT, tokens

MAX_NESTING = 64
MAX_ELEMENTS = 750_000
"""Elements that are read; those on lines of their own count twice, since they become blocks. A table of 100,000 rows
with 4 cells each has 500,000."""
MAX_TOKENS = 3_000_000

HOLDS_BLOCK, HOLDS_TABLE, HOLDS_MAIN, HOLDS_HEADING = 1, 2, 4, 8

_ATTRIBUTE = re.compile(r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")
_LONG_NUMBER = re.compile(r"&#\d{8,}+;?")
_TELLS = {
    "table": HOLDS_BLOCK | HOLDS_TABLE, "main": HOLDS_BLOCK | HOLDS_MAIN, "article": HOLDS_BLOCK | HOLDS_MAIN,
    **dict.fromkeys(HEADINGS, HOLDS_BLOCK | HOLDS_HEADING),
}  # fmt: skip
_NO_SPACE = names("table tr tbody thead tfoot colgroup")
_QUIET = (TABLE_PARTS - {"tr"}) | {
    "noscript",
    "template",
    "select",
    "option",
    "optgroup",
    "textarea",
    "datalist",
}
_BETWEEN_CELLS = (TABLE_PARTS | {"table"}) - {"td", "th", "caption"}
_OF_HEAD = names("base basefont bgsound link meta noscript script style template title")
_ONCE = frozenset(("html", "body"))
_LINKS = names("a button select option")


def decoded(text: str) -> str:
    """``text`` with its character references resolved."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _LONG_NUMBER.sub("\ufffd", text)
    return unescape(text)


class Node:
    """An element, comment ("#comment") or doctype ("#doctype") from ``start`` to ``end``; ``inner`` ends its start tag.

    ``holds`` says what stands somewhere inside; ``chars`` counts the letters of its text, ``linked`` those in links.
    """

    __slots__ = ("chars", "children", "end", "holds", "inner", "linked", "start", "tag")

    def __init__(
        self, tag: str, start: int, inner: int, children: Sequence[Node | tuple[int, int]] = ()
    ) -> None:
        self.tag = tag
        self.start = start
        self.inner = inner
        self.end = inner
        self.children = children
        self.holds = 0
        self.chars = 0
        self.linked = 0

    def append(self, child: Node | tuple[int, int]) -> None:
        if self.children:
            self.children.append(child)  # type: ignore[attr-defined]
        else:
            self.children = [child]

    def attributes(self, source: str) -> dict[str, str]:
        """Its attributes; names in small letters, the first of several wins."""
        begin = self.start + 1 + len(self.tag)
        if self.inner - begin < 3 or self.tag[0] == "#":
            return {}
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(source, begin, self.inner - 1):
            found.setdefault(name.lower(), decoded(double or single or bare))
        return found


@dataclass(frozen=True, slots=True)
class Tree:
    """The root of a source. ``too_deep`` and ``cut_at`` are the places where the caps were met, or -1."""

    source: str
    root: Node
    too_deep: int
    cut_at: int


def tree_from_source(source: str, *, jsx: bool = False) -> Tree:
    """The tree of ``source``. Nesting beyond the cap is flattened; what follows the last element read is left out."""
    builder = _Builder(source)
    cut_at = -1
    left = MAX_TOKENS
    for kind, start, end, name in tokens(source, jsx=jsx):
        left -= 1
        if left < 0 or builder.elements > MAX_ELEMENTS:
            cut_at = start
            break
        if kind == OPEN:
            builder.open(name, start, end)
        elif kind == CLOSE:
            builder.shut(name.lower(), start, end)
        elif kind == TEXT:
            builder.text(start, end)
        else:
            builder.leaf(name, start, end)
    builder.finish()
    return Tree(source, builder.root, builder.too_deep, cut_at)


class _Builder:
    """Takes the tokens in order. ``last`` is the end of the last thing that is no white space."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root = Node("#root", 0, 0)
        self.top = self.root
        self.stack = [self.root]
        self.opened: dict[str, int] = {}
        self.last = 0
        self.too_deep = -1
        self.elements = 0

    def text(self, start: int, end: int) -> None:
        part = self.source[start:end]
        top = self.top
        if part.isspace():
            if top.tag not in _NO_SPACE:
                top.append((start, end))
            return
        top.append((start, end))
        printed = len(part.rstrip())
        top.chars += printed
        self.last = start + printed

    def leaf(self, tag: str, start: int, end: int) -> None:
        """A node in which no markup is read."""
        self.elements += 1
        inner = self.source.index(">", start, end) + 1 if tag[0] != "#" else end
        node = Node(tag, start, inner)
        node.end = end
        self.top.append(node)
        self.last = end

    def open(self, name: str, start: int, end: int) -> None:
        tag = name if name in KNOWN else name.lower()
        opened = self.opened
        if tag in _ONCE and opened.get(tag):
            self.last = end
            return
        self._make_room(tag)
        self.elements += 1
        node = Node(tag, start, end)
        self.top.append(node)
        self.last = end
        if tag in BLOCK and tag not in _QUIET:
            self.elements += tag != "tr"
            self._tell(_TELLS.get(tag, HOLDS_BLOCK))
        if tag in VOID or tag in RAW_ELEMENTS or (tag not in KNOWN and self.source[end - 2] == "/"):
            return
        if len(self.stack) > MAX_NESTING:
            if self.too_deep < 0:
                self.too_deep = start
            return
        self.stack.append(node)
        self.top = node
        opened[tag] = opened.get(tag, 0) + 1

    def _make_room(self, tag: str) -> None:
        """Close what ``tag`` closes."""
        top = self.top.tag
        if (
            (top in HEADINGS and tag in HEADINGS)
            or (top == "a" == tag)
            or (top == "head" and tag not in _OF_HEAD)
        ):
            self._pop_to(len(self.stack) - 1)
        elif tag == "table" and top in _BETWEEN_CELLS and self.opened.get("table"):
            self.shut("table", self.last, self.last)
        rule = CLOSES.get(tag)
        if rule is None:
            return
        closed, barred = rule
        opened = self.opened
        for one in closed:
            if opened.get(one):
                break
        else:
            return
        found = 0
        for index in range(len(self.stack) - 1, 0, -1):
            name = self.stack[index].tag
            if name in closed:
                found = index
            elif name in barred:
                break
        if found:
            self._pop_to(found)

    def shut(self, tag: str, start: int, end: int) -> None:
        """An end tag: closes the nearest open element of its name; one without such an element is passed over."""
        if tag in _ONCE or not self.opened.get(tag):
            if tag == "br":
                self.top.append(Node("br", start, end))
            self.last = end
            return
        stack = self.stack
        if self.top.tag == tag:
            self.top.end = end
            self._drop()
            return
        barred = walls(tag)
        for index in range(len(stack) - 1, 0, -1):
            node = stack[index]
            if node.tag == tag:
                self._pop_to(index + 1)
                node.end = self.last = end
                self._drop()
                return
            if node.tag in barred:
                self.last = end
                return

    def _pop_to(self, size: int) -> None:
        """Close all open elements from ``size`` on at the end of what has been read."""
        while len(self.stack) > size:
            self.top.end = max(self.last, self.top.inner)
            self._drop()

    def _drop(self) -> None:
        node = self.stack.pop()
        self.opened[node.tag] -= 1
        self.top = parent = self.stack[-1]
        if node.chars:
            parent.chars += node.chars
            parent.linked += node.chars if node.tag in _LINKS else node.linked

    def _tell(self, what: int) -> None:
        """Let the open elements know what stands inside."""
        for node in reversed(self.stack):
            if node.holds & what == what:
                return
            node.holds |= what

    def finish(self) -> None:
        self._pop_to(1)
        self.root.end = len(self.source)
