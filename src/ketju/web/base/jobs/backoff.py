"""How long a job waits before it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """The first wait, the factor of each further one, and the longest."""

    first: timedelta = timedelta(seconds=10)
    factor: float = 2.0
    longest: timedelta = timedelta(hours=1)

    def wait(self, attempt: int, chance: float) -> timedelta:
        """The wait after an attempt that failed, counted from 1; ``chance`` from 0 to 1.

        Between half of the wait and the whole of it, so that jobs that failed together do not come together again.
        """
        whole = self.longest.total_seconds()
        steps = min(attempt - 1, 64)
        whole = min(whole, self.first.total_seconds() * self.factor**steps)
        return timedelta(seconds=whole * (0.5 + 0.5 * chance))
