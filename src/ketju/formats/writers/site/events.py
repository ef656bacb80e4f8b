"""What each version of a list brought: entries that came, went, changed or followed another, and the list itself.

Entries are compared as ``ketju diff`` compares them: one that was renamed or got another id is the same entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Literal

from ketju.core.model.change import Change
from ketju.core.model.publication import Publication, PublishedVersion, Step
from ketju.core.model.register import Entry, Register
from ketju.core.register.canonical import data_from_register, register_from_data
from ketju.core.register.comparison.changes import changes_between
from ketju.core.register.comparison.matching import same_entries
from ketju.core.register.status import status_of
from ketju.formats.writers.keeping import kept_by_object

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


def is_planned(event: Event) -> bool:
    """Whether the entry that came in a version was not in use yet on the day of the version."""
    return (
        event.kind in ("added", "replaced")
        and event.after is not None
        and status_of(event.after, event.version.on) == "planned"
    )


def events_of(publication: Publication) -> History:
    """Each version with what it brought, oldest first; the first brings nothing, it is what there was."""
    return past_of(publication)[0]


def past_of(publication: Publication) -> tuple[History, tuple[Step, ...]]:
    """Each version with what it brought, and its step: as it was kept, or worked out from the registers."""
    steps = publication.steps
    if steps:
        registers = [*(step.new for step in steps[:-1]), in_order(publication.register)]
    else:
        registers = [in_order(version.register) for version in publication.versions]
        later = (step_between(old, new) for old, new in pairwise(registers))
        steps = (step_between(None, registers[0]), *later)
    found = []
    for given, register, step in zip(publication.versions, registers, steps, strict=True):
        version = replace(given, register=register)
        found.append((version, tuple(events_in(step, version)) if step.old is not None else ()))
    return tuple(found), steps


@kept_by_object(2)
def in_order(register: Register) -> Register:
    """The register with everything in the order of its canonical form, which is all that is kept of older ones."""
    data = data_from_register(register, whole=True)
    return register_from_data(json.loads(json.dumps(data, sort_keys=True)))


def step_between(old: Register | None, new: Register) -> Step:
    """What a version did to the one before it; both are in order (``in_order``)."""
    if old is None:
        return Step(None, new, came=tuple(entry.id for entry in new.entries))
    before = {entry.id: entry for entry in old.entries}
    after = {entry.id: entry for entry in new.entries}
    heirs = same_entries(old.entries, new.entries)
    changes = changes_between(old, new)
    differing = tuple(pair for pair in heirs.items() if _differ(before[pair[0]], after[pair[1]]))
    moved = tuple(pair for pair in heirs.items() if pair[0] != pair[1])
    told = {id for one in changes for id in (one.old_id, one.new_id)} | set(chain(*differing, *moved))
    told |= {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    heired = set(heirs.values())
    return Step(
        replace(old, entries=tuple(entry for entry in old.entries if entry.id in told)),
        replace(new, entries=tuple(entry for entry in new.entries if entry.id in told)),
        changes,
        differing,
        moved,
        tuple(id for id in before if id not in heirs),
        tuple(id for id in after if id not in heired),
    )


def events_in(step: Step, new: PublishedVersion) -> Iterator[Event]:
    """The changes of a version from the register before it, entry by entry, and last those of the list itself."""
    old = step.old
    assert old is not None
    before = {entry.id: entry for entry in old.entries}
    after = {entry.id: entry for entry in step.new.entries}
    told: dict[tuple[str, str], list[Change]] = {}
    of_list: list[Change] = []
    for change in step.changes:
        if change.name:
            told.setdefault((change.old_id, change.new_id), []).append(change)
        else:
            of_list.append(change)
    for pair in step.differing:
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


def by_entry(history: History, steps: Sequence[Step]) -> Mapping[str, list[Event]]:
    """What happened to each entry, newest first, by the id that it has now or had last.

    Being there from the first version is an event too; one that replaced another starts with that.
    """
    first = history[0][0]
    found = {entry.id: [Event("added", first, None, entry)] for entry in steps[0].new.entries}
    there = set(found)
    for (_, events), step in zip(history[1:], steps[1:], strict=True):
        if step.moved or step.gone:
            found, there = _after(step, found, there)
        there |= {*step.came}
        for event in events:
            if event.kind == "replaced" and event.before and event.after:
                found.setdefault(event.before.id, []).insert(0, event)
                if event.after.id != event.before.id:
                    found[event.after.id] = [event]
            elif event.kind != "list":
                found.setdefault(event.entry.id, []).insert(0, event)
    return found


def _after(
    step: Step, found: dict[str, list[Event]], there: set[str]
) -> tuple[dict[str, list[Event]], set[str]]:
    """What happened so far by the ids of the version after a step, and the ids of entries that are still there."""
    moved, stay = dict(step.moved), there - {*step.gone}
    gone = {id: past for id, past in found.items() if id not in stay}
    kept = {moved.get(id, id): past for id, past in found.items() if id in stay}
    return {**gone, **kept}, {moved.get(id, id) for id in stay}
