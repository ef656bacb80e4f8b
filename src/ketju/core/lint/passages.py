"""Every text that rules about wording look at: the register's own, its entries', and the prose of the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ketju.core.lint.subject import Subject
from ketju.core.lint.texts import entry_texts, register_texts
from ketju.core.model.span import Span

_PROSE = frozenset({"prose", "note", "heading", "other list", "other table", "unread"})


class Passage(NamedTuple):
    """A text with the path of its value, "" for prose of the source, which has a ``span``."""

    path: str
    text: str
    span: Span | None = None


def passages(subject: Subject) -> Iterator[Passage]:
    """The texts of the entries by path, then the prose of the source; of a register file, its own texts instead."""
    for entry in subject.register.entries:
        for path, text in entry_texts(entry):
            yield Passage(path, text)
    prose = [part for part in subject.parts if part.kind in _PROSE]
    for part in prose:
        yield Passage("", part.text, part.span)
    if not prose:
        for path, text in register_texts(subject.register):
            yield Passage(path, text)


def place_of(subject: Subject, passage: Passage, words: str) -> Span | None:
    """Where ``words`` of a passage stand in the source."""
    if passage.span is not None:
        return subject.narrowed(passage.span, words)
    return subject.span_of_words(passage.path, words)
