"""Attribute names of OpenDocument, and its white space."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketju.formats.elements import whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_BASE = "urn:oasis:names:tc:opendocument:xmlns"
TEXT = f"{{{_BASE}:text:1.0}}"
TABLE = f"{{{_BASE}:table:1.0}}"
STYLE = f"{{{_BASE}:style:1.0}}"
OFFICE = f"{{{_BASE}:office:1.0}}"
FO = f"{{{_BASE}:xsl-fo-compatible:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"
_SPACES = re.compile(r"[ \t\r\n]+")


def folded(text: str | None) -> str:
    """Text as OpenDocument prints it: a run of white space is one space."""
    return _SPACES.sub(" ", text) if text else ""


def times(element: _Element, name: str, limit: int) -> int:
    """How often an element is repeated or how far it spans, from 1 to ``limit``."""
    value = element.get(TABLE + name)
    return min(max(whole_number(value, 1), 1), limit) if value else 1
