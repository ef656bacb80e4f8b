"""Small questions to XML elements, whatever the namespace of their names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_SANE = 10**6


def local(element: _Element) -> str:
    """The name of an element without its namespace; "" for an entity or a comment."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first child by local name, then its child, and so on."""
    for name in path:
        if element is None:
            return None
        for inner in element:
            if local(inner) == name:
                element = inner
                break
        else:
            return None
    return element


def children(element: _Element | None, name: str) -> list[_Element]:
    """The children by local name."""
    return [] if element is None else [inner for inner in element if local(inner) == name]


def whole_number(value: str, default: int = 0) -> int:
    """A number as XML writes it, kept to a sane size."""
    try:
        return max(-_SANE, min(_SANE, round(float(value))))
    except (ValueError, OverflowError):
        return default
