"""Attributes of WordprocessingML, in the transitional and the strict spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFF = frozenset({"0", "false", "off", "none"})


def attribute(element: _Element | None, name: str = "val") -> str:
    """An attribute of WordprocessingML ("w:val"), whatever the spelling of its namespace; "" when absent."""
    if element is None:
        return ""
    for space in (TRANSITIONAL, STRICT):
        if (value := element.get(f"{{{space}}}{name}")) is not None:
            return value
    return element.get(name, "")


def is_on(element: _Element | None) -> bool | None:
    """A toggle such as ``<w:b/>``: None when it is not there."""
    return None if element is None else attribute(element).lower() not in _OFF
