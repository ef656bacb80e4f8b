"""Texts with places for what differs by recipient: taken apart once, put together for each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from ketju.web.apps.notices.problems import ValueMissing

PLACES = ("customer", "link", "reply", "post", "reference")
"""What may differ by recipient: the name of the customer, the address of its page, where answers go; on paper the
address for answers by post, and what they should mention.
"""
Part = tuple[str, str]
"""A piece of text, and the name of the place that follows it, "" for none."""


def braced(text: str) -> str:
    """Content in a text with places: its braces are not those of a place."""
    return text.replace("{", "{{").replace("}", "}}")


def parts_of(text: str) -> tuple[Part, ...]:
    """A text taken apart. Raises ValueMissing for a place that nothing is put into."""
    found = []
    try:
        for piece, name, form, conversion in Formatter().parse(text):
            if name is not None and (name not in PLACES or form or conversion):
                raise ValueMissing(name=name)
            found.append((piece, name or ""))
    except ValueError:
        raise ValueMissing(name="{") from None
    return tuple(found)


def filled(parts: tuple[Part, ...], values: Mapping[str, str], shown: Callable[[str], str] = str) -> str:
    """The text of one recipient. Raises ValueMissing where a value is not there or empty."""
    found = []
    for piece, name in parts:
        found.append(piece)
        if name:
            value = values.get(name, "")
            if not value:
                raise ValueMissing(name=name)
            found.append(shown(value))
    return "".join(found)
