"""The list bears an older date than what it holds.

What: an entry that is already in use began more than half a year after the date of the list.
Why: either the date was not renewed with the change, or the change was never announced by a new version.
Fix: give the list the date of its last change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.date import first_day, last_day

AHEAD = timedelta(days=183)
"""So far ahead of its date a list may announce a company that is to come."""


def check(subject: Subject) -> Iterator[Observation]:
    """Entries in use that began long after the date of the version."""
    version = subject.register.version_on
    if version is None:
        return
    limit = date(*last_day(version)) + AHEAD
    for entry in subject.register.entries:
        began = date(*first_day(entry.since)) if entry.since else None
        if began and limit < began <= subject.on:
            params = {"since": str(entry.since), "version": str(version)}
            yield Observation(f"entries/{entry.id}/since", params, related=("version_on",))


RULE = Rule("REG053", "version-older-than-entry", "warning", ("X-17", "D-3"), check)
