"""Rows of one company that were split or drawn together: the same content in another number of rows is no change."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ketju.core.model.register import Entry, Words
from ketju.core.register.comparison.matching import Pairing
from ketju.core.register.comparison.recognition import Row
from ketju.core.register.parties import identity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match:
    """Rows of the old register and those of the new one that say the same thing; the first of each leads."""

    old: tuple[Row, ...]
    new: tuple[Row, ...]
    reason: str

    @property
    def before(self) -> Entry:
        """All that the old rows say."""
        return merged([row.entry for row in self.old])

    @property
    def after(self) -> Entry:
        """All that the new rows say."""
        return merged([row.entry for row in self.new])


@dataclass(frozen=True, slots=True)
class Matches:
    """All that was recognised, and the entries that stand in one register alone."""

    matches: tuple[Match, ...]
    gone: tuple[Row, ...]
    came: tuple[Row, ...]


def matches_of(found: Pairing, old: Sequence[Row], new: Sequence[Row]) -> Matches:
    """The pairs, with the left-over rows that only repeat a part of what such a pair says."""
    pairs = [([old[one]], [new[other]], reason) for one, other, reason in found.pairs]
    gone, came = [old[at] for at in found.old_left], [new[at] for at in found.new_left]
    if came:
        came = _attached(came, [(before[0], after) for before, after, _ in pairs])
    if gone:
        gone = _attached(gone, [(after[0], before) for before, after, _ in pairs])
    matches = tuple(Match(tuple(before), tuple(after), reason) for before, after, reason in pairs)
    return Matches(matches, tuple(gone), tuple(came))


def _attached(rows: Sequence[Row], pairs: Sequence[tuple[Row, list[Row]]]) -> list[Row]:
    """Add each row to the rows of a pair whose other side says it already; give back the rest.

    Rows that were split bear one name, so only pairs with a row of that name in the same register come into question,
    and of these only such as say the rarest thing that the row says.
    """
    wanted = {row.name for row in rows}
    near: dict[Hashable, dict[Hashable, list[int]]] = {}
    for at, (whole, siblings) in enumerate(pairs):
        if siblings[0].name in wanted:
            by_statement = near.setdefault(_kind_of_row(siblings[0]), {})
            for statement in (None, *whole.statements):
                by_statement.setdefault(statement, []).append(at)
    rest = []
    for row in rows:
        by_statement = near.get(_kind_of_row(row), {})
        said = [by_statement.get(statement, []) for statement in (None, *row.statements)]
        ats = min(said, key=len)
        home = next((pairs[at] for at in ats if _is_part(row, pairs[at][0])), None)
        if home is None:
            rest.append(row)
        else:
            home[1].append(row)
    return rest


def _kind_of_row(row: Row) -> Hashable:
    """What rows have in common that were one: what does not differ between parts of one engagement."""
    return row.name, row.scope, row.entry.condition, row.entry.until


def _is_part(row: Row, whole: Row) -> bool:
    """Whether ``whole``, of the other register, says everything that ``row`` says."""
    return (
        row.entry.role == whole.entry.role
        and row.statements <= whole.statements
        and identity(row.party, whole.party) is not None
    )


def merged(entries: Sequence[Entry]) -> Entry:
    """One entry that says what all of them say; the first one's where only one thing can be said."""
    if len(entries) == 1:
        return entries[0]
    return replace(
        entries[0],
        function=_joined(entry.function for entry in entries),
        purpose=_joined(entry.purpose for entry in entries),
        service="; ".join(dict.fromkeys(entry.service for entry in entries if entry.service)),
        purpose_read=_union(entry.purpose_read for entry in entries),
        data=_union(entry.data for entry in entries),
        data_subjects=_union(entry.data_subjects for entry in entries),
        places=_union(entry.places for entry in entries),
        identifiers=_union(entry.identifiers for entry in entries),
        notes=_union(entry.notes for entry in entries),
        links=_union(entry.links for entry in entries),
        mentions=_union(entry.mentions for entry in entries),
        placeholders=_union(entry.placeholders for entry in entries),
    )


def _union(values: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for value in values for item in value))


def _joined(all_words: Iterable[Words]) -> Words:
    texts: dict[str, list[str]] = {}
    for words in all_words:
        for code, text in words.texts:
            texts.setdefault(code, []).append(text)
    return Words(tuple((code, "; ".join(dict.fromkeys(found))) for code, found in texts.items()))
