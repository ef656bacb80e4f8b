"""Purpose, data, data subjects, conditions and what varies."""

from __future__ import annotations

import re
from functools import lru_cache

from ketju.core.model.register import AccessLevel, Condition, DataCategory, Words
from ketju.core.reading.draft import Draft, Field
from ketju.core.reading.interpret.values import Sources, unique
from ketju.core.reading.texts import flat
from ketju.core.vocabulary.categories import data_terms, purpose_terms, split_enumeration
from ketju.core.vocabulary.conditions import condition_in
from ketju.core.vocabulary.phrases import has

_CLAUSE = re.compile(r"\(([^()]*)\)|[^.;()]+")
_BULLET = re.compile(r"^[\s•·–-]+")


def purpose_field(draft: Draft) -> Field | None:
    """The field that says what the company does."""
    return draft.first("purpose", "function")


def read_purpose(draft: Draft, sources: Sources) -> str:
    """The purpose as printed; several fields of the same kind are put together in order."""
    fields = draft.all("purpose") or draft.all("function")
    for field in fields:
        sources.note_field("purpose", field)
    return " – ".join(unique([flat(field.text.text) for field in fields]))


def read_data(draft: Draft, sources: Sources) -> tuple[DataCategory, ...]:
    """Categories of data as printed with their DPV-PD terms: lines are items, one line is split at its commas. L-8."""
    found: list[DataCategory] = []
    for field in draft.all("data"):
        sources.note_field("data", field)
        found += _categories(field.text.text, field.listed)
    return tuple(found)


@lru_cache(maxsize=4096)
def _categories(text: str, listed: bool) -> tuple[DataCategory, ...]:
    """The same cell stands in many rows: its categories are made once."""
    return tuple(DataCategory(item, data_terms(item)) for item in items_of(text, listed))


def items_of(text: str, listed: bool) -> list[str]:
    """What a cell enumerates: its lines, or the parts of its one line."""
    rows = lines_of(text)
    return rows if len(rows) > 1 or listed else split_enumeration(text)


def lines_of(text: str) -> list[str]:
    """The lines of a cell without bullets in front."""
    return [flat(_BULLET.sub("", row)) for row in text.split("\n") if row.strip()]


def read_data_subjects(draft: Draft) -> tuple[str, ...]:
    """The people whose data they are, one by one."""
    return unique([item for f in draft.all("data_subjects") for item in items_of(f.text.text, f.listed)])


def purposes_read(draft: Draft) -> tuple[str, ...]:
    """DPV purposes named in the purpose, the function, or printed among the data."""
    return unique(
        [
            term
            for field in draft.all("purpose", "function", "data")
            for term in purpose_terms(flat(field.text.text))
        ]
    )


def read_condition(draft: Draft, sources: Sources, language: str) -> Condition | None:
    """The condition under which the company is used at all, as the clause that states it. L-10."""
    for field in draft.all("condition"):
        text = flat(field.text.text)
        if stated := condition_in(text):
            sources.note("condition", field.text.span)
            return Condition(Words(((language, text),)), stated[0])
    for field in draft.all("purpose", "function", "data", "note", "name"):
        text = flat(field.text.text)
        if condition := condition_within(text, language):
            sources.note("condition", field.text.span, 0.8, "guess.condition")
            return condition
    return None


def condition_within(text: str, language: str) -> Condition | None:
    """The condition that a clause of a text states."""
    stated = condition_in(text)
    if stated is None:
        return None
    kind, match = stated
    clause = next(c for c in _CLAUSE.finditer(text) if c.start() <= match.start < c.end())
    return Condition(Words(((language, (clause[1] or clause[0]).strip(" ,–—-")),)), kind)


def varies(draft: Draft) -> bool:
    """Whether the entry says that something differs from customer to customer. L-11."""
    return any(has(flat(field.text.text), "varies.customer") for field in draft.fields)


def read_access(draft: Draft) -> AccessLevel:
    """How deep the company can look, when the list says so."""
    for field in draft.all("access_level", "customer_data", "data", "function", "note"):
        text = flat(field.text.text)
        for meaning, level in (
            ("access.none", "none"),
            ("access.metadata", "metadata"),
            ("access.full", "content"),
        ):
            if has(text, meaning):
                return level  # type: ignore[return-value]
    return "unknown"
