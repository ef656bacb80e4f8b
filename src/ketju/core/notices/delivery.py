"""Delivery: what is known of a notice to one customer, and from when it counts as delivered.

Mail counts when the receiving server has taken it, as far as is known here, and it has not come back; a message in an
application when it was shown; a letter some days after it was posted. The first who is reached of those whom the terms
name (``told``), usually main users, is enough: another address that is dead does not hold the window. Source: D-196,
D-197; Q-10.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ketju.core.notices.owed import Owed
from ketju.core.periods.calendars import Calendar
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length
from ketju.core.periods.method import CONTRACT
from ketju.core.periods.period import Question, end_of

FactKind = Literal["sent", "accepted", "bounced", "displayed", "acknowledged", "posted", "returned"]
"""What can be known: it left; the other side's server took it (250); it came back; it was shown; somebody said that
it was received; a letter was posted; a letter came back."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of one message: its recipient and channel by ``message``, and when.

    ``is_main_user``: notice to this recipient is notice to the customer (``told.Told.counts``).
    """

    kind: FactKind
    at: Instant
    message: str
    is_main_user: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """What follows from the facts of a customer's messages.

    ``sent`` is when the first left; once notice was received, the first of those that were received: what came back, or
    went to others than main users, is no notice to the customer. ``delivered`` is from when notice counts as received,
    None where it is not or may still come back; ``proven`` is when that is certain. ``failed`` are messages that came
    back. ``shown_by`` is the fact that shows it.
    """

    sent: Instant | None = None
    delivered: Instant | None = None
    proven: Instant | None = None
    failed: tuple[str, ...] = ()
    shown_by: Fact | None = field(default=None, compare=False)


def delivery_of(facts: Iterable[Fact], owed: Owed) -> Delivery:
    """When notice counts as delivered to a customer, by what is known; a mail that comes back late takes that back."""
    messages: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda one: one.at.utc):
        messages.setdefault(fact.message, []).append(fact)
    failed = tuple(name for name, known in messages.items() if _came_back(known))
    good = [known for name, known in messages.items() if known[0].is_main_user and name not in failed]
    proofs = [proof for known in good for proof in _proofs(known, owed)]
    if not proofs:
        return Delivery(_sent(messages.values()), failed=failed)
    delivered, proven, shown_by = min(proofs, key=lambda one: (_utc(one[0]), _utc(one[1])))
    received = [known for known in good if _proofs(known, owed)]
    return Delivery(_sent(received) or delivered, delivered, proven, failed, shown_by)


def unseen_from(shown: Instant, owed: Owed) -> Instant:
    """From when a message that stands in an application since an instant has failed, if nobody looked at it: it reached
    nobody, and another channel is tried (D-197).
    """
    return _after(shown, owed.display, owed.calendar)


def _sent(messages: Iterable[list[Fact]]) -> Instant | None:
    """When the first of some messages left."""
    sent = (one.at for known in messages for one in known if one.kind in ("sent", "posted"))
    return min(sent, default=None, key=_utc)


def _utc(instant: Instant) -> datetime:
    return instant.utc


def _came_back(known: list[Fact]) -> bool:
    """Whether a message came back, and nobody saw it all the same."""
    kinds = {one.kind for one in known}
    return bool(kinds & {"bounced", "returned"}) and not kinds & {"displayed", "acknowledged"}


def _proofs(known: list[Fact], owed: Owed) -> list[tuple[Instant, Instant, Fact]]:
    """From when a message counts as received, and when that is certain, for each fact that shows it."""
    found = []
    for fact in known:
        if fact.kind in ("displayed", "acknowledged"):
            found.append((fact.at, fact.at, fact))
        elif fact.kind == "accepted":
            found.append((fact.at, _after(fact.at, owed.bounce, owed.calendar), fact))
        elif fact.kind == "posted":
            received = _after(fact.at, owed.letter, owed.calendar)
            found.append((received, received, fact))
    return found


def _after(event: Instant, length: Length, calendar: Calendar) -> Instant:
    return Instant(end_of(Question(event, length, calendar, CONTRACT)).at, event.zone)
