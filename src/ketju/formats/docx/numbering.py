"""Numbering of lists in a Word document: which level is ordered, and what stands before each item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketju.formats.docx.names import attribute
from ketju.formats.elements import child, local, whole_number
from ketju.formats.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_LEVEL = 8
_UNORDERED = frozenset({"bullet", "none"})
_FORMS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I", "decimalZero": "01"}
_ASCII_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "o": "◦"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the number format, the pattern of the label ("%1.") and where counting starts."""

    form: str = "bullet"
    pattern: str = "•"
    start: int = 1
    indent: int = 0

    @property
    def ordered(self) -> bool:
        """Whether items are counted."""
        return self.form not in _UNORDERED


class Numbering:
    """The lists that a document declares, and counters for those in use."""

    def __init__(self, root: _Element | None) -> None:
        abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self._kind: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                abstract[attribute(element, "abstractNumId")] = _levels(element)
        for element in root if root is not None else ():
            if local(element) == "num":
                self._declare(element, abstract)

    def _declare(self, element: _Element, abstract: dict[str, dict[int, Level]]) -> None:
        list_id, kind = attribute(element, "numId"), attribute(child(element, "abstractNumId"))
        levels = dict(abstract.get(kind, {}))
        for override in element:
            if local(override) == "lvlOverride":
                levels.update(_levels(override))
                self._kind[list_id] = list_id
        self._lists[list_id] = levels
        self._kind.setdefault(list_id, f"kind {kind}")

    def level(self, list_id: str, level: int) -> Level:
        """How a level of a list is set; a bullet when the document does not say."""
        return self._lists.get(list_id, {}).get(level, Level())

    def group(self, list_id: str) -> str:
        """The list that items belong to: Word may use several ids for what is counted on as one list."""
        return self._kind.get(list_id, list_id)

    def next_label(self, list_id: str, level: int) -> str:
        """The label of the next item on a level, counting it."""
        setting, group = self.level(list_id, level), self.group(list_id)
        for deeper in range(level + 1, MAX_LEVEL + 1):
            self._counts.pop((group, deeper), None)
        count = self._counts.get((group, level), setting.start - 1) + 1
        self._counts[group, level] = count
        if not setting.ordered:
            return _ASCII_BULLETS.get(setting.pattern, setting.pattern)
        label = setting.pattern
        for place in range(level + 1):
            at = self._counts.get((group, place), self.level(list_id, place).start)
            label = label.replace(
                f"%{place + 1}", numeral(at, _FORMS.get(self.level(list_id, place).form, "1"))
            )
        return label.strip()


def _levels(element: _Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for inner in element:
        if local(inner) != "lvl":
            continue
        number = min(max(whole_number(attribute(inner, "ilvl")), 0), MAX_LEVEL)
        indent = attribute(child(inner, "pPr", "ind"), "left") or attribute(
            child(inner, "pPr", "ind"), "start"
        )
        found[number] = Level(
            form=attribute(child(inner, "numFmt")) or "decimal",
            pattern=attribute(child(inner, "lvlText")),
            start=whole_number(attribute(child(inner, "start")), 1),
            indent=whole_number(indent),
        )
    return found
