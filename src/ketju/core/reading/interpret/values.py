"""Values read from drafts, each with the field it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ketju.core.model.span import Span
from ketju.core.reading.draft import Field


@dataclass(frozen=True, slots=True)
class Reader:
    """What holds for all entries of a document: languages, likeliest first, and whether it writes the month first."""

    languages: tuple[str, ...]
    month_first: bool = False


@dataclass(slots=True)
class Origin:
    """Where a value was read: its spans in the order of reading, and the least sure of its guesses."""

    spans: list[Span]
    confidence: float
    reason: str


@dataclass(slots=True)
class Sources:
    """Where the values of an entry were read, by attribute."""

    found: dict[str, Origin] = field(default_factory=dict)

    def note(self, attribute: str, span: Span, confidence: float = 1.0, reason: str = "") -> None:
        """Record a place of a value, in addition to those known; the value is as sure as its least sure part."""
        known = self.found.get(attribute)
        if known is None:
            self.found[attribute] = Origin([span], confidence, reason)
            return
        if span not in known.spans:
            known.spans.append(span)
        if confidence < known.confidence:
            known.confidence, known.reason = confidence, reason

    def note_field(self, attribute: str, field: Field) -> None:
        """Record every place of the text of a field."""
        for span in field.spans:
            self.note(attribute, span, field.confidence, field.reason)


def unique(items: Sequence[str]) -> tuple[str, ...]:
    """``items`` without repeats, in order."""
    return tuple(dict.fromkeys(item for item in items if item))
