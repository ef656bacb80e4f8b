"""A tolerant tree of an HTML source: unclosed, misnested and orphaned elements as browsers take them, more or less.

Every text of the source is in exactly one node. Built by us, since justhtml took 15 s and 600 MB for a table of 100,000
rows (the limits are 10 s and 512 MiB), html.parser gives neither tree nor offsets, and lxml gives lines only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from ketju.formats.html.elements import BLOCK, CLOSES, HEADINGS, TABLE_PARTS, VOID, walls
from ketju.formats.html.tokens import CLOSE, COMMENT, OPEN, RAW, tokens

MAX_NESTING = 64
MAX_NODES = 800_000
MAX_TOKENS = 3_000_000

HOLDS_BLOCK, HOLDS_TABLE, HOLDS_MAIN, HOLDS_HEADING = 1, 2, 4, 8

_ATTRIBUTE = re.compile(r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")
_LONG_NUMBER = re.compile(r"&#\d{8,}+;?")
_FULL_MAIN = frozenset(("main", "article"))


def decoded(text: str) -> str:
    """``text`` with its character references resolved."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _LONG_NUMBER.sub("\ufffd", text)
    return unescape(text)


class Node:
    """An element, or a comment (tag "#comment"). ``start`` to ``end`` is its source, ``inner`` to ``close`` its inside.

    ``holds`` says what stands somewhere inside; ``chars`` counts the letters of its text, ``linked`` those of its links.
    """

    __slots__ = ("chars", "children", "close", "end", "holds", "inner", "linked", "start", "tag")

    def __init__(self, tag: str, start: int, inner: int) -> None:
        self.tag = tag
        self.start = start
        self.inner = inner
        self.close = inner
        self.end = inner
        self.children: Sequence[Node | tuple[int, int]] = ()
        self.holds = 0
        self.chars = 0
        self.linked = 0

    def append(self, child: Node | tuple[int, int]) -> None:
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def attributes(self, source: str) -> dict[str, str]:
        """Its attributes; names in small letters, the first of several wins."""
        begin = self.start + 1 + len(self.tag)
        if self.inner - begin < 3:
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
    """The tree of ``source``. Nesting beyond the cap is flattened; elements beyond the cap are left as text."""
    builder = _Builder(source)
    cut_at = -1
    for count, (kind, start, end, name) in enumerate(tokens(source, jsx=jsx)):
        if count > MAX_TOKENS or builder.nodes > MAX_NODES:
            cut_at = start
            break
        if kind == OPEN:
            builder.open(name, start, end)
        elif kind == CLOSE:
            builder.shut(name, start, end)
        elif kind == RAW or kind == COMMENT:
            builder.leaf(name or "#comment", start, end)
        else:
            builder.text(start, end)
    builder.finish()
    return Tree(source, builder.root, builder.too_deep, cut_at)


class _Builder:
    def __init__(self, source: str) -> None:
        self.source = source
        self.root = Node("#root", 0, 0)
        self.stack = [self.root]
        self.opened: dict[str, int] = {}
        self.last = 0  # end of the last thing that is no white space
        self.too_deep = -1
        self.nodes = 0

    def text(self, start: int, end: int) -> None:
        node = self.stack[-1]
        part = self.source[start:end]
        if part.isspace():
            if node.tag not in TABLE_PARTS and node.tag != "table":
                node.append((start, end))
            return
        node.append((start, end))
        node.chars += len(part) if len(part) < 40 else len(part.strip())
        self.last = end

    def leaf(self, tag: str, start: int, end: int) -> None:
        node = Node(tag, start, end)
        self.nodes += 1
        if tag not in ("#comment", "svg"):
            node.inner = self.source.index(">", start) + 1
            node.close = self.source.rfind("<", node.inner, end)
            if node.close < 0:
                node.close = end
        self.stack[-1].append(node)
        self.last = end

    def open(self, tag: str, start: int, end: int) -> None:
        component = tag != (lower := tag.lower())
        tag = lower
        if tag in ("html", "body") and self.opened.get(tag):
            self.last = end
            return
        self._make_room(tag)
        node = Node(tag, start, end)
        self.nodes += 1
        self.stack[-1].append(node)
        self.last = end
        if tag in BLOCK:
            self._tell(HOLDS_BLOCK)
            if tag == "table":
                self._tell(HOLDS_TABLE)
            elif tag in _FULL_MAIN:
                self._tell(HOLDS_MAIN)
            elif tag in HEADINGS:
                self._tell(HOLDS_HEADING)
        if tag in VOID or (component and self.source[end - 2] == "/"):
            return
        if len(self.stack) > MAX_NESTING:
            if self.too_deep < 0:
                self.too_deep = start
            return
        self.stack.append(node)
        self.opened[tag] = self.opened.get(tag, 0) + 1

    def _make_room(self, tag: str) -> None:
        """Close what ``tag`` closes."""
        top = self.stack[-1].tag
        if tag in HEADINGS and top in HEADINGS:
            self._pop_to(len(self.stack) - 1)
        elif tag == "table" and (
            top == "table" or (top in TABLE_PARTS and top not in ("td", "th", "caption"))
        ):
            if self.opened.get("table"):
                self.shut("table", self.last, self.last)
        elif tag == "a" and top == "a":
            self._pop_to(len(self.stack) - 1)
        elif top == "head" and tag in BLOCK and tag not in ("noscript", "template"):
            self._pop_to(len(self.stack) - 1)
        rule = CLOSES.get(tag)
        if rule is None:
            return
        closed, barred = rule
        opened = self.opened
        if not any(opened.get(one) for one in closed):
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
        stack = self.stack
        if tag in ("html", "body", "p", "br") and not self.opened.get(tag) or tag in ("html", "body"):
            if tag == "br":
                stack[-1].append(Node("br", start, end))
        elif self.opened.get(tag):
            barred = walls(tag)
            for index in range(len(stack) - 1, 0, -1):
                node = stack[index]
                if node.tag == tag:
                    self._pop_to(index + 1)
                    node.close, node.end = start, end
                    self._drop()
                    break
                if node.tag in barred:
                    break
        self.last = end

    def _pop_to(self, size: int) -> None:
        """Close all open elements from ``size`` on at the end of what has been read."""
        while len(self.stack) > size:
            node = self.stack[-1]
            node.close = node.end = max(self.last, node.inner)
            self._drop()

    def _drop(self) -> None:
        node = self.stack.pop()
        self.opened[node.tag] -= 1
        parent = self.stack[-1]
        parent.chars += node.chars
        parent.linked += node.chars if node.tag in ("a", "button", "select", "option") else node.linked

    def _tell(self, what: int) -> None:
        for node in reversed(self.stack):
            if node.holds & what:
                return
            node.holds |= what

    def finish(self) -> None:
        self._pop_to(1)
        self.root.end = self.root.close = len(self.source)
