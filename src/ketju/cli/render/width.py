"""How wide text is on a terminal, and how it is wrapped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

ELLIPSIS = "…"
_BREAK_AFTER = "-/,;:|@_"
"""Where a word that is too long may be broken, before it is simply cut."""


def width(text: str) -> int:
    """The columns that ``text`` takes: two for East Asian letters and emoji, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """``text`` filled up with blanks."""
    return text + " " * max(0, columns - width(text))


def shorten(text: str, columns: int) -> str:
    """``text`` on one line, cut to fit, with an ellipsis where something was cut."""
    text = " ".join(printable(text).split())
    if width(text) <= columns:
        return text
    return _cut(text, columns - 1)[0].rstrip() + ELLIPSIS


def printable(text: str) -> str:
    """``text`` without what would move the cursor or colour the terminal: a list is somebody else's text."""
    if text.isprintable():
        return text
    return "".join(c if c in "\n\t" or not _is_control(c) else "�" for c in text)


def _is_control(character: str) -> bool:
    category = unicodedata.category(character)
    is_bidi = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    return category == "Cc" or is_bidi


def wrap(text: str, columns: int) -> list[str]:
    """The lines of ``text``, none wider than ``columns``; its own line breaks stay."""
    lines = [line for own in printable(text).splitlines() for line in _wrapped(own, columns)]
    return lines or [""]


def _wrapped(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if width(joined) <= columns:
            line = joined
            continue
        if line and (width(word) <= columns or width(line) > columns // 2):
            yield line
            line = word
        else:
            line = joined
        while width(line) > columns:
            head, line = _cut(line, columns)
            yield head.rstrip()
            line = line.lstrip()
    if line:
        yield line


def _cut(text: str, columns: int) -> tuple[str, str]:
    """``text`` in two, the first part no wider than ``columns``: after a mark in its second half, or anywhere."""
    used, end = 0, 0
    for end, character in enumerate(text):  # noqa: B007
        used += _columns(character)
        if used > columns:
            break
    else:
        return text, ""
    end = max(end, 1)
    marks = [at + 1 for at in range(end // 2, end) if text[at] in _BREAK_AFTER]
    at = marks[-1] if marks and len(text) > end else end
    return text[:at], text[at:]


def longest_word(text: str) -> int:
    """The width of the widest word."""
    return max((width(word) for word in printable(text).split()), default=0)
