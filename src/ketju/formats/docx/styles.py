"""Styles of a Word document: heading levels, bold, hidden, lists, as inherited by ``basedOn``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ketju.formats.docx.names import attribute, is_on
from ketju.formats.elements import child, local, whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_STYLES = 5_000
BODY_LEVEL = 9  # w:outlineLvl of text that is no heading
# Built-in names are written in English by Word; other programs write what their users see.
_HEADING_NAME = re.compile(
    r"(?:heading|headline|überschrift|otsikko|rubrik|titre|título|titulo|titolo|kop|overskrift|nagłówek|nadpis|"
    r"заголовок|címsor|titlu|pealkiri|antraštė|virsraksts|naslov|見出し|标题|標題)\s*([1-9])",
    re.IGNORECASE,
)
_CONTENTS_NAME = re.compile(r"(?:toc|contents|sisluet|verzeichnis)\s*\d|toc heading", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its ancestors included. ``level`` is 0 for text that is no heading."""

    level: int = 0
    bold: bool | None = None
    hidden: bool = False
    code: bool = False
    contents: bool = False
    list_id: str = ""
    list_level: int | None = None
    indent: int = 0


PLAIN = Style()


class Styles:
    """All styles of a document by id. Styles that inherit from themselves end where they began."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        for element in root if root is not None else ():
            if local(element) != "style" or len(self._elements) >= MAX_STYLES:
                continue
            style_id = attribute(element, "styleId")
            self._elements.setdefault(style_id, element)
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in (
                "1",
                "true",
                "on",
            ):
                self.default = style_id

    def __getitem__(self, style_id: str) -> Style:
        if style_id in self._known:
            return self._known[style_id]
        chain: list[str] = []
        at = style_id
        while at in self._elements and at not in chain and at not in self._known:
            chain.append(at)
            at = attribute(child(self._elements[at], "basedOn"))
        style = self._known.get(at, PLAIN)
        for step in reversed(chain):
            style = self._known[step] = _with(style, self._elements[step])
        if style_id not in self._elements:
            style = replace(
                PLAIN, level=_level_by_name(style_id), contents=bool(_CONTENTS_NAME.match(style_id))
            )
            self._known[style_id] = style
        return style

    def sets_first_row_apart(self, style_id: str) -> bool:
        """Whether a table style, or one it is based on, has a look of its own for the first row."""
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            element = self._elements[style_id]
            if any(local(part) == "tblStylePr" and attribute(part, "type") == "firstRow" for part in element):
                return True
            style_id = attribute(child(element, "basedOn"))
        return False


def _with(base: Style, element: _Element) -> Style:
    name = attribute(child(element, "name"))
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    bold, numbering = is_on(child(run, "b")), child(paragraph, "numPr")
    outline, list_level = attribute(child(paragraph, "outlineLvl")), attribute(child(numbering, "ilvl"))
    level = base.level or _level_by_name(name)
    if outline:
        level = _level_of_outline(outline)
    font = attribute(child(run, "rFonts"), "ascii").lower()
    return Style(
        level=level,
        bold=base.bold if bold is None else bold,
        hidden=base.hidden or is_on(child(run, "vanish")) is True,
        code=base.code or is_code_font(font),
        contents=base.contents or bool(_CONTENTS_NAME.match(name)),
        list_id=attribute(child(numbering, "numId")) or base.list_id,
        list_level=whole_number(list_level) if list_level else base.list_level,
        indent=left_indent(paragraph, base.indent),
    )


def is_code_font(font: str) -> bool:
    """Whether a font is one that people set code in."""
    return font.startswith(("courier", "consolas", "menlo", "monaco")) or font.endswith((" mono", " code"))


def left_indent(properties: _Element | None, default: int = 0) -> int:
    """The left indent of a paragraph in twentieths of a point."""
    element = child(properties, "ind")
    value = attribute(element, "left") or attribute(element, "start")
    return whole_number(value, default) if value else default


def heading_level(properties: _Element | None, style: Style) -> int:
    """The heading level of a paragraph, 0 for none: its own outline level counts before its style's."""
    own = attribute(child(properties, "outlineLvl"))
    return _level_of_outline(own) if own else style.level


def _level_of_outline(value: str) -> int:
    level = whole_number(value, BODY_LEVEL)
    return level + 1 if 0 <= level < BODY_LEVEL else 0


def _level_by_name(name: str) -> int:
    if name.lower() in ("title", "titel", "otsikko", "titre", "título", "titolo"):
        return 1
    found = _HEADING_NAME.match(name)
    return int(found.group(1)) if found else 0
