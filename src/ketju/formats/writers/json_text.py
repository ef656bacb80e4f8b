"""Plain data as JSON text, piece by piece: a long list never stands in memory as a whole.

The text is what ``json.dumps(data, ensure_ascii=False, indent=2)`` gives. That one is written in Python, too, as soon
as it has to indent, and keeps every bracket and comma as a string of its own until the end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import Any

_STEP = "  "


def json_pieces(members: Mapping[str, Any]) -> Iterator[str]:
    """The text of an object, and a line break. A member that is an iterator is a list, made item by item."""
    opening = "{"
    for name, value in members.items():
        head = f"{opening}\n{_STEP}{encode_basestring(name)}: "
        if isinstance(value, Iterator):
            yield head
            yield from _items(value)
        else:
            yield head + _text(value, "\n" + _STEP)
        opening = ","
    yield "{}\n" if opening == "{" else "\n}\n"


def _items(values: Iterator[Any]) -> Iterator[str]:
    """A list inside the object, one piece for each item."""
    line = "\n" + _STEP * 2
    opening = "["
    for value in values:
        yield opening + line + _text(value, line)
        opening = ","
    yield "[]" if opening == "[" else f"\n{_STEP}]"


def _text(value: Any, line: str) -> str:
    """The text of a value; ``line`` is the line break with the indentation that it stands at."""
    found: list[str] = []
    _add(value, line, found.append)
    return "".join(found)


def _add(value: Any, line: str, add: Callable[[str], None]) -> None:
    if isinstance(value, str):
        add(encode_basestring(value))
    elif isinstance(value, dict) and value:
        inner = line + _STEP
        opening = "{"
        for name, one in value.items():
            add(f"{opening}{inner}{encode_basestring(name)}: ")
            _add(one, inner, add)
            opening = ","
        add(line + "}")
    elif isinstance(value, list | tuple) and value:
        inner = line + _STEP
        opening = "["
        for one in value:
            add(opening + inner)
            _add(one, inner, add)
            opening = ","
        add(line + "]")
    elif value is None:
        add("null")
    elif type(value) is int:
        add(str(value))
    else:
        add(json.dumps(value))
