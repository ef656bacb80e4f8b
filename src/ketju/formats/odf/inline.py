"""Text inside a paragraph of an OpenDocument file: spans, links, notes, text boxes, comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ketju.formats.elements import child, children, local, whole_number
from ketju.formats.odf.names import TEXT, XLINK, folded
from ketju.formats.odf.styles import PLAIN, Style, Styles
from ketju.formats.runs import LINE_BREAK, Run

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_DEPTH = 60
MAX_SPACES = 200
_SKIPPED = frozenset({"ruby-text", "tracked-changes", "sequence-decls", "event-listeners", "soft-page-break"})
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Format:
    """How text is set; what a span says is laid over what is around it."""

    bold: bool = False
    strike: bool = False
    code: bool = False
    hidden: bool = False
    link: str = ""

    def under(self, style: Style) -> Format:
        """This format with a style laid over it."""
        return Format(
            self.bold if style.bold is None else style.bold,
            self.strike if style.strike is None else style.strike,
            self.code if style.code is None else style.code,
            self.hidden or style.hidden,
            self.link,
        )


@dataclass(slots=True)
class Line:
    """The content of a paragraph: printed runs, hidden runs, and what is anchored in it."""

    runs: list[Run] = field(default_factory=list)
    hidden: list[Run] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    comments: list[_Element] = field(default_factory=list)


class InlineReader:
    """Reads paragraphs; notes are kept with their marks, to be printed after the text."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.base = PLAIN  # of the cell that paragraphs stand in
        self.notes: list[tuple[str, _Element]] = []

    def line(self, paragraph: _Element) -> Line:
        """What stands in a paragraph or heading."""
        line = Line()
        style = self.styles.style("paragraph", paragraph.get(f"{TEXT}style-name"))
        self._walk(paragraph, Format().under(self.base).under(style), line, 0)
        return line

    def _walk(self, element: _Element, format: Format, line: Line, depth: int) -> None:
        _say(folded(element.text), format, line)
        for inner in element:
            if depth < MAX_DEPTH:
                self._inner(local(inner), inner, format, line, depth)
            _say(folded(inner.tail), format, line)

    def _inner(self, name: str, element: _Element, format: Format, line: Line, depth: int) -> None:
        if name == "span":
            style = self.styles.style("text", element.get(f"{TEXT}style-name"))
            self._walk(element, format.under(style), line, depth + 1)
        elif name == "a":
            link = element.get(f"{XLINK}href", "") or format.link
            inside = Format(format.bold, format.strike, format.code, format.hidden, link)
            self._walk(element, inside, line, depth + 1)
        elif name == "s":
            count = whole_number(element.get(f"{TEXT}c", "1"), 1)
            _say(" " * min(max(count, 1), MAX_SPACES), format, line)
        elif name == "tab":
            _say("\t", format, line)
        elif name == "line-break":
            _say("\n", format, line)
        elif name == "note":
            self._note(element, format, line)
        elif name == "annotation":
            line.comments.append(element)
        elif name in ("hidden-text", "hidden-paragraph"):
            _say(folded("".join(map(str, element.itertext()))), Format(hidden=True), line)
        elif name == "text-box":
            line.boxes.append(element)
        elif name not in _SKIPPED:
            self._walk(element, format, line, depth + 1)

    def _note(self, element: _Element, format: Format, line: Line) -> None:
        citation = child(element, "note-citation")
        mark = "" if citation is None else "".join(map(str, citation.itertext())).translate(_SUPERSCRIPT)
        self.notes += [(mark, body) for body in children(element, "note-body")]
        _say(mark, format, line)


def _say(text: str, format: Format, line: Line) -> None:
    if not text:
        return
    runs = line.hidden if format.hidden else line.runs
    runs.append(
        LINE_BREAK if text == "\n" else Run(text, format.bold, format.strike, format.code, format.link)
    )
