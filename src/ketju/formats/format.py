"""What a format is: how it is recognised and how its bytes become a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from ketju.core.model.document import Document


@dataclass(frozen=True)
class Source:
    """Bytes as received, with the name they came under (for messages and as a hint to the format)."""

    data: bytes
    name: str = ""

    @cached_property
    def decoded(self) -> tuple[str, str]:
        """(text, encoding). Newlines are made ``\\n``; nothing else is changed."""
        from ketju.formats.decoding import decode

        return decode(self.data)

    @property
    def text(self) -> str:
        """The decoded text."""
        return self.decoded[0]

    @property
    def suffix(self) -> str:
        """The extension of the name in small letters, with its dot, or ""."""
        _, dot, ending = self.name.rpartition(".")
        return f".{ending.lower()}" if dot and "/" not in ending else ""


@dataclass(frozen=True)
class Format:
    """An input format.

    ``recognise`` gives 0 to 1 for how sure it is that the source is of this format, from the content alone (the
    extension counts apart). ``read`` gives the document; it raises a Problem when the source is broken as a whole.
    Binary formats are read in a child process with limits on time and memory. ``rows`` gives, one by one, where rows,
    items and records seem to begin in a text, so that more than are read are refused before they are parsed;
    ``running`` counts the code points outside tables, to the same end.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    recognise: Callable[[Source], float]
    read: Callable[[Source], Document]
    binary: bool = False
    rows: Callable[[str], Iterable[object]] | None = None
    running: Callable[[str], int] | None = None
