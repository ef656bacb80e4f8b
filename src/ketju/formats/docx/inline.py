"""Text inside a paragraph of a Word document: runs, links, fields, tracked changes, text boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ketju.formats.docx.names import attribute, is_on
from ketju.formats.docx.styles import Styles, is_code_font
from ketju.formats.elements import child, local
from ketju.formats.package import Relationship
from ketju.formats.runs import LINE_BREAK, Run

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_DEPTH = 60
MAX_FIELDS = 50
_RELATIONSHIP_ID = re.compile(r"\{http://[^}]*officeDocument/(?:2006/)?relationships\}id")
_FIELD_WORD = re.compile(r'\\([a-z])|"([^"]*)"|([^\s"]+)', re.IGNORECASE)
_SYMBOLS = {
    "F0FC": "✓",
    "F0FE": "☑",
    "F0A8": "☐",
    "F0FB": "✗",
    "F0FD": "☒",
    "F0B7": "•",
    "F0A7": "▪",
    "F0E0": "→",
}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_GONE = frozenset({"del", "moveFrom"})
_IGNORED = frozenset({"rPr", "pPr", "rt", "delInstrText", "sdtPr", "sdtEndPr", "annotationRef", "binData"})


@dataclass(frozen=True, slots=True)
class Format:
    """How text is set; what a run says is laid over what its paragraph says."""

    bold: bool = False
    strike: bool = False
    code: bool = False
    hidden: bool = False
    link: str = ""


@dataclass(slots=True)
class Line:
    """The content of a paragraph: printed runs, hidden and deleted runs, and text boxes anchored in it."""

    runs: list[Run] = field(default_factory=list)
    hidden: list[Run] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A complex field: what it says to do, until its result begins, and the link that it makes."""

    instruction: str = ""
    shows: bool = False
    link: str = ""


class InlineReader:
    """Reads paragraphs of one part, in order: a field may begin in one and end in another."""

    def __init__(self, styles: Styles, links: Mapping[str, Relationship]) -> None:
        self.styles, self.links = styles, links
        self.notes: dict[tuple[str, str], str] = {}  # (kind, id) → printed mark, in order of reference
        self._fields: list[_Field] = []

    def line(self, paragraph: _Element, bold: bool, code: bool, hidden: bool) -> Line:
        """What stands in a paragraph whose style is bold, code or hidden."""
        line = Line()
        self._walk(paragraph, Format(bold=bold, code=code, hidden=hidden), line, 0)
        return line

    def _walk(self, element: _Element, format: Format, line: Line, depth: int) -> None:
        for inner in element if depth < MAX_DEPTH else ():
            name = local(inner)
            if name == "r":
                self._walk(inner, self._run_format(inner, format), line, depth + 1)
            elif name in ("t", "delText"):
                self._say(inner.text or "", format, line)
            elif name in _CHARACTERS:
                self._say(_CHARACTERS[name], format, line)
            elif name == "instrText":
                self._instruct(inner.text or "")
            elif name in _IGNORED:
                continue
            elif name == "fldChar":
                self._field_mark(inner, format, line)
            elif name == "AlternateContent":
                self._choose(inner, format, line, depth)
            elif name == "txbxContent":
                line.boxes.append(inner)
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(name, inner, format, line)
            elif name == "sym":
                self._say(_SYMBOLS.get(attribute(inner, "char").upper(), ""), format, line)
            else:
                self._walk(inner, self._inner_format(name, inner, format), line, depth + 1)

    def _say(self, text: str, format: Format, line: Line) -> None:
        """Add text, unless it belongs to the instruction of a field."""
        if not text or not all(field.shows for field in self._fields):
            return
        link = next((field.link for field in reversed(self._fields) if field.link), format.link)
        run = LINE_BREAK if text == "\n" else Run(text, format.bold, format.strike, format.code, link)
        (line.hidden if format.hidden else line.runs).append(run)

    def _instruct(self, words: str) -> None:
        if self._fields and not self._fields[-1].shows:
            self._fields[-1].instruction += words

    def _run_format(self, run: _Element, base: Format) -> Format:
        properties = child(run, "rPr")
        if properties is None or not len(properties):
            return base
        style = self.styles[attribute(child(properties, "rStyle"))]
        own = {local(inner): inner for inner in properties}
        bold, strike = is_on(own.get("b")), is_on(own.get("strike")) or is_on(own.get("dstrike"))
        inherited = style.bold if style.bold is not None else base.bold
        return Format(
            bold=inherited if bold is None else bold,
            strike=base.strike or bool(strike),
            code=base.code or style.code or is_code_font(attribute(own.get("rFonts"), "ascii").lower()),
            hidden=base.hidden or style.hidden or bool(is_on(own.get("vanish"))),
            link=base.link,
        )

    def _inner_format(self, name: str, element: _Element, format: Format) -> Format:
        """The format inside a link, a simple field or a tracked change."""
        link = format.link
        if name == "hyperlink":
            link = self._target(element) or link
        elif name == "fldSimple":
            link = _link_of_field(attribute(element, "instr")) or link
        hidden = format.hidden or name in _GONE
        return Format(format.bold, format.strike, format.code, hidden, link)

    def _target(self, element: _Element) -> str:
        anchor = attribute(element, "anchor")
        for name, value in element.attrib.items():
            if _RELATIONSHIP_ID.fullmatch(str(name)) and str(value) in self.links:
                target = self.links[str(value)].target
                return f"{target}#{anchor}" if anchor and "#" not in target else target
        return f"#{anchor}" if anchor else ""

    def _field_mark(self, element: _Element, format: Format, line: Line) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin" and len(self._fields) < MAX_FIELDS:
            if (box := child(element, "ffData", "checkBox")) is not None:
                ticked = is_on(child(box, "checked"))
                self._say(
                    "☒" if (is_on(child(box, "default")) if ticked is None else ticked) else "☐", format, line
                )
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
            self._fields[-1].link = _link_of_field(self._fields[-1].instruction)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _choose(self, element: _Element, format: Format, line: Line, depth: int) -> None:
        """Of the alternatives for one content, the first that holds text."""
        for option in element:
            found = Line()
            self._walk(option, format, found, depth + 1)
            if found.runs or found.boxes or found.hidden:
                line.runs += found.runs
                line.hidden += found.hidden
                line.boxes += found.boxes
                return

    def _refer(self, name: str, element: _Element, format: Format, line: Line) -> None:
        kind = name.removesuffix("Reference")
        key = (kind, attribute(element, "id"))
        count = sum(1 for known, _ in self.notes if known == kind)
        mark = self.notes.setdefault(key, str(count + 1).translate(_SUPERSCRIPT))
        if not is_on_attribute(element, "customMarkFollows"):
            self._say(mark, format, line)
        else:
            self.notes[key] = ""


def is_on_attribute(element: _Element, name: str) -> bool:
    """A toggle written as an attribute."""
    return attribute(element, name).lower() in ("1", "true", "on")


def _link_of_field(instruction: str) -> str:
    """The target of a HYPERLINK field: HYPERLINK "address" \\l "anchor" \\o "tip"."""
    words = _FIELD_WORD.findall(instruction)
    if not words or words[0][2].upper() != "HYPERLINK":
        return ""
    address, anchor, switch = "", "", ""
    for letter, quoted, bare in words[1:]:
        if switch == "l":
            anchor = quoted or bare
        elif not switch and not letter:
            address = address or quoted or bare
        switch = letter.lower() if letter.lower() in ("l", "o", "t") else ""
    return f"{address}#{anchor}" if anchor else address
