"""Running text: what is printed of a stretch of inline markup, with its bold parts, links and line breaks."""

from __future__ import annotations

import re

from ketju.core.model.document import Mark, MarkKind, Text
from ketju.core.model.span import TextSpan

_SPACES = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Prose:
    """Printed text under construction: white space folded as browsers fold it, line breaks as newlines."""

    __slots__ = ("alternatives", "end", "last", "marks", "open_marks", "parts", "raised", "size", "start")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.last = ""
        self.marks: list[Mark] = []
        self.open_marks: list[tuple[MarkKind, int, str]] = []
        self.start = -1
        self.end = -1
        self.alternatives: list[str] = []
        self.raised = 0

    def cover(self, start: int, end: int) -> None:
        """The text's source reaches from ``start`` to ``end``, too."""
        if self.start < 0:
            self.start = start
        self.end = max(self.end, end)

    def add(self, text: str) -> None:
        """Text with references resolved; white space is folded, raised digits stay apart from the word before."""
        if self.raised and not ("[" in text or "(" in text):
            text = text.translate(_RAISED)
        self._put(_SPACES.sub(" ", text))

    def add_lines(self, text: str) -> None:
        """Preformatted text: spaces and line breaks stay as they are."""
        for index, line in enumerate(text.split("\n")):
            if index:
                self.line_break()
            if line.strip():
                self.parts.append(line)
                self.size += len(line)
                self.last = line[-1]

    def _put(self, text: str) -> None:
        if not text.isascii():
            text = _UNSEEN.sub("", text)
        if self.last in ("", " ", "\n"):
            text = text.lstrip(" ")
        if text:
            self.parts.append(text)
            self.size += len(text)
            self.last = text[-1]

    def line_break(self) -> None:
        """A new line, unless the text stands at the start of one."""
        if self.last not in ("", "\n"):
            self.parts.append("\n")
            self.size += 1
            self.last = "\n"

    def last_is(self, letter: str) -> bool:
        """Does the text end with ``letter``, spaces apart?"""
        return bool(self.parts) and "".join(self.parts[-2:]).rstrip().endswith(letter)

    def begin(self, kind: MarkKind, target: str = "") -> None:
        self.open_marks.append((kind, self.size, target))

    def finish(self) -> None:
        """End the mark that began last."""
        kind, start, target = self.open_marks.pop()
        if start < self.size:
            self.marks.append(Mark(kind, start, self.size, target))

    def text(self, base: int, start: int = -1, end: int = -1) -> Text:
        """The text; its span is what it covers or, when given, ``start`` to ``end``, shifted by ``base``."""
        while self.open_marks:
            self.finish()
        if start < 0:
            start, end = max(self.start, 0), max(self.end, self.start, 0)
        span = TextSpan(base + start, base + end)
        whole = "".join(self.parts)
        if " \n" in whole:
            return _without_line_ends(whole, self.marks, span)
        return _trimmed(whole, self.marks, span)


def _without_line_ends(whole: str, marks: list[Mark], span: TextSpan) -> Text:
    """The text without spaces at the ends of its lines; the marks move with it."""
    gone: list[int] = []
    kept: list[str] = []
    for at, letter in enumerate(whole):
        gone.append(len(kept))
        if not (letter == " " and whole.startswith("\n", at + 1)):
            kept.append(letter)
    gone.append(len(kept))
    moved = [Mark(m.kind, gone[m.start], gone[m.end], m.target) for m in marks]
    return _trimmed("".join(kept), moved, span)


def _trimmed(whole: str, marks: list[Mark], span: TextSpan) -> Text:
    text = whole.strip()
    if not marks:
        return Text(text, span)
    if len(marks) == 1 and len(text) == len(whole):
        only = marks[0]
        if not text[only.start].isspace() and not text[only.end - 1].isspace():
            return Text(text, span, (only,))
    cut, made = len(whole) - len(whole.lstrip()), list[Mark]()
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        start, end = max(0, mark.start - cut), min(len(text), mark.end - cut)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            continue
        before = made[-1] if made else None
        if before and before.kind == mark.kind and before.target == mark.target:
            if end <= before.end:
                continue
            if not text[before.end : start].strip():
                start = made.pop().start
        made.append(Mark(mark.kind, start, end, mark.target))
    return Text(text, span, tuple(made))


def plain_prose(raw: str, base: int, start: int, end: int) -> Text:
    """The text of a source without any markup in it."""
    text = _SPACES.sub(" ", raw).strip()
    return Text(text if text.isascii() else _UNSEEN.sub("", text), TextSpan(base + start, base + end))
