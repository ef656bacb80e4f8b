"""What the parts of a reader of lines ask of the parser that calls them."""

from __future__ import annotations

from typing import Protocol

from ketju.core.model.document import Block, ReadProblem, Text
from ketju.formats.lines import Line


class LineParser(Protocol):
    """Parses lines to blocks: a part, such as a table, gives it the lines that stand within."""

    source: str
    problems: list[ReadProblem]

    def parse(self, lines: list[Line]) -> list[Block]:
        """The blocks in some lines."""

    def text(self, lines: list[Line]) -> Text:
        """The printed text of a paragraph."""
