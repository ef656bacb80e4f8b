"""A grant ends when the day ends where the processor is, whatever zone its holder reads in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from ketju.web.base.access import policy
from ketju.web.base.access.models import Membership, Processor


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 30, 21, 59, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 22, 0, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_the_day_is_the_processors(at: datetime, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)
    kite = Processor(slug="kite", zone="Europe/Helsinki")
    with timezone.override("Pacific/Honolulu"):
        assert policy.day_at(kite) == day


def test_a_grant_holds_from_its_first_day_to_its_last() -> None:
    grant = Membership(first=date(2026, 1, 2), last=date(2026, 1, 3))
    held = [grant.holds(date(2026, 1, day)) for day in (1, 2, 3, 4)]
    assert held == [False, True, True, False]
    grant.ended_at = timezone.now()
    assert not grant.holds(date(2026, 1, 2))
