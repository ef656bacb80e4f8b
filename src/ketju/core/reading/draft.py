"""What was found before it is interpreted: records of named fields, each a printed text with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ketju.core.model.document import Text
from ketju.core.model.span import Span
from ketju.core.reading.outline import Section
from ketju.core.reading.texts import follows, joined
from ketju.core.vocabulary.phrases import has


@dataclass(slots=True)
class Field:
    """A field of a draft: ``key`` is a label of the vocabulary ("purpose"), ``header`` what the source calls it.

    ``confidence`` below 1 marks a guess; ``reason`` is the message key that says why. ``listed`` says that the text
    is made of items of a list, one on each line. ``more`` are the places of what was added to the text later.
    """

    key: str
    text: Text
    header: str = ""
    confidence: float = 1.0
    reason: str = ""
    listed: bool = False
    more: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every place that the text was put together from."""
        return (self.text.span, *self.more)

    def extend(self, text: Text, glue: str = " ") -> None:
        """Let the text go on with another; its place is one only when the two stand right after each other."""
        before = self.text.span
        whole = joined(self.text, text, glue)
        if not self.more and follows(before, text.span, len(glue)):
            self.text = whole
        else:
            self.text = replace(whole, span=before)
            self.more += (text.span,)


@dataclass(slots=True)
class Draft:
    """An entry as found: its fields, the headings it stands under (outermost first) and rows it refers to."""

    fields: list[Field]
    path: tuple[Text, ...] = ()
    confidence: float = 1.0
    reason: str = ""

    def all(self, *keys: str) -> list[Field]:
        """The fields with one of ``keys`` that have a text, in order."""
        return [f for f in self.fields if f.key in keys and f.text.text.strip()]

    def first(self, *keys: str) -> Field | None:
        """The first field of the first of ``keys`` that has a text."""
        for key in keys:
            for found in self.all(key):
                return found
        return None

    def add(self, key: str, text: Text, header: str = "", confidence: float = 1.0, reason: str = "") -> None:
        """Add a field."""
        self.fields.append(Field(key, text, header, confidence, reason))


class Settled(Draft):
    """A draft that nobody changes any more: fields are found by their key, without a look at the others."""

    __slots__ = ("_by_key",)

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.fields, draft.path, draft.confidence, draft.reason)
        self._by_key: dict[str, list[Field]] = {}
        for one in draft.fields:
            if one.text.text.strip():
                self._by_key.setdefault(one.key, []).append(one)

    def all(self, *keys: str) -> list[Field]:
        """The fields with one of ``keys`` that have a text, in order."""
        known = [self._by_key[key] for key in keys if key in self._by_key]
        if len(known) > 1:
            return super().all(*keys)
        return [*known[0]] if known else []

    def first(self, *keys: str) -> Field | None:
        """The first field of the first of ``keys`` that has a text."""
        for key in keys:
            if key in self._by_key:
                return self._by_key[key][0]
        return None


PLACES = ("place", "storage_place", "backup_place", "access_place")
"""Fields that say where data are."""


def settle(drafts: Sequence[Draft]) -> None:
    """Settle what fields of a list mean that can mean two things."""
    _settle_services(drafts)
    _settle_regions(drafts)


def _settle_regions(drafts: Sequence[Draft]) -> None:
    """A region is the customers' where its header says so, or others say where data are; else it says that."""
    told = any(draft.first(*PLACES) for draft in drafts)
    for draft in drafts:
        for found in draft.all("region"):
            if told or has(found.header, "reference.customers"):
                found.key = "customer_region"


def _settle_services(drafts: Sequence[Draft]) -> None:
    """Where no draft has a purpose, a field "Service" is one: it tells what the company does."""
    if any(draft.first("purpose", "function") for draft in drafts):
        return
    for draft in drafts:
        for found in draft.all("service"):
            found.key, found.confidence, found.reason = "purpose", 0.8, "guess.service"


@dataclass(slots=True)
class Reference:
    """A line or row that stands for a group of companies listed elsewhere ("uses the shared MTA")."""

    text: Text
    path: tuple[Text, ...] = ()


@dataclass(slots=True)
class Found:
    """A structure of the document that may be (part of) the list.

    ``score`` is the evidence that it lists sub-processors; ``kind`` names the layout; ``sections`` are those whose
    headings are the entries; ``signature`` the fields of a table's columns.
    """

    kind: str
    score: float
    drafts: list[Draft] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    headers: list[Text] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    unread: list[tuple[Text, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    signature: tuple[str, ...] = ()
