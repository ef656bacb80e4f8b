"""Starts: from what a window to object runs, when notice was sent and perhaps delivered.

Source: Q-10: from proven delivery; where that is not known, from sending with a margin in the customer's favour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketju.core.periods.calendars import Calendar
from ketju.core.periods.instants import Instant, ordinal_start
from ketju.core.periods.lengths import Length
from ketju.core.periods.method import CONTRACT
from ketju.core.periods.period import Question, end_of
from ketju.core.problems.periods import OrderWrong


@dataclass(frozen=True, slots=True)
class Start:
    """The instant from which a window runs, and why it is that one."""

    event: Instant
    reason: Literal["sent", "delivered", "sent-with-margin"]


def window_start(
    sent: Instant, delivered: Instant | None, margin: Length | None, calendar: Calendar
) -> Start:
    """From when a window to object runs. Raises OrderWrong where something was delivered before it was sent.

    The margin is the agreement's own; without one the window runs from sending.
    """
    if delivered is not None:
        if delivered.utc < sent.utc:
            raise OrderWrong(first=sent, second=delivered)
        return Start(delivered, "delivered")
    if margin is None:
        return Start(sent, "sent")
    end = end_of(Question(sent, margin, calendar, CONTRACT))
    # The last day of the margin is the day on which notice counts as received.
    last = end.days
    if last is None:
        return Start(Instant(end.at, sent.zone), "sent-with-margin")
    return Start(Instant(ordinal_start(last.found, sent.zone), sent.zone, is_day=True), "sent-with-margin")
