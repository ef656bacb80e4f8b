"""Values read from drafts, each with the field it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ketju.core.model.span import Span


@dataclass(frozen=True, slots=True)
class Reader:
    """What holds for all entries of a document: languages, likeliest first, and whether it writes the month first."""

    languages: tuple[str, ...]
    month_first: bool = False


@dataclass(slots=True)
class Sources:
    """Where the values of an entry were read: attribute → (span, confidence, reason)."""

    found: dict[str, tuple[Span, float, str]] = field(default_factory=dict)

    def note(self, attribute: str, span: Span, confidence: float = 1.0, reason: str = "") -> None:
        """Record the place of a value; the first place of an attribute stays."""
        self.found.setdefault(attribute, (span, confidence, reason))


def unique(items: Sequence[str]) -> tuple[str, ...]:
    """``items`` without repeats, in order."""
    return tuple(dict.fromkeys(item for item in items if item))
