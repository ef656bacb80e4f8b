"""What reading costs, counted instead of timed: calls of functions, of Python's own ones as well.

A count is the same on every machine and on every day. What one call costs inside – a regular expression that goes back
and forth, say – does not show; ``make bench`` measures that by the clock, over the same kinds of texts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from ketju.core.problems import Problem

SLACK = 2000
"""So many calls may be made whatever the length is."""


def calls(work: Callable[[], object]) -> int:
    """How many calls ``work`` makes; a problem that it ends in is an end like others."""
    count = 0

    def count_one(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count_one)
    try:
        with suppress(Problem):
            work()
    finally:
        sys.setprofile(before)
    return count


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Twice the size takes at most twice the calls, and a little."""
    once, twice = calls(lambda: work(size)), calls(lambda: work(2 * size))
    assert twice <= 2.2 * once + SLACK, f"{once} calls for {size}, {twice} for twice as much"
