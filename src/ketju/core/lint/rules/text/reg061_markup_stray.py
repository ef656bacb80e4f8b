"""Markup stands in the text.

What: tags, entities, or marks of Markdown are printed as letters, or a line of dashes where a row should be.
Why: the page was made by pasting; readers stumble, and programs lose what follows the broken mark.
Fix: remove the markup, or let the page render it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.lint.texts import entry_texts
from ketju.core.model.span import Span, TextSpan

_TAG = re.compile(
    r"</?(?:ul|ol|li|p|br|div|span|b|i|em|strong|a|table|tr|td|th|h[1-6])(?:\s[^<>]*)?/?>", re.I
)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|#\d{2,5}|#x[0-9a-f]{2,5});", re.I)
_MARK = re.compile(r"\*\*\S|\]\(https?:|\{\{|\}\}")
_RULE = re.compile(r"^-{3,}(?:\t-{3,})+$", re.M)
"""A row of dashes with tabs between was copied from a page; people who type tables use blanks."""


def check(subject: Subject) -> Iterator[Observation]:
    """Markup in the printed texts of entries, and in the lines of a source that is plain text."""
    told: set[Span] = set()
    first_mark = cache(_first_mark)
    for entry in subject.register.entries:
        for path, text in entry_texts(entry):
            words = first_mark(text)
            if words:
                span = subject.span_of_words(path, words)
                told |= {span} if span else set()
                yield Observation(path, {"words": words.strip()}, span=span)
    if subject.document is not None and subject.document.format == "plain":
        yield from _in_lines(subject, told)


def _first_mark(text: str) -> str:
    found = _TAG.search(text) or _ENTITY.search(text) or _MARK.search(text)
    return found.group() if found else ""


def _in_lines(subject: Subject, told: set[Span]) -> Iterator[Observation]:
    """Tags in the lines that are no field, and rows of dashes."""
    for part in subject.parts:
        found = _TAG.search(part.text) if part.kind in ("markup", "unread", "prose") else None
        if found:
            span = subject.narrowed(part.span, found.group())
            if span not in told:
                yield Observation("", {"words": found.group()}, span=span)
    for row in _RULE.finditer((subject.document and subject.document.source) or ""):
        words = row.group().partition("\t")[0]
        yield Observation("", {"words": words}, span=TextSpan(row.start(), row.end()))


RULE = Rule("REG061", "markup-stray", "warning", ("L-14",), check)
