"""Time on a machine where others are at work: by the clock, what of it was waiting, and that of the processor."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock; of these, ready to run while other programs had the processors; of the processor."""

    seconds: float
    waited: float
    processor: float


def took(call: Callable[[], Any]) -> Took:
    """How long a call takes in this thread and in the server of its database connection, as Linux counts it."""
    processor, waited = _counted()
    start = time.perf_counter()
    call()
    seconds = time.perf_counter() - start
    now, waited_now = _counted()
    return Took(seconds, min(waited_now - waited, seconds), now - processor)


def _counted() -> tuple[float, float]:
    """Seconds of the processor, and seconds of waiting for one."""
    from django.db import connection

    connection.ensure_connection()
    places = ("thread-self", str(connection.connection.info.backend_pid))
    counts = [Path(f"/proc/{one}/schedstat").read_text().split() for one in places]
    return sum(int(one[0]) for one in counts) / 1e9, sum(int(one[1]) for one in counts) / 1e9
