"""A footnote and its mark have lost each other.

What: a note at the foot has a mark that no entry carries, or an entry carries a mark that no note explains.
Why: nobody can tell whom the note is about; often it holds the safeguard of a transfer.
Fix: put the mark at each name that the note is about, and the note below the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.result import Part

_NOTE = re.compile(r"^\s*([*†‡]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹])\s*(?=\w)")
_ANCHOR = re.compile(r"(?<=[\w.)])\s?([*†‡]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹])(?=[\s).,;|(]|$)")
_SOURCES = frozenset({"plain", "html", "csv", "xlsx", "xls", "ods", "docx", "odt", "pdf"})
"""Formats in which a star is no markup of its own."""


def check(subject: Subject) -> Iterator[Observation]:
    """Notes without an anchor, and anchors without a note, by mark."""
    if subject.document is None or subject.document.format not in _SOURCES:
        return
    notes: dict[str, Part] = {}
    for part in subject.parts:
        found = _NOTE.match(part.text)
        if found and len(part.text.split()) > FEWEST:
            notes.setdefault(found[1], part)
    anchors: dict[str, Part] = {}
    for part in subject.parts:
        if part.kind in ("field", "header", "heading"):
            for mark in _ANCHOR.findall(part.text):
                anchors.setdefault(mark, part)
    for mark, part in notes.items():
        if mark not in anchors:
            yield Observation("", {"mark": mark}, span=part.span, variant="unused")
    for mark, part in anchors.items():
        if mark not in notes:
            yield Observation("", {"mark": mark}, span=part.span, variant="unexplained")


FEWEST = 3
"""A note has more words than this."""


RULE = Rule("REG065", "footnote-broken", "warning", ("L-12",), check, needs_source=True)
