"""A company and the one that follows it are used at the same time.

What: two entries do the same, one has an end, and the other begins before it.
Why: for that time two companies hold the same data; either a date is wrong, or the overlap needs a reason.
Fix: correct the dates, or say what each company does in the meantime.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import first_day, last_day
from ketju.core.model.register import Entry
from ketju.core.vocabulary.fold import folded


def check(subject: Subject) -> Iterator[Observation]:
    """Pairs of entries of two companies with the same work and scope, of which the later begins before the end."""
    by_work: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in subject.register.entries:
        work = folded(str(entry.function) or str(entry.purpose))
        if work and entry.since:
            by_work[work, entry.applies_to].append(entry)
    for alike in by_work.values():
        ending = [entry for entry in alike if entry.until]
        for old in ending:
            yield from (_overlap(old, new) for new in alike if _follows_too_early(old, new))


def _follows_too_early(old: Entry, new: Entry) -> bool:
    """Whether ``new`` began after ``old`` did and, on any reading of the dates, before its last day."""
    if old is new or not (old.since and old.until and new.since) or folded(old.name) == folded(new.name):
        return False
    return last_day(old.since) < first_day(new.since) and last_day(new.since) <= first_day(old.until)


def _overlap(old: Entry, new: Entry) -> Observation:
    params = {"other": old.name, "since": str(new.since), "until": str(old.until)}
    return Observation(f"entries/{new.id}/since", params, related=(f"entries/{old.id}/until",))


RULE = Rule("REG051", "successor-overlaps", "warning", ("D-8", "D-134", "L-4"), check)
