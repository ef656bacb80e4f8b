"""Customers of a running case that begin to use more: which notices tell whom of it, and what counts since then.

Whoever was told and is reached by more of the change than it was told of, by another service, is told anew of the whole,
and nothing of the whole takes effect before that has run; what took effect before stays (Art. 28(2): informed of any
intended change, with the opportunity to object to it). What the change had done for everybody before, as the list shows
it, is no intended change any longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reaching import Touch
from world import when

if TYPE_CHECKING:
    from judging import Case

INSTANT = timedelta(microseconds=1)
Told = list[tuple[datetime, str]]
"""When a customer was told, and by which notice."""


def first_touch(case: Case, name: str) -> Touch | None:
    """What of a case touched a customer when it was announced."""
    assert case.announced
    if case.customers[name].get("comes") and not case.has_come(name, case.announced):
        return None
    return case.touch_at(name, case.announced)


def widened_at(case: Case, name: str, at: datetime) -> datetime | None:
    """When a customer of a case began to use more than it had been told of; None for never."""
    came, first = case.came_at(name, at), first_touch(case, name)
    if came is None or first is None or (more := case.touch_at(name, came)) is None:
        return None
    is_more = set(more.entries) - set(first.entries) or set(more.services) - set(first.services)
    return came if is_more and not _is_for_everybody(case, came) else None


def wider(first: Touch, more: Touch) -> Touch:
    """What touched a customer before and what does now."""
    services = tuple(sorted({*first.services, *more.services}))
    has_condition = first.has_condition or more.has_condition
    return Touch(tuple(dict.fromkeys((*first.entries, *more.entries))), services, has_condition)


def _is_for_everybody(case: Case, at: datetime) -> bool:
    """Whether the list showed the change by an instant, and it was in effect for whoever is not out."""
    if at not in case.for_everybody:
        shown = any((when(one["at"]) or at) < at for one in case.world.events("published", case=case.id))
        before = at - INSTANT
        case.for_everybody[at] = shown and not case.is_talked_about(before) and all(
            one.is_out or (one.free is not None and one.free <= before)
            for one in case.free_dates(before).values()
        )  # fmt: skip
    return case.for_everybody[at]


def told_by(case: Case, name: str, before: datetime) -> Told:
    """The notices by which a customer was told before an instant: the first, one for those who are left, and what
    corrects them or gives the change up.
    """
    if case.agreement_of(case.customers[name]).is_open:
        return []
    found: Told = []
    assert case.announced
    if case.announced < before and first_touch(case, name) is not None:
        found.append((case.announced, "1"))
    for at, kind, number in case.later_notices:
        if at >= before:
            break
        is_told = (
            _is_left(case, name, at, found) if kind == "told-later" else found and not case.has_left(name, at)
        )
        if is_told:
            found.append((at, number))
    return found


def _is_left(case: Case, name: str, at: datetime, found: Told) -> bool:
    """Whether a customer has still to be told of all that touches it, as it accepted nothing of it and does not go."""
    touch, since = case.touch(name, at), widened_at(case, name, at)
    if touch is None or case.joined_at(name, at) is not None:
        return False
    if found and (since is None or found[-1][0] >= since):
        return False
    one = case.standing(name, touch, at)
    if case.data["rollout"] != "per customer" and one.free is not None:
        one = case.free_dates(at)[name]
    return not one.is_out and not (one.free is not None and one.free <= at)


def first_that_counts(case: Case, name: str, at: datetime) -> int | None:
    """The number of the first notice that tells a customer of all that touches it; None where there is none yet."""
    since = widened_at(case, name, at)
    if since is None:
        return 0
    return min((int(number) for told, number in told_by(case, name, at) if told >= since), default=None)
