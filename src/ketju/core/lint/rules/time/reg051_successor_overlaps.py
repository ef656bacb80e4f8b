"""A company and the one that follows it are used at the same time.

What: two entries do the same, one has an end, and the other begins before it.
Why: for that time two companies hold the same data; either a date is wrong, or the overlap needs a reason.
Fix: correct the dates, or say what each company does in the meantime.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import PartialDate, first_day, last_day
from ketju.core.model.register import Entry
from ketju.core.vocabulary.fold import folded

Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Use:
    """The time for which a company is used, by the first and the last day that its dates may mean."""

    entry: Entry
    company: str
    first_began: Day
    last_began: Day
    first_end: Day | None


def check(subject: Subject) -> Iterator[Observation]:
    """Entries that begin before the end of another company with the same work and scope; the last such end is told."""
    by_work: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in subject.register.entries:
        work = folded(str(entry.function) or str(entry.purpose))
        if work and entry.since:
            by_work[work, entry.applies_to].append(entry)
    for entries in by_work.values():
        if not any(entry.until for entry in entries):
            continue
        for new, old in _following_too_early([_use(entry, entry.since) for entry in entries if entry.since]):
            params = {"other": old.name, "since": str(new.entry.since), "until": str(old.until)}
            related = (f"entries/{old.id}/until",)
            yield Observation(f"entries/{new.entry.id}/since", params, related=related)


def _use(entry: Entry, since: PartialDate) -> _Use:
    end = first_day(entry.until) if entry.until else None
    return _Use(entry, folded(entry.name), first_day(since), last_day(since), end)


def _following_too_early(alike: list[_Use]) -> Iterator[tuple[_Use, Entry]]:
    """Each that began after another did and, on any reading of the dates, before its last day; with the other.

    In the order of their beginnings it is enough to know which of those that began ends last, and which of another
    company than that.
    """
    began = deque(sorted((one for one in alike if one.first_end), key=lambda one: one.last_began))
    latest: list[tuple[Day, _Use]] = []
    for new in sorted(alike, key=lambda one: one.first_began):
        while began and began[0].last_began < new.first_began:
            latest = _latest(began.popleft(), latest)
        for end, old in latest:
            if old.company != new.company:
                if new.last_began <= end:
                    yield new, old.entry
                break


def _latest(one: _Use, others: list[tuple[Day, _Use]]) -> list[tuple[Day, _Use]]:
    """The one that ends last, and the last of another company."""
    by_company: dict[str, tuple[Day, _Use]] = {}
    both = [*others, *([(one.first_end, one)] if one.first_end else [])]
    for found in sorted(both, key=lambda pair: pair[0], reverse=True):
        by_company.setdefault(found[1].company, found)
    return list(by_company.values())[:2]


RULE = Rule("REG051", "successor-overlaps", "warning", ("D-8", "D-134", "L-4"), check)
