"""When an engagement takes effect: for each customer when all of its gates are open, or for all at the latest of them.

Source: GDPR Art. 28(2); D-135, D-189, D-192, D-195, D-198, D-203.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ketju.core.cases.gates import Gate
from ketju.core.cases.objections import Objection, holding, is_for_good
from ketju.core.notices.delivery import Delivery
from ketju.core.notices.earliest import Earliest
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant

Rollout = Literal["per customer", "all at once"]
"""Whether customers who are free wait for those who are not: shared infrastructure changes for all at once."""


NOTHING_KNOWN = Delivery()
NOT_SENT = Earliest(None, "sending")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one customer stands in one change, for one of its services ("" for all).

    ``joined`` is when it accepted the change itself, with the annex of its agreement: it has no window of its own.
    ``consented`` is when it consented where its authorisation is a specific one; silence is none. ``condition`` is when
    what the entry asks of it was given (an option ordered, a consent), None with ``is_conditional`` while it was not.
    ``is_owed`` is false where its terms ask for no notice of such a change.
    """

    owed: Owed
    delivery: Delivery = NOTHING_KNOWN
    earliest: Earliest = NOT_SENT
    objections: tuple[Objection, ...] = ()
    joined: Instant | None = None
    consented: Instant | None = None
    is_conditional: bool = False
    condition: Instant | None = None
    is_owed: bool = True


def customer_gates(one: Standing, service: str = "") -> tuple[Gate, ...]:
    """The gates that are the customer's own."""
    found = [*_told(one), *_objected(one, service)]
    if one.is_conditional:
        found.append(Gate("condition", one.condition, "" if one.condition else "condition"))
    return tuple(found)


def _told(one: Standing) -> Iterable[Gate]:
    """Whether it was told and its time has passed, it accepted the change when it joined, or it consented."""
    if not one.is_owed:
        return
    if one.joined is not None:
        yield Gate("notice", one.joined, params=(("joined", "yes"),))
        return
    if one.owed.mode == "specific":
        yield Gate("consent", one.consented, "" if one.consented else "consent")
        return
    if one.owed.open:
        waits = "disputed" if one.owed.disputed else "terms"
        yield Gate("terms", None, waits, (("parameters", ", ".join(one.owed.open)),))
        return
    told = one.delivery.delivered
    yield Gate("notice", told, "" if told else ("delivery" if one.delivery.sent else "sending"))
    yield Gate("window", one.earliest.at, "" if one.earliest.at else one.earliest.waits)


def _objected(one: Standing, service: str) -> Iterable[Gate]:
    held = holding(one.objections, service)
    if held:
        state = "for-good" if is_for_good(held, service) else "dialogue"
        yield Gate("objection", None, state, (("objections", ", ".join(each.id for each in held)),))


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a change takes effect for a customer, None where that is not known, and the gates behind it.

    ``is_excluded``: never, as the customer objected for good, or has left. ``over`` are gates that close before it
    could take effect, as evidence runs out.
    """

    at: Instant | None
    gates: tuple[Gate, ...]
    is_excluded: bool = False
    over: tuple[Gate, ...] = ()

    @property
    def shut(self) -> tuple[Gate, ...]:
        """The gates of which nobody knows when they open, or that close too early."""
        return tuple(one for one in self.gates if one.opens is None or one in self.over)


def effects(
    engagement: Sequence[Gate],
    customers: Mapping[str, Sequence[Gate]],
    *,
    rollout: Rollout,
    planned: Instant,
    gone: Collection[str] = (),
) -> dict[str, Effect]:
    """When a change takes effect for each customer, never before the day that is planned.

    ``customers`` are the gates of each; under "all at once" the latest date holds for all, and nobody has one while
    somebody has none, except who is excluded for good. ``gone`` are customers that have left: nobody waits for them.
    """
    found = {
        name: _effect((*engagement, *gates), planned, is_gone=name in gone)
        for name, gates in customers.items()
    }
    if rollout == "per customer":
        return found
    last = latest(one.at for one in found.values() if not one.is_excluded)
    return {name: together(one, last) for name, one in found.items()}


def latest(own: Iterable[Instant | None]) -> Instant | None:
    """The instant that holds for all under "all at once", from those that each would have alone: None while one of them
    has none, or where there are none. Who is excluded for good has no part in it.
    """
    days = tuple(own)
    known = [one for one in days if one is not None]
    return max(known, key=lambda at: at.utc) if known and len(known) == len(days) else None


def together(own: Effect, last: Instant | None) -> Effect:
    """The effect for a customer where the latest instant holds for all; it stays out if gates have closed by then."""
    return replace(own, at=None if own.is_excluded else last)


def closed_by(gates: Iterable[Gate], at: Instant) -> tuple[Gate, ...]:
    """The gates that open and have closed again by an instant, as evidence runs out."""
    return tuple(
        one for one in gates
        if one.opens is not None and one.ends is not None and one.ends.utc <= at.utc
    )  # fmt: skip


def _effect(gates: tuple[Gate, ...], planned: Instant, *, is_gone: bool) -> Effect:
    if is_gone or any(one.kind == "objection" and one.waits == "for-good" for one in gates):
        return Effect(None, gates, is_excluded=True)
    opens = (one.opens for one in gates if one.opens is not None)
    at = max((planned, *opens), key=lambda one: one.utc)
    over = closed_by(gates, at)
    if over or any(one.opens is None for one in gates):
        return Effect(None, gates, over=over)
    return Effect(at, gates)


def is_in_effect(effect: Effect, at: Instant) -> bool:
    """Whether a change is in effect for a customer at an instant: its date has come, and every gate is open then."""
    if effect.at is None or at.utc < effect.at.utc:
        return False
    return all(one.is_open(effect.at) for one in effect.gates)
