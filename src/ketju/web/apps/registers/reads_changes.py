"""What changed in registers for a customer: the changes of published versions that touch it, newest first."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from ketju.core.model.change import Change, PriorNotice
from ketju.web.apps.registers.models import Register, Version
from ketju.web.apps.registers.reads_customers import Held, Line, View

SHAPE = frozenset({"product-added", "product-removed", "structure"})
"""Kinds of changes that are about the parts of the list, not about a company."""
SILENT = frozenset({"wording-only"})
"""Kinds that nobody has to know of."""


@dataclass(frozen=True, slots=True)
class Step:
    """A version with what it changed."""

    version: str
    number: int
    on: date
    kind: str
    published_at: datetime
    why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """A change that touches the customer, with the register and the version that made it.

    ``line`` is the entry as the customer sees it on the day ``on``, None where it is not there.
    """

    register: Register
    step: Step
    change: Change
    on: date
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """What of a register the customer uses: entries that touch it, all entries, its services and regions."""

    touching: frozenset[str]
    entries: frozenset[str]
    services: frozenset[str]
    regions: frozenset[str]


def changes_in(text: str) -> tuple[Change, ...]:
    """The changes in the text of a version."""
    return tuple(_change(one) for one in json.loads(text or "[]"))


def _change(data: dict[str, Any]) -> Change:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    told: dict[str, Any] = values.pop("notice")
    return Change(notice=PriorNotice(told["owed"], told["reason"], tuple(told["basis"])), **values)


def steps_of(held: Held) -> tuple[Step, ...]:
    """The versions of a register up to one, the newest first."""
    return _steps(held.version.public_id, held.register.pk, held.version.number)


@lru_cache(maxsize=32)
def _steps(version: str, register: int, number: int) -> tuple[Step, ...]:
    rows = Version.objects.filter(register=register, number__lte=number).order_by("-number")
    return tuple(
        Step(
            one.public_id, one.number, one.on, one.kind, one.published_at, one.why, changes_in(one.changes)
        )
        for one in rows.only("public_id", "number", "on", "kind", "published_at", "why", "changes")
    )  # fmt: skip


@lru_cache(maxsize=32)
def _by_entry(version: str, register: int, number: int) -> dict[str, tuple[tuple[Step, Change], ...]]:
    """What happened to each entry, the newest first; an entry that took over another's place has its past, too."""
    found: dict[str, list[tuple[Step, Change]]] = {}
    for step in _steps(version, register, number):
        for one in step.changes:
            if one.kind not in SHAPE:
                for key in dict.fromkeys(filter(None, (one.new_id, one.old_id))):
                    found.setdefault(key, []).append((step, one))
    return {key: tuple(rows) for key, rows in found.items()}


def history_of(held: Held, entry: str) -> tuple[tuple[Step, Change], ...]:
    """What happened to an entry in the versions of its register, the newest first."""
    return _by_entry(held.version.public_id, held.register.pk, held.version.number).get(entry, ())


def first_step(held: Held, entry: str) -> Step:
    """The version in which an entry came, as far as versions here tell: else the first one."""
    came = (
        step
        for step, one in history_of(held, entry)
        if one.new_id == entry and one.kind in ("added", "replaced")
    )
    return next(came, steps_of(held)[-1])


def happened_to(view: View, since: datetime | None = None) -> tuple[Happened, ...]:
    """The changes that touch a customer, of versions published after an instant or of all, the newest first."""
    found = [one for held in view.held for one in _happened(view, held, since)]
    return tuple(sorted(found, key=lambda one: one.step.published_at, reverse=True))


def _happened(view: View, held: Held, since: datetime | None) -> Iterator[Happened]:
    use = use_of(view, held)
    lines = {one.entry.id: one for one in view.lines if one.held is held}
    for step in steps_of(held):
        if since is not None and step.published_at <= since:
            return
        for one in step.changes:
            if one.kind not in SILENT and touches(one, use):
                yield Happened(held.register, step, one, view.on, lines.get(one.new_id))


def use_of(view: View, held: Held) -> Use:
    """What of a register a customer uses."""
    asked = [one.asked for one in view.placings if one.held is held]
    return Use(
        frozenset(one.entry.id for one in view.lines if one.held is held),
        held.ids,
        frozenset(one[0] for one in asked),
        frozenset(region for one in asked for region in one[1]),
    )


def touches(change: Change, use: Use) -> bool:
    """Whether a change is about what the customer uses: about an entry that touches it; of what is gone, about its
    services and regions; about the list as a whole.
    """
    ids = {change.old_id, change.new_id} - {""}
    if change.kind not in SHAPE and ids & use.entries:
        return bool(ids & use.touching)
    return _meets(change.services, use.services) and _meets(change.regions, use.regions)


def _meets(named: Collection[str], used: frozenset[str]) -> bool:
    return not named or not used or "" in used or bool(used & set(named))
