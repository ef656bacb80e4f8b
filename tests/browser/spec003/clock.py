"""A clock that a test moves, for programs of their own: the application, the worker, the mail receiver, helpers.

Only programs that a test starts through this module have such a clock; what is installed knows nothing of it. The file
that ``KETJU_TEST_CLOCK`` names holds how many seconds the clock is ahead of the machine's.
"""

from __future__ import annotations

import os
import runpy
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

FILE = "KETJU_TEST_CLOCK"
real = time.time


def ahead() -> float:
    """How many seconds the clock is ahead."""
    return float(Path(os.environ[FILE]).read_text(encoding="ascii") or 0)


def now() -> datetime:
    """What Django takes for now."""
    return datetime.fromtimestamp(real() + ahead(), UTC)


def move(file: Path, at: datetime) -> None:
    """Put the clock to an instant; it runs on from there. Readers see the old or the new one, never half of it."""
    beside = file.with_suffix(".new")
    beside.write_text(repr(at.timestamp() - real()), encoding="ascii")
    beside.replace(file)


def install() -> None:
    """Give this process the clock of the test."""
    from django.utils import timezone

    time.time = lambda: real() + ahead()
    timezone.now = now


if __name__ == "__main__":
    install()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
