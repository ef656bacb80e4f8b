"""Arrays and objects written out in code (``export const vendors = [{ name: "Acme" }]`` of MDX) as records."""

from __future__ import annotations

import re

from ketju.core.model.document import Block, Record, Records
from ketju.formats.structured.json_scan import NotJson, blocks_of

_ASSIGNED = re.compile(r"=\s*(?:\{\s*(?=\[)|(?=[\[{]))")
MAX_LITERALS = 20
"""So many literals of one piece of code are looked at."""


def literals_in(source: str, start: int, end: int, base: int = 0) -> list[Block]:
    """The sequences of records assigned to names in the code from ``start`` to ``end``; [] for code that holds none.

    Places are those in ``source`` plus ``base``. Code that is more than a literal (calls, markup) is left alone.
    """
    found: list[Block] = []
    for number, match in enumerate(_ASSIGNED.finditer(source, start, end)):
        stop = _closing(source, match.end(), end)
        if stop is None or number >= MAX_LITERALS:
            continue
        try:
            blocks, _ = blocks_of(" " * (base + match.end()) + source[match.end() : stop])
        except NotJson:
            continue
        found += [block for block in blocks if isinstance(block, Record | Records) and _holds_records(block)]
    return found


def _holds_records(block: Record | Records) -> bool:
    values = block.items if isinstance(block, Records) else tuple(value for _, value in block.pairs)
    return any(isinstance(value, Record | Records) for value in values)


def _closing(source: str, start: int, end: int) -> int | None:
    """Where the bracket at ``start`` is closed, quoted text left out of account."""
    depth, quote, at = 0, "", start
    while at < end:
        letter = source[at]
        if quote:
            at += letter == "\\"
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in "[{(":
            depth += 1
        elif letter in "]})":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return None
