"""HTML as values: what is not ``Markup`` is text, and text is escaped. Nothing else makes tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import quote, urlsplit


class Markup(str):
    """Text that is HTML already. Templates that ask for ``__html__`` take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Itself."""
        return str(self)


Child: TypeAlias = "str | Iterable[Child] | None"
"""Markup, text to be escaped, nothing, or several of them."""

Attribute: TypeAlias = "str | int | bool | None"

EMPTY = Markup("")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})

_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that HTML does not allow."""
_NEEDS = re.compile("[&<>\"'\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def escaped(text: str) -> Markup:
    """Text as HTML, in content and in quoted attributes; a character that HTML forbids becomes U+FFFD."""
    if isinstance(text, Markup):
        return text
    if not _NEEDS.search(text):
        return Markup(text)
    return Markup(_FORBIDDEN.sub("\ufffd", text).translate(_SPECIAL))


def el(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element. ``class_`` and ``aria_label`` are written ``class`` and ``aria-label``; None and False are left out.

    >>> el("a", "Acme & Co", href="x.html")
    '<a href="x.html">Acme &amp; Co</a>'
    """
    opening = f"<{name}{_attributes(attributes)}>" if attributes else f"<{name}>"
    if name in VOID:
        return Markup(opening)
    return Markup(f"{opening}{_inner(children)}</{name}>")


def joined(children: Iterable[Child], between: str = "") -> Markup:
    """Children one after another, those that are empty left out."""
    parts = [escaped(child) if isinstance(child, str) else _inner((child,)) for child in children]
    return Markup(escaped(between).join([part for part in parts if part]))


def link_target(address: str) -> str:
    """The address if a page may link to it: http, https or mailto and nothing hidden in it; else ""."""
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    hidden = any(c.isspace() or ord(c) < 32 for c in address)
    return "" if hidden or scheme not in SAFE_SCHEMES else address


def path_part(name: str) -> str:
    """A name as one part of a relative address."""
    return quote(name, safe="-._~+")


def _attributes(attributes: dict[str, Attribute]) -> str:
    found = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        found.append(f" {name}" if value is True else f' {name}="{escaped(str(value))}"')
    return "".join(found)


def _inner(children: Iterable[Child]) -> str:
    """Children one after another; what is Markup already, which is most, goes the short way."""
    parts: list[str] = []
    for child in children:
        if type(child) is Markup:
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escaped(child))
        elif child is not None:
            parts.append(_inner(child))
    return "".join(parts)
