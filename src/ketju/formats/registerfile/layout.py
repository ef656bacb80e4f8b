"""A text that is changed at places: edits are collected against the text as it was and made all at once."""

from __future__ import annotations

from collections.abc import Sequence as Lines

from ketju.formats.registerfile.nodes import Mapping, Node, Scalar, Sequence


class Layout:
    """Edits to a text. Offsets are those of the text before any edit; edits must not overlap."""

    def __init__(self, text: str) -> None:
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._is_open_ended = not text.endswith("\n")
        self.text = text + self.newline * self._is_open_ended
        self._edits: list[tuple[int, int, str]] = []

    def line_start(self, at: int) -> int:
        """Where the line begins that ``at`` is in."""
        return self.text.rfind("\n", 0, at) + 1

    def next_line(self, at: int) -> int:
        """Where the line begins that follows the one ``at`` is in."""
        return self.text.index("\n", at) + 1

    def is_blank(self, line_start: int) -> bool:
        """Whether the line that begins there has nothing in it."""
        return line_start < len(self.text) and not self.text[line_start : self.next_line(line_start)].strip()

    def content_end(self, node: Node) -> int:
        """Where the last character of a node is over: before comments, empty lines and its line's end.

        The empty lines after a block scalar that keeps them (``|+``) are its content.
        """
        match node:
            case Mapping(flow=False) if node.pairs:
                return self.content_end(node.pairs[-1][1])
            case Sequence(flow=False) if node.items:
                return self.content_end(node.items[-1])
            case Scalar(style="|" | ">"):
                header = self.text[node.start : self.next_line(node.start)]
                if "+" in header:
                    return max(node.start + 1, node.end - len(self.line_break_before(node.end)))
                return node.start + len(self.text[node.start : node.end].rstrip())
        return node.end

    def line_break_before(self, at: int) -> str:
        """The line break that ends at ``at``, "" when there is none."""
        return next((br for br in ("\r\n", "\n") if self.text.endswith(br, 0, at)), "")

    def replace(self, start: int, end: int, new: str) -> None:
        """Put ``new`` where ``start`` to ``end`` was."""
        self._edits.append((start, end, new))

    def insert_lines(self, at: int, lines: Lines[str]) -> None:
        """Put lines at the start of a line."""
        self.replace(at, at, "".join(line + self.newline for line in lines))

    def delete_lines(self, start: int, end: int) -> None:
        """Take out the lines that ``start`` to ``end`` touches, and one of two empty lines that then meet."""
        first, after = self.line_start(start), self.next_line(end)
        if first and self.is_blank(self.line_start(first - 1)) and self.is_blank(after):
            after = self.next_line(after)
        self.replace(first, after, "")

    def changed(self) -> str:
        """The text with all edits made; those at one place in the order in which they came."""
        found, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            found += [self.text[at:start], new]
            at = max(at, end)
        text = "".join([*found, self.text[at:]])
        return text.removesuffix(self.newline) if self._is_open_ended else text
