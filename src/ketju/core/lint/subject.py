"""What rules look at: a register, the source it was read from where there is one, and documents to compare it with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ketju.core.model.document import Document
from ketju.core.model.register import Entry, Register
from ketju.core.model.result import Part, Provenance, ReadResult
from ketju.core.model.span import Span, TextSpan
from ketju.core.register.companies import grouped_by_company


@dataclass(frozen=True, slots=True)
class Companion:
    """Another document that must agree with the list: an annex, a notice, a translation; ``name`` is its file."""

    name: str
    result: ReadResult
    document: Document | None = None

    @property
    def register(self) -> Register:
        """The register that was read from it."""
        return self.result.register


class Subject:
    """A register on a day, with what its reader saw. Values are worked out once and kept.

    ``result`` and ``document`` are None for a register file: such a register has no other source than itself.
    ``memory`` keeps what several rules work out of it.
    """

    def __init__(
        self,
        register: Register,
        on: date,
        *,
        result: ReadResult | None = None,
        document: Document | None = None,
        others: tuple[Companion, ...] = (),
    ) -> None:
        self.register = register
        self.on = on
        self.result = result
        self.document = document
        self.others = others
        self.memory: dict[str, object] = {}

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the source in order, () for a register file."""
        return self.result.parts if self.result else ()

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.register.entries}

    @cached_property
    def companies(self) -> tuple[tuple[Entry, ...], ...]:
        """The entries by company, in the order of the list."""
        return grouped_by_company(self.register.entries)

    @cached_property
    def _provenance(self) -> dict[str, Provenance]:
        found: dict[str, Provenance] = {}
        for one in self.result.provenance if self.result else ():
            found.setdefault(one.path, one)
        return found

    def confidence(self, path: str) -> float:
        """How sure the reading of a value is, 0 to 1; 1 where nothing is known against it."""
        found = self._provenance.get(path)
        return found.confidence if found else 1.0

    def span(self, path: str) -> Span | None:
        """Where in the source the value at ``path`` stands: its own place, else that of the value it is part of.

        A value that an entry lacks stands where the entry's name does.
        """
        while path:
            found = self._provenance.get(path) or self._provenance.get(f"{path}/name")
            if found:
                return found.span
            path = path.rpartition("/")[0]
        return None

    def span_of_words(self, path: str, words: str) -> Span | None:
        """Where in the value at ``path`` the ``words`` stand; the place of the whole value where that is not known."""
        span = self.span(path)
        return self.narrowed(span, words) if span else None

    def narrowed(self, span: Span, words: str) -> Span:
        """The place of ``words`` within ``span``; ``span`` itself where they are not found or it is no text."""
        if (
            not isinstance(span, TextSpan)
            or self.document is None
            or self.document.source is None
            or not words
        ):
            return span
        at = self.document.source.find(words, span.start, span.end)
        return TextSpan(at, at + len(words)) if at >= 0 else span
