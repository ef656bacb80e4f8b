"""Objections of a customer to a change: whether one is open, and what it comes to.

An objection is never rejected by a machine, whatever its ground (Art. 28(2) limits none); a late one is decided on by a
person before the change takes effect. Source: D-199 to D-203, X-7.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ketju.core.periods.instants import Instant

State = Literal["to-confirm", "open", "settled", "withdrawn", "upheld", "exit", "decided"]
"""An oral one waits to be confirmed in writing; one is talked about; the customer is content; it took it back; the
change is not made for it; it leaves; a person has decided on a late one, with reasons."""

HOLDS: frozenset[State] = frozenset({"to-confirm", "open", "upheld", "exit"})
"""States in which the change does not take effect for that customer."""
UNSETTLED: tuple[State, ...] = ("to-confirm", "open")
"""States that somebody has to talk about."""
FOR_GOOD: frozenset[State] = frozenset({"upheld", "exit"})
"""States in which it never does, and nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection. ``services`` limits it to some of the customer's services; () is for all of them."""

    id: str
    at: Instant
    state: State = "open"
    services: tuple[str, ...] = ()
    is_late: bool = False


def is_late(at: Instant, window_ends: Instant | None) -> bool:
    """Whether an objection came after the window had closed; never where no window is known (X-7)."""
    return window_ends is not None and at.utc >= window_ends.utc


def holding(objections: Iterable[Objection], service: str) -> tuple[Objection, ...]:
    """The objections that keep a change from taking effect for one service of a customer."""
    return tuple(
        one
        for one in objections
        if one.state in HOLDS and (not one.services or not service or service in one.services)
    )


def apart(services: Iterable[str], objections: Iterable[Objection]) -> tuple[str, ...]:
    """The services of a customer that stand for themselves, as an objection was limited to some of them.

    It does not matter how that objection ended: when the change took effect differs from then on.
    """
    named = {service for one in objections for service in one.services}
    return tuple(one for one in services if one in named)


def rest(services: Sequence[str], objections: Sequence[Objection]) -> str:
    """A service that stands for the customer as a whole: one that nothing keeps back, else one that is talked about.

    "" where no objection is limited to some services, so that all of them stand alike.
    """
    if not any(one.services for one in objections):
        return ""
    free = (one for one in services if not holding(objections, one))
    hoped = (one for one in services if not is_for_good(objections, one))
    return next(free, next(hoped, ""))


def is_for_good(objections: Iterable[Objection], service: str) -> bool:
    """Whether a change never takes effect for a service of a customer."""
    return any(one.state in FOR_GOOD for one in holding(objections, service))
