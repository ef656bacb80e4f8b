"""A difference between two entries, before it is known whom it touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketju.core.model.change import ChangeKind, PriorNotice
from ketju.core.register.comparison.kinds import kind_of

Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, in which member, and what stood there; the notice that is usual for the kind unless given."""

    kind: ChangeKind
    field: str
    before: Values = ()
    after: Values = ()
    other_notice: PriorNotice | None = None

    @property
    def notice(self) -> PriorNotice:
        """Whether notice is owed."""
        return self.other_notice or kind_of(self.kind).notices[0]


def stated(field: str, before: Iterable[str], after: Iterable[str]) -> Difference | None:
    """The difference where a list says something of which it, or the list before it, says nothing; else None."""
    old, new = tuple(before), tuple(after)
    if old and not new:
        return Difference("no-longer-stated", field, old, ())
    if new and not old:
        return Difference("now-stated", field, (), new)
    return None
