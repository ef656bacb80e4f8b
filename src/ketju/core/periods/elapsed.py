"""Time that has passed: for duties to act "without undue delay", "immediately", "promptly".

No number makes such a duty met, so nothing here says that it is (Q-12, GDPR Art. 33(2)).
"""

from __future__ import annotations

from dataclasses import dataclass

from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Haste
from ketju.core.problems.periods import OrderWrong


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long ago an event was, in whole seconds as they pass. It has no ``expires``: nobody knows one."""

    haste: Haste
    event: Instant
    at: Instant
    seconds: int

    @property
    def hours(self) -> int:
        """Whole hours that have passed."""
        return self.seconds // 3600

    @property
    def days(self) -> int:
        """Whole times 24 hours that have passed."""
        return self.seconds // 86_400


def elapsed(haste: Haste, event: Instant, at: Instant) -> Elapsed:
    """How long it is from an event to an instant. Raises OrderWrong where the event is yet to come."""
    seconds = int((at.utc - event.utc).total_seconds())
    if seconds < 0:
        raise OrderWrong(first=event, second=at)
    return Elapsed(haste, event, at, seconds)
