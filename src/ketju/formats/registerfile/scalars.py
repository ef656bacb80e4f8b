"""Texts as YAML scalars: plain where everybody reads a text, quoted where some YAML reads something else.

Ketju reads every scalar as a text. Other tools do not: for YAML 1.1 a plain NO is false and 1:30 is ninety.
A file that Ketju writes means the same to all of them.
"""

from __future__ import annotations

import json
import re

_WORDS = re.compile(r"y|n|yes|no|true|false|on|off|null|~|<<|=", re.IGNORECASE)
_NUMBERS = re.compile(r"[-+.]?(?:[0-9][0-9a-fA-FxXoO_.,:+\-TtZ ]*|inf|nan)", re.IGNORECASE)
_SPECIAL = re.compile(r":(?=[ \t]|$)|[ \t]#|\t|[ ]$")
_TOKEN = re.compile(r"[^\W_][\w.+/@()-]*(?: [\w.+/@()-]+)*")
_UNPRINTABLE = re.compile(
    "[^\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)


def scalar(text: str, style: str = "", *, flow: bool = False) -> str:
    """A text on one line. ``style`` is the quote to keep if possible; ``flow``: inside brackets."""
    if style == "'" and not _UNPRINTABLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    if style == '"' or not _is_plain(text, flow):
        return double_quoted(text)
    return text


def double_quoted(text: str) -> str:
    """A text in double quotes with every character escaped that is not printed everywhere."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)


def literal(text: str, indent: int) -> list[str] | None:
    """A text of several lines as a literal block, its indicator first; None when quotes are safer."""
    lines = text.split("\n")
    is_ragged = any(line != line.strip() or _UNPRINTABLE.search(line) for line in lines)
    if len(lines) < 2 or is_ragged or not lines[0] or not lines[-1]:
        return None
    return ["|-", *(" " * indent + line if line else "" for line in lines)]


def _is_plain(text: str, flow: bool) -> bool:
    """Whether a text may stand without quotes and is read as a text by every YAML."""
    if not text or _WORDS.fullmatch(text) or _NUMBERS.fullmatch(text) or _UNPRINTABLE.search(text):
        return False
    if flow:
        return _TOKEN.fullmatch(text) is not None
    return (text[0].isalnum() or text[0] in "(/_") and not _SPECIAL.search(text)
