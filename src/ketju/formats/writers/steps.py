"""What versions of a list did, worked out once and kept: a list of many versions is published as fast as one of two."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from ketju.core.model.change import Change, PriorNotice
from ketju.core.model.publication import Step
from ketju.core.model.register import Entry, Register
from ketju.core.register.alignment import aligned
from ketju.core.register.canonical import data_from_register, register_from_data
from ketju.formats.writers.site.addresses import names_so_far
from ketju.formats.writers.site.events import in_order, step_between

_PAIRS = ("differing", "moved")
_IDS = ("gone", "came")


def step_from(old: Register | None, new: Register) -> Step:
    """What a version did to the one before it.

    Of the entries of the first only ids, names and what they apply to are kept.
    """
    if old is None:
        step = step_between(None, in_order(new))
        return replace(step, new=replace(step.new, entries=tuple(map(_named, step.new.entries))))
    before, after = aligned((old, new))
    return step_between(in_order(before), in_order(after))


def names_after(earlier: Mapping[str, Sequence[str]], register: Register) -> dict[str, list[str]]:
    """The names of pages up to a version: those of ``earlier`` and its own, with the ids of their entries."""
    return names_so_far(earlier, register.entries)


def text_of_step(step: Step) -> str:
    """A step as the text that is kept."""
    data: dict[str, Any] = {name: getattr(step, name) for name in (*_PAIRS, *_IDS)}
    data["old"] = data_from_register(step.old, whole=True, as_given=True) if step.old else None
    data["new"] = data_from_register(step.new, whole=True, as_given=True)
    data["changes"] = [asdict(one) for one in step.changes]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def step_in(text: str) -> Step:
    """The step in a text. Raises ValueError."""
    data = json.loads(text)
    differing, moved = (tuple((one, other) for one, other in data[name]) for name in _PAIRS)
    gone, came = (tuple(data[name]) for name in _IDS)
    return Step(
        register_from_data(data["old"]) if data["old"] else None,
        register_from_data(data["new"]),
        tuple(map(change_in, data["changes"])),
        differing,
        moved,
        gone,
        came,
    )


def change_in(data: Mapping[str, Any]) -> Change:
    """A change from its members as plain data."""
    notice = data["notice"]
    members: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data.items()
        if name != "notice"
    }
    return Change(notice=PriorNotice(notice["owed"], notice["reason"], tuple(notice["basis"])), **members)


def _named(entry: Entry) -> Entry:
    return Entry(
        entry.id, entry.name, role=entry.role, condition=entry.condition, applies_to=entry.applies_to
    )
