"""Numbers of list items as letters, Roman numerals and digits."""

from __future__ import annotations

_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_HUNDREDS = ("", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm")
MAX_ROMAN = 999
MAX_LETTERS = 780


def numeral(count: int, form: str) -> str:
    """A count as ``form`` shows 1: "a", "A", "i", "I" or "01"; in digits for every other form or a large count."""
    label = str(count)
    if form in ("a", "A") and 0 < count <= MAX_LETTERS:
        turn, letter = divmod(count - 1, 26)
        label = chr(ord("a") + letter) * (turn + 1)
    elif form in ("i", "I") and 0 < count <= MAX_ROMAN:
        label = _HUNDREDS[count // 100] + _TENS[count // 10 % 10] + _ONES[count % 10]
    elif form == "01":
        label = f"{count:02d}"
    return label.upper() if form.isupper() else label
