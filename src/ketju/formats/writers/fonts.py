"""Characters that a font lacks, put into words that it has, so that a document for print says them all the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_OF_FLAG = 0x1F1E6
_JOINERS = re.compile("[\u200d\ufe00-\ufe0f]")
_PAGE = 256
"""So many characters of a kind stand together; a font that lacks one seldom has the others."""


def without(text: str, lacks: Callable[[str], bool]) -> str:
    """``text`` with flags as the letters they are made of, and every other character that ``lacks`` by its name.

    >>> without("\U0001f1eb\U0001f1ee Acme \u2605", lambda sign: sign > "\u2000")
    'FI Acme [black star]'
    >>> without("\u4e2d\u6587", lambda sign: sign > "\u2000")
    '[U+4E2D U+6587]'
    """
    if any(lacks(sign) for sign in _FLAG.findall(text)[:1] for sign in sign):
        text = _FLAG.sub(_letters, text)
    pieces: list[str] = []
    missing: list[str] = []
    for sign in _JOINERS.sub("", text) if any(map(lacks, text)) else text:
        if lacks(sign):
            missing.append(sign)
            continue
        pieces += [_named(missing), sign]
        missing = []
    return "".join([*pieces, _named(missing)])


def alike(sign: str) -> Callable[[str], bool]:
    """Whether another character is of the writing, or the page of signs, that ``sign`` is of."""
    writing = _writing(sign)
    return lambda other: _writing(other) == writing


def _writing(sign: str) -> str:
    if unicodedata.category(sign)[0] == "L":
        return unicodedata.name(sign, "?").split()[0].split("-")[0]
    return str(ord(sign) // _PAGE)


def _letters(flag: re.Match[str]) -> str:
    return "".join(chr(ord(letter) - _FIRST_OF_FLAG + ord("A")) for letter in flag[0])


def _named(signs: list[str]) -> str:
    if not signs:
        return ""
    if any(unicodedata.category(sign)[0] == "L" for sign in signs):
        return f"[{' '.join(f'U+{ord(sign):04X}' for sign in signs)}]"
    return "".join(f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]" for sign in signs)
