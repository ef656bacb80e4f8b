"""When periodic work is due, by the calendar and the clocks of Helsinki."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ketju.web.base.jobs import looking_after, schedules
from ketju.web.base.jobs.models import Due, Job
from ketju.web.base.jobs.reads import periodic
from ketju.web.base.jobs.schedules import Schedule, schedule
from tests.web.jobs import deeds

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def daily(at: str) -> Schedule:
    return schedule(f"test.daily.{at}", deeds.hopeless, at=at, zone="Europe/Helsinki")


@pytest.fixture(autouse=True)
def only_of_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_SCHEDULES", {})


@pytest.mark.parametrize(
    ("now", "last", "following"),
    [
        ("2026-11-29T12:00:00", "2026-11-29T12:00:00", "2026-11-29T12:15:00"),
        ("2026-11-29T12:14:59", "2026-11-29T12:00:00", "2026-11-29T12:15:00"),
        ("2026-01-01T00:00:01", "2026-01-01T00:00:00", "2026-01-01T00:15:00"),
    ],
)
def test_every_quarter_of_an_hour(now: str, last: str, following: str) -> None:
    one = schedule("test.quarter", deeds.hopeless, every=timedelta(minutes=15))
    at = datetime.fromisoformat(f"{now}+00:00")
    assert one.last_due(at) == datetime.fromisoformat(f"{last}+00:00")
    assert one.next_due(at) == datetime.fromisoformat(f"{following}+00:00")


@pytest.mark.parametrize(
    ("at", "now", "last", "following"),
    [
        # Helsinki is at UTC+2 in winter and at UTC+3 in summer.
        ("03:15", "2026-01-10T01:15", "2026-01-10T01:15", "2026-01-11T01:15"),
        ("03:15", "2026-01-10T01:14", "2026-01-09T01:15", "2026-01-10T01:15"),
        ("03:15", "2026-07-10T00:15", "2026-07-10T00:15", "2026-07-11T00:15"),
        # 00:30 of the 10th in Helsinki is the 9th in UTC.
        ("00:30", "2026-01-09T22:30", "2026-01-09T22:30", "2026-01-10T22:30"),
        # 29 March 2026: clocks go from 03:00 to 04:00. 03:30 is not there, and the work is done at 04:30 (01:30 UTC).
        ("03:30", "2026-03-29T12:00", "2026-03-29T01:30", "2026-03-30T00:30"),
        # 25 October 2026: clocks go from 04:00 back to 03:00. 03:30 is there twice, and the first one counts (00:30 UTC).
        ("03:30", "2026-10-25T00:30", "2026-10-25T00:30", "2026-10-26T01:30"),
        ("03:30", "2026-10-25T01:45", "2026-10-25T00:30", "2026-10-26T01:30"),
    ],
)
def test_daily_at_a_time_of_the_clock(at: str, now: str, last: str, following: str) -> None:
    moment = datetime.fromisoformat(f"{now}:00+00:00")
    assert daily(at).last_due(moment) == datetime.fromisoformat(f"{last}:00+00:00")
    assert daily(at).next_due(moment) == datetime.fromisoformat(f"{following}:00+00:00")


def test_a_schedule_is_due_every_so_often_or_at_a_time() -> None:
    for wrong in ({}, {"every": timedelta(hours=1), "at": "03:00"}, {"every": timedelta(0)}):
        with pytest.raises(ValueError, match="every so often"):
            schedule("test.wrong", deeds.hopeless, **wrong)


def test_two_schedules_cannot_share_a_name() -> None:
    schedule("test.same", deeds.hopeless, at="03:00")
    with pytest.raises(ValueError, match="taken"):
        schedule("test.same", deeds.hopeless, at="04:00")


@pytest.mark.django_db
def test_a_job_is_made_once_for_each_time_and_once_after_a_pause() -> None:
    schedule("test.hourly", deeds.hopeless, every=timedelta(hours=1))
    assert looking_after.tick(at=NOON) == 1
    assert looking_after.tick(at=NOON + timedelta(minutes=59)) == 0
    assert looking_after.tick(at=NOON + timedelta(minutes=60)) == 1
    assert looking_after.tick(at=NOON + timedelta(days=2)) == 1
    assert Job.objects.count() == Due.objects.count() == 3


@pytest.mark.django_db
def test_the_page_of_today_sees_when_it_was_last_done() -> None:
    one = schedule("test.hourly", deeds.hopeless, every=timedelta(hours=1))
    (never,) = periodic(NOON)
    assert (never.due_at, never.last_done_at, never.is_late) == (None, None, True)
    looking_after.tick(at=NOON)
    done_at = NOON + timedelta(minutes=1)
    Job.objects.update(done_at=done_at)
    (found,) = periodic(NOON + timedelta(minutes=2))
    assert (found.name, found.due_at, found.done_at, found.is_late) == (one.name, NOON, done_at, False)
    looking_after.tick(at=NOON + timedelta(hours=1))
    (waiting,) = periodic(NOON + timedelta(hours=1, minutes=30))
    assert (waiting.done_at, waiting.last_done_at, waiting.is_late) == (None, done_at, False)
    (late,) = periodic(NOON + timedelta(hours=2, minutes=30))
    assert late.is_late
    assert late.next_at == NOON + timedelta(hours=3)
