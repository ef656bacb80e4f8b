"""Where a list and the documents beside it do not agree: an annex, a notice, a translation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ketju.core.lint.rule import Observation
from ketju.core.lint.subject import Companion, Subject
from ketju.core.model.change import Change, ChangeKind
from ketju.core.model.register import Entry
from ketju.core.register.comparison.changes import changes_between


def differences(subject: Subject) -> tuple[tuple[Companion, Change], ...]:
    """Every difference between the list and each of the other documents, worked out once for a subject."""
    found = subject.memory.get("differences")
    if not isinstance(found, tuple):
        found = tuple(
            (other, change)
            for other in subject.others
            for change in changes_between(subject.register, other.register)
        )
        subject.memory["differences"] = found
    return found


def disagreements(subject: Subject, kinds: Collection[ChangeKind]) -> Iterator[Observation]:
    """An observation for each value of one of the ``kinds`` that both documents state, and state differently."""
    for other, change in differences(subject):
        if change.kind in kinds and change.before and change.after and change.before != change.after:
            yield observation(other, change)


def disagreements_about(
    subject: Subject, kinds: Collection[ChangeKind], stated: Callable[[Entry], str]
) -> Iterator[Observation]:
    """One observation for each entry with a difference of one of the ``kinds`` in what both documents state."""
    told: set[tuple[str, str]] = set()
    entries = {id(other): {entry.id: entry for entry in other.register.entries} for other in subject.others}
    for other, change in differences(subject):
        if change.kind not in kinds or not change.old_id or (other.name, change.old_id) in told:
            continue
        there = entries[id(other)].get(change.new_id)
        here, theirs = stated(subject.entries[change.old_id]), stated(there) if there else ""
        if here and theirs and here != theirs:
            told.add((other.name, change.old_id))
            params = {"file": other.name, "here": here, "there": theirs}
            yield Observation(f"entries/{change.old_id}/{change.field}", params)


def observation(other: Companion, change: Change) -> Observation:
    """An observation at the list's own value, with what the other document says."""
    path = f"entries/{change.old_id}/{change.field}".rstrip("/") if change.old_id else change.field
    params = {"file": other.name, "here": ", ".join(change.before), "there": ", ".join(change.after)}
    return Observation(path, params if change.old_id else {**params, "name": change.name})
