"""The structure tree of a tagged PDF: what the author's program says is a heading, a list, a table.

PDFium shows the part of the tree that a page's content belongs to, with an element's children at the places where
they stand in the file; so parts of different pages are put together by place.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

MAX_NODES = 200_000
MAX_DEPTH = 60
MAX_CHILDREN = 50_000  # of one element
MAX_SPAN = 1_000


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content on a page."""

    page: int
    mcid: int


@dataclass(slots=True)
class Node:
    """An element of the tree: its standard type ("TD") and its children by place, of ``size`` places.

    Children without content on any page are not there.
    """

    kind: str
    children: dict[int, Node | Content] = field(default_factory=dict)
    size: int = 0
    columns: int = 1
    rows: int = 1

    def __iter__(self) -> Iterator[Node | Content]:
        return (self.children[place] for place in sorted(self.children))

    def contents(self) -> Iterator[Content]:
        """All marked content under the element, in order."""
        for child in self:
            if isinstance(child, Content):
                yield child
            else:
                yield from child.contents()


class TreeReader:
    """Puts the tree together page by page."""

    def __init__(self) -> None:
        self.root = Node("")
        self.count = 0

    def add_page(self, page: Any, number: int) -> None:
        """Add what the tree says of a page."""
        tree = raw.FPDF_StructTree_GetForPage(page)
        if not tree:
            return
        try:
            for place in range(min(raw.FPDF_StructTree_CountChildren(tree), MAX_CHILDREN)):
                element = raw.FPDF_StructTree_GetChildAtIndex(tree, place)
                if element:
                    self._add(self.root, place, element, number, 0)
        finally:
            raw.FPDF_StructTree_Close(tree)

    def _add(self, parent: Node, place: int, element: Any, number: int, depth: int) -> None:
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            return
        node = parent.children.get(place)
        if not isinstance(node, Node):
            node = parent.children[place] = Node(_kind(element))
            if node.kind in ("TD", "TH"):
                node.columns, node.rows = _span(element, b"ColSpan"), _span(element, b"RowSpan")
        node.size = min(raw.FPDF_StructElement_CountChildren(element), MAX_CHILDREN)
        for at in range(node.size):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                self._add(node, at, child, number, depth + 1)
            elif (mcid := raw.FPDF_StructElement_GetChildMarkedContentID(element, at)) >= 0:
                node.children[at] = Content(number, mcid)


def _kind(element: Any) -> str:
    length = raw.FPDF_StructElement_GetType(element, None, 0)
    if not 2 < length <= 200:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_StructElement_GetType(element, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _span(element: Any, name: bytes) -> int:
    """An attribute that says over how many columns or rows a cell reaches."""
    number = ctypes.c_float()
    for index in range(min(raw.FPDF_StructElement_GetAttributeCount(element), 20)):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element, index)
        value = raw.FPDF_StructElement_Attr_GetValue(attribute, name) if attribute else None
        if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return int(min(max(number.value, 1), MAX_SPAN))
    return 1
