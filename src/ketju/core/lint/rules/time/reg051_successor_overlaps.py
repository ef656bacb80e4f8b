"""A company and the one that follows it are used at the same time.

What: two entries do the same, one has an end, and the other begins before it.
Why: for that time two companies hold the same data; either a date is wrong, or the overlap needs a reason.
Fix: correct the dates, or say what each company does in the meantime.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import first_day, last_day
from ketju.core.model.register import Entry
from ketju.core.vocabulary.fold import folded

Day = tuple[int, int, int]
NEVER: Day = (9999, 12, 31)


def check(subject: Subject) -> Iterator[Observation]:
    """Entries that begin before the end of another company's with the same work and scope.

    Where several do, nobody can say which of them follows, and whether any does.
    """
    by_work: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in subject.register.entries:
        work = folded(str(entry.function) or str(entry.purpose))
        if work and entry.since:
            by_work[work, entry.applies_to].append(entry)
    for alike in by_work.values():
        ending = [entry for entry in alike if entry.until]
        beginnings = sorted(map(_beginning, alike), key=lambda one: one[0]) if ending else []
        for old in ending:
            followers = list(islice(_following_too_early(old, beginnings), 2))
            if len(followers) == 1:
                yield _overlap(old, followers[0])


def _beginning(entry: Entry) -> tuple[Day, Day, Entry]:
    """The first and the last day that the start of an entry may mean."""
    return (first_day(entry.since), last_day(entry.since), entry) if entry.since else (NEVER, NEVER, entry)


def _following_too_early(old: Entry, beginnings: list[tuple[Day, Day, Entry]]) -> Iterator[Entry]:
    """Those that began after ``old`` did and, on any reading of the dates, before its last day."""
    begun = last_day(old.since) if old.since else NEVER
    end = first_day(old.until) if old.until else begun
    for at in range(bisect_right(beginnings, begun, key=lambda one: one[0]), len(beginnings)):
        first, last, new = beginnings[at]
        if first > end:
            return
        if last <= end and folded(new.name) != folded(old.name):
            yield new


def _overlap(old: Entry, new: Entry) -> Observation:
    params = {"other": old.name, "since": str(new.since), "until": str(old.until)}
    return Observation(f"entries/{new.id}/since", params, related=(f"entries/{old.id}/until",))


RULE = Rule("REG051", "successor-overlaps", "warning", ("D-8", "D-134", "L-4"), check)
