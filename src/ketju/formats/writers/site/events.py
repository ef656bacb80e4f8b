"""What each version of a list brought: entries that came, went, changed or followed another, and the list itself.

Entries are compared as ``ketju diff`` compares them: one that was renamed or got another id is the same entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ketju.core.model.change import Change
from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.model.register import Entry, Register
from ketju.core.register.canonical import data_from_register, register_from_data
from ketju.core.register.comparison.changes import changes_between
from ketju.core.register.comparison.matching import same_entries

EventKind = Literal["added", "replaced", "removed", "changed", "list"]
History = Sequence[tuple[PublishedVersion, Sequence["Event"]]]
_BY_ID = ("id", "engaged_by", "replaces", "applies_to", "condition")
"""Members that hold ids, which may change while what they stand for does not; the comparison tells when it does."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an entry in a version, or to the list itself: then there is no entry.

    ``before`` and ``after`` are the entry on either side; of "replaced" they are two companies. ``changes`` tell it
    piece by piece; they are between ``old`` and the register of the version.
    """

    kind: EventKind
    version: PublishedVersion
    before: Entry | None = None
    after: Entry | None = None
    changes: tuple[Change, ...] = ()
    old: Register | None = None

    @property
    def entry(self) -> Entry:
        """The entry as it was last seen."""
        found = self.after or self.before
        assert found is not None
        return found


def events_of(publication: Publication) -> tuple[tuple[PublishedVersion, tuple[Event, ...]], ...]:
    """Each version with what it brought, oldest first; the first brings nothing, it is what there was."""
    before: Register | None = None
    found = []
    for given in publication.versions:
        version = replace(given, register=_in_order(given.register))
        events = tuple(events_between(before, version)) if before is not None else ()
        found.append((version, events))
        before = version.register
    return tuple(found)


def _in_order(register: Register) -> Register:
    """The register with everything in the order of its canonical form, which is all that is kept of older ones."""
    data = data_from_register(register, whole=True)
    return register_from_data(json.loads(json.dumps(data, sort_keys=True)))


def events_between(old: Register, new: PublishedVersion) -> Iterator[Event]:
    """The changes of a version from the register before it, entry by entry, and last those of the list itself."""
    before = {entry.id: entry for entry in old.entries}
    after = {entry.id: entry for entry in new.register.entries}
    told: dict[tuple[str, str], list[Change]] = {}
    of_list: list[Change] = []
    for change in changes_between(old, new.register):
        if change.name:
            told.setdefault((change.old_id, change.new_id), []).append(change)
        else:
            of_list.append(change)
    for pair in same_entries(old.entries, new.register.entries).items():
        if _differ(before[pair[0]], after[pair[1]]):
            told.setdefault(pair, [])
    for (old_id, new_id), changes in told.items():
        one, other = before.get(old_id), after.get(new_id)
        if one or other:
            yield Event(_kind(changes, one, other), new, one, other, tuple(changes), old)
    if of_list:
        yield Event("list", new, changes=tuple(of_list), old=old)


def _differ(one: Entry, other: Entry) -> bool:
    """Whether two states of an entry say different things, ids apart."""
    return one != replace(other, **{name: getattr(one, name) for name in _BY_ID})


def _kind(changes: Sequence[Change], before: Entry | None, after: Entry | None) -> EventKind:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "replaced" if any(change.kind == "replaced" for change in changes) else "changed"


def by_entry(history: History, first: PublishedVersion) -> Mapping[str, list[Event]]:
    """What happened to each entry, newest first, by the id that it has now or had last.

    Being there from the first version is an event too; one that replaced another starts with that.
    """
    found = {entry.id: [Event("added", first, None, entry)] for entry in first.register.entries}
    before = first.register
    for version, events in history[1:]:
        heirs = same_entries(before.entries, version.register.entries)
        gone = {id: past for id, past in found.items() if id not in heirs}
        found = {**gone, **{heirs[id]: past for id, past in found.items() if id in heirs}}
        for event in events:
            if event.kind == "replaced" and event.before and event.after:
                found.setdefault(event.before.id, []).insert(0, event)
                if event.after.id != event.before.id:
                    found[event.after.id] = [event]
            elif event.kind != "list":
                found.setdefault(event.entry.id, []).insert(0, event)
        before = version.register
    return found
