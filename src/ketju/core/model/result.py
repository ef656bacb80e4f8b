"""What reading a document gives: the register, where each value stands, what was not read, what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketju.core.model.document import ReadProblem
from ketju.core.model.register import Register
from ketju.core.model.span import Span

PartKind = Literal[
    "field",
    "heading",
    "prose",
    "navigation",
    "other table",
    "other list",
    "code",
    "metadata",
    "markup",
    "note",
    "reference",
    "header",
    "unread",
]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the value at ``path`` ("entries/slack/purpose") stands in the source, and how sure the reading is.

    A value that was put together from several places has the others in ``more``, in the order in which they were read.
    ``confidence`` runs from 0 to 1; below 1 the value was guessed and ``reason`` is a message key that says why.
    """

    path: str
    span: Span
    confidence: float = 1.0
    reason: str = ""
    more: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every place of the value."""
        return (self.span, *self.more)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the document and what it was recognised as. ``reason`` (a message key) is set for unread parts."""

    kind: PartKind
    span: Span
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The register, provenance, parts of the document in order (unread ones included), and problems."""

    register: Register
    provenance: tuple[Provenance, ...]
    parts: tuple[Part, ...]
    problems: tuple[ReadProblem, ...]

    @property
    def unread(self) -> tuple[Part, ...]:
        """The parts of the document that nobody could make sense of."""
        return tuple(part for part in self.parts if part.kind == "unread")
