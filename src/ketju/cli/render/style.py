"""How much the terminal can show: its width, bold and colours, lines."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

COLUMNS = 100
"""The width where nobody says how wide the output is, and the widest that is good to read."""

WIDEST = 140
NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Style:
    """Width and marks of the output. Without ``colour`` nothing but text is written."""

    columns: int = COLUMNS
    colour: bool = False
    rule: str = "─"
    bullet: str = "•"
    tick: str = "✓"
    cross: str = "✗"
    band: str = "▸ "

    def bold(self, text: str) -> str:
        """Text that is more than its neighbours."""
        return self._with(text, "1")

    def strong(self, text: str) -> str:
        """Text that heads others."""
        return self._with(text, "1;36")

    def dim(self, text: str) -> str:
        """Text that is less than its neighbours."""
        return self._with(text, "2")

    def _with(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self.colour and text else text


def style_for(stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Style:
    """The style for a stream: colours on a terminal only, and not where NO_COLOR is set (no-color.org)."""
    stream = stream or sys.stdout
    is_terminal = stream.isatty()
    plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
    wide = COLUMNS
    if environment.get("COLUMNS", "").isdigit() or is_terminal:
        wide = shutil.get_terminal_size((COLUMNS, 24)).columns
    marks = ("─", "•", "✓", "✗", "▸ ") if _can_write("─•✓✗▸", stream) else ("-", "*", " ok", " !!", "> ")
    return Style(max(NARROWEST, min(wide, WIDEST)), is_terminal and not plain, *marks)


def _can_write(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
