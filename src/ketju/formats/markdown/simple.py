"""Inline Markdown of the common kind, read without the parser: ten times as fast, and the same result."""

from __future__ import annotations

import re

from ketju.formats.html.prose import Prose
from ketju.formats.html.tree import decoded

_PLAIN = r"[^\\`*_\[\]<&!~{\n]"
_PIECE = re.compile(
    rf"""
      ((?:{_PLAIN}|(?<=[^\W_])_++(?=[^\W_])|&(?!\#?\w+;)|!(?!\[)|(?<!~)~(?!~)|<(?=[\s\d=]))++)
    | \[((?:{_PLAIN}|&(?!\#?\w+;)|(?<=[^\W_])_++(?=[^\W_]))++)\]\(([^\s()<>\\&]++)\)
    | \*\*(?=\w)((?:{_PLAIN})*[\w%€$])\*\*(?!\*)
    | \*\*(?=\w)((?:{_PLAIN})+[^\s\\`*_\[\]<&!~{{])\*\*(?=\s|$|[.,;:)])
    | `([^`\n]++)`(?!`)
    | (&(?:\#\d{{1,7}}|\#[xX][\da-fA-F]{{1,6}}|[A-Za-z][A-Za-z\d]{{1,31}});)
    | <(https?://[^\s<>]++)>
    | (<[bB][rR][ ]?/?>)
    | (\n)
    """,
    re.VERBOSE,
)


def simple_prose(raw: str) -> Prose | None:
    """The text of ``raw``, or None when there is markup in it that takes the parser."""
    prose = Prose()
    at, size = 0, len(raw)
    while at < size:
        match = _PIECE.match(raw, at)
        if match is None:
            return None
        plain, label, target, bold, other_bold, code, reference, address, *_ = match.groups()
        if plain is not None:
            prose.add(plain)
        elif label is not None:
            prose.begin("link", target)
            prose.add(label)
            prose.finish()
        elif bold is not None or other_bold is not None:
            prose.begin("bold")
            prose.add(bold or other_bold)
            prose.finish()
        elif code is not None:
            prose.begin("code")
            prose.add(code)
            prose.finish()
        elif reference is not None:
            prose.add(decoded(reference))
        elif address is not None:
            prose.begin("link", address)
            prose.add(address)
            prose.finish()
        else:
            prose.line_break()
        at = match.end()
    return prose
