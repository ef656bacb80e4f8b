"""Styles of an OpenDocument file: bold, struck through, hidden, code, font size, and the kinds of lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ketju.formats.elements import child, children, local, whole_number
from ketju.formats.odf.names import FO, STYLE, TABLE, TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_STYLES = 20_000
_CODE_STYLES = frozenset({"Source_20_Text", "Preformatted_20_Text", "Teletype"})
_CODE_FONTS = ("courier", "consolas", "menlo", "monaco", "liberation mono", "dejavu sans mono", "noto mono")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its parents included; None where it says nothing. ``size`` is in points."""

    bold: bool | None = None
    strike: bool | None = None
    code: bool | None = None
    hidden: bool = False
    size: float = 0.0
    title: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How items of one level are marked: counted when ``form`` is a number format ("1", "a", "I")."""

    form: str = ""
    before: str = ""
    after: str = ""
    bullet: str = "•"
    start: int = 1


class Styles:
    """Styles by family and name, of the parts ``styles.xml`` and ``content.xml``."""

    def __init__(self, *roots: _Element | None) -> None:
        self._elements: dict[tuple[str, str], _Element] = {}
        self._known: dict[tuple[str, str], Style] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        for root in roots:
            for holder in ("styles", "automatic-styles", "master-styles"):
                for element in (kept for part in children(root, holder) for kept in part):
                    self._keep(element)

    def _keep(self, element: _Element) -> None:
        kind, name = local(element), element.get(f"{STYLE}name", "")
        if len(self._elements) + len(self._lists) >= MAX_STYLES:
            return
        if kind == "style":
            self._elements[element.get(f"{STYLE}family", ""), name] = element
        elif kind == "list-style":
            self._lists[name] = {level: setting for level, setting in map(_list_level, element) if level}

    def style(self, family: str, name: str | None) -> Style:
        """A style with what it inherits; one that inherits from itself ends where it began."""
        if not name:
            return PLAIN
        chain: list[tuple[str, str]] = []
        at = (family, name)
        while at in self._elements and at not in self._known and at not in chain:
            chain.append(at)
            at = (family, self._elements[at].get(f"{STYLE}parent-style-name", ""))
        style = self._known.get(at, PLAIN)
        if at not in self._elements:
            style = _by_name(at[1])
        for step in reversed(chain):
            style = self._known[step] = _with(style, self._elements[step], step[1])
        return style

    def list_level(self, name: str, level: int) -> ListLevel:
        """How a level (from 1) of a list style marks its items."""
        return self._lists.get(name, {}).get(level, ListLevel())

    def list_of_style(self, name: str | None) -> str:
        """The list style that a paragraph style puts its paragraphs in."""
        element = self._elements.get(("paragraph", name or ""))
        return element.get(f"{STYLE}list-style-name", "") if element is not None else ""

    def is_shown(self, family: str, name: str | None) -> bool:
        """Whether a table or sheet with this style is displayed."""
        element = self._elements.get((family, name or ""))
        return element is None or all(
            properties.get(f"{TABLE}display") != "false"
            for properties in children(element, "table-properties")
        )


def _with(base: Style, element: _Element, name: str) -> Style:
    properties = child(element, "text-properties")
    named = _by_name(name)
    style = replace(base, code=base.code or named.code, title=base.title or named.title)
    if properties is None:
        return style
    weight, line = (
        properties.get(f"{FO}font-weight", ""),
        properties.get(f"{STYLE}text-line-through-style", ""),
    )
    font = (
        (properties.get(f"{STYLE}font-name") or properties.get(f"{FO}font-family") or "").strip("'").lower()
    )
    return replace(
        style,
        bold=weight in ("bold", "600", "700", "800", "900") if weight else base.bold,
        strike=line != "none" if line else base.strike,
        code=style.code or font.startswith(_CODE_FONTS),
        hidden=base.hidden or properties.get(f"{TEXT}display") == "none",
        size=_points(properties.get(f"{FO}font-size", "")) or base.size,
    )


def _by_name(name: str) -> Style:
    return Style(code=name in _CODE_STYLES or None, title=name == "Title")


def _points(size: str) -> float:
    try:
        return min(float(size.removesuffix("pt")), 1000.0) if size.endswith("pt") else 0.0
    except ValueError:
        return 0.0


def _list_level(element: _Element) -> tuple[int, ListLevel]:
    level = whole_number(element.get(f"{TEXT}level", "0"))
    if local(element) == "list-level-style-number":
        form = element.get(f"{STYLE}num-format", "")
        before, after = element.get(f"{STYLE}num-prefix", ""), element.get(f"{STYLE}num-suffix", "")
        return level, ListLevel(
            form, before, after, "", whole_number(element.get(f"{TEXT}start-value", "1"), 1)
        )
    return level, ListLevel(bullet=element.get(f"{TEXT}bullet-char", "•"))
