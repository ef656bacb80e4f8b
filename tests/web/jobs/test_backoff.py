"""How long jobs wait, worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketju.web.base.jobs.backoff import Backoff

MINUTES = Backoff(first=timedelta(seconds=10), factor=2, longest=timedelta(minutes=5))


@pytest.mark.parametrize(
    ("attempt", "least", "most"),
    [
        (1, 5, 10),
        (2, 10, 20),
        (3, 20, 40),
        (4, 40, 80),
        (5, 80, 160),
        (6, 150, 300),
        (7, 150, 300),
        (9999, 150, 300),
    ],
)
def test_each_wait_is_twice_the_one_before_until_the_longest(attempt: int, least: int, most: int) -> None:
    assert MINUTES.wait(attempt, 0.0) == timedelta(seconds=least)
    assert MINUTES.wait(attempt, 1.0) == timedelta(seconds=most)
    assert MINUTES.wait(attempt, 0.5) == timedelta(seconds=(least + most) / 2)
