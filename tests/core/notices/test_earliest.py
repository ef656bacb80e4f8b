"""From when a change may take effect: worked cases of the law, and a count day by day beside the quick one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.notices.delivery import Delivery, Fact, delivery_of
from ketju.core.notices.earliest import earliest_for, latest_notice_day, planned_for
from ketju.core.notices.forecast import ahead, forecast, slack
from ketju.core.notices.owed import Owed
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant
from ketju.core.periods.lengths import Length

HELSINKI = ZoneInfo("Europe/Helsinki")
FI = calendar_from("FI")
THIRTY = Length("days", 30)


def at(text: str) -> Instant:
    return Instant(datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC), HELSINKI)


def owed(notice: Length | None = THIRTY, window: Length | None = THIRTY, **other: object) -> Owed:
    return Owed("general", FI, HELSINKI, notice, window=window, **other)  # type: ignore[arg-type]


def test_thirty_days_lie_between_the_notice_and_the_use() -> None:
    """W-3: for a use on 1 January 2027 the last day of notice is 1 December 2026."""
    assert latest_notice_day(owed(), at("2027-01-01")) == date(2026, 12, 1)
    found = earliest_for(owed(window=None), Delivery(at("2026-12-01 14:05"), at("2026-12-01 14:05")))
    assert found.at == at("2027-01-01 00:00")
    assert found.binding == "notice"


def test_the_window_may_end_after_the_notice() -> None:
    """X-8: 30 days from Thursday 26 November 2026 end on Saturday 26 December, a day off; the next working day is
    Monday 28 December, so that the window closes as it ends."""
    found = planned_for(owed(), at("2026-11-26 09:00"))
    assert found.use == at("2026-12-27 00:00")
    assert found.at == at("2026-12-29 00:00")
    assert found.binding == "window"


def test_the_window_runs_from_delivery_not_from_sending() -> None:
    sent, read = at("2026-03-02 08:00"), at("2026-03-09 16:30")
    found = earliest_for(owed(notice_from="sending"), Delivery(sent, read))
    assert found.use == at("2026-04-02 00:00")
    assert found.at == at("2026-04-09 00:00")  # 9 March and 30 days: 8 April, a Wednesday


@pytest.mark.parametrize(
    ("what", "delivery", "waits"),
    [
        (owed(None, None), Delivery(at("2026-03-02"), at("2026-03-02")), "terms"),
        (owed(), Delivery(), "sending"),
        (owed(), Delivery(at("2026-03-02")), "delivery"),
        (Owed("specific", FI, HELSINKI), Delivery(at("2026-03-02"), at("2026-03-02")), "consent"),
    ],
)
def test_without_a_fact_there_is_no_date(what: Owed, delivery: Delivery, waits: str) -> None:
    assert earliest_for(what, delivery).at is None
    assert earliest_for(what, delivery).waits == waits


def test_a_mail_that_may_still_come_back_proves_nothing_yet() -> None:
    """A window of two days is over before the five days in which mail may come back."""
    facts = [Fact("sent", at("2026-03-02 08:00"), "m"), Fact("accepted", at("2026-03-02 08:01"), "m")]
    what = owed(None, Length("days", 2))
    found = earliest_for(what, delivery_of(facts, what))
    assert found.binding == "proof"
    assert found.at == at("2026-03-08 00:00")


def test_a_dead_address_does_not_hold_the_window_and_a_late_bounce_opens_it_again() -> None:
    one = [Fact("sent", at("2026-03-02 08:00"), "a"), Fact("accepted", at("2026-03-02 08:01"), "a")]
    dead = [Fact("sent", at("2026-03-02 08:00"), "b"), Fact("bounced", at("2026-03-02 08:02"), "b")]
    found = delivery_of([*one, *dead], owed())
    assert (found.delivered, found.failed) == (at("2026-03-02 08:01"), ("b",))
    late = Fact("bounced", at("2026-03-20 10:00"), "a")
    assert delivery_of([*one, *dead, late], owed()).delivered is None
    seen = Fact("displayed", at("2026-03-25 10:00"), "c")
    assert delivery_of([*one, *dead, late, seen], owed()).delivered == at("2026-03-25 10:00")


def test_a_letter_counts_seven_days_after_it_was_posted() -> None:
    found = delivery_of([Fact("posted", at("2026-03-02 15:00"), "p")], owed())
    assert found.delivered == at("2026-03-10 00:00")


def test_others_than_main_users_prove_nothing() -> None:
    facts = [Fact("displayed", at("2026-03-02 15:00"), "x", is_main_user=False)]
    assert delivery_of(facts, owed()).delivered is None


def test_if_sent_today_so_many_are_free_when() -> None:
    many = {owed(): 312, owed(Length("days", 45), Length("days", 30)): 28, owed(None, None): 3}
    found = forecast(many, at("2026-11-23 10:00"))
    assert [(one.day, one.count, one.total) for one in found.steps] == [
        (date(2026, 12, 24), 312, 312),
        (date(2027, 1, 8), 28, 340),
    ]
    assert found.unknown == (("terms", 3),)


def test_a_supplier_that_gives_as_long_as_is_owed_leaves_nothing() -> None:
    told = at("2026-03-02 10:00")
    assert slack(at("2026-04-02 00:00"), [owed()], told).days == 0
    assert slack(at("2026-03-17 00:00"), [owed()], told).days == -16
    assert slack(at("2026-06-01 00:00"), [owed(None, None)], told).days is None


def test_a_supplier_is_late_where_a_customer_is_free_an_hour_later() -> None:
    """30 days from 2 March end with 1 April; 2 April begins in Stockholm when it is one o'clock in Helsinki."""
    told, theirs = at("2026-03-02 10:00"), at("2026-04-02 00:00")
    there = Owed("general", calendar_from("NONE"), ZoneInfo("Europe/Stockholm"), THIRTY)
    found = slack(theirs, [there], told)
    assert (found.days, found.short) == (-1, 1)
    assert slack(at("2026-04-03 00:00"), [there], told).days == 1


@pytest.mark.parametrize(
    ("told", "days", "expected"),
    [
        ("2026-03-28 23:30", 1, "2026-03-29"),  # clocks go forward on 29 March: the day has 23 hours
        ("2026-03-28 23:30", 2, "2026-03-30"),
        ("2026-10-25 00:30", 1, "2026-10-26"),  # clocks go back on 25 October: the day has 25 hours
        ("2026-12-01 09:00", 30, "2026-12-31"),
        ("2028-02-28 09:00", 1, "2028-02-29"),
    ],
)
def test_so_many_days_ahead_is_a_day_whatever_clocks_do(told: str, days: int, expected: str) -> None:
    assert ahead(at(told), days) == at(expected)


def counted(event: date, length: Length) -> date:
    """The day after the last day of a period, counted by hand."""
    if length.unit == "days":
        return event + timedelta(days=length.count + 1)
    if length.unit == "weeks":
        return event + timedelta(days=7 * length.count + 1)
    day, left = event, length.count
    while left:
        day += timedelta(days=1)
        left -= FI.is_working(day.toordinal())
    return day + timedelta(days=1)


def after_the_window(event: date, length: Length) -> date:
    """The same, moved to a working day, with two working days in it at least (Art. 3(4), 3(5))."""
    last = counted(event, length) - timedelta(days=1)
    while not FI.is_working(last.toordinal()):
        last += timedelta(days=1)
    if length.count >= 2 or length.unit == "weeks":
        while sum(FI.is_working(event.toordinal() + n) for n in range(1, (last - event).days + 1)) < 2:
            last += timedelta(days=1)
            while not FI.is_working(last.toordinal()):
                last += timedelta(days=1)
    return last + timedelta(days=1)


LENGTHS = st.one_of(
    st.builds(Length, st.just("days"), st.integers(1, 90)),
    st.builds(Length, st.just("weeks"), st.integers(1, 12)),
    st.builds(Length, st.just("working-days"), st.integers(1, 40)),
)
DAYS = st.dates(date(2024, 1, 1), date(2031, 6, 1))


@given(DAYS, LENGTHS, LENGTHS)
def test_the_quick_date_is_the_one_counted_by_hand(day: date, notice: Length, window: Length) -> None:
    sent = Instant(datetime(day.year, day.month, day.day, 12, tzinfo=HELSINKI).astimezone(UTC), HELSINKI)
    found = planned_for(owed(notice, window), sent)
    assert found.at is not None
    by_hand = max(counted(day, notice), after_the_window(day, window))
    # Where sources of a calendar differ, the later day holds for a right: Christmas Eve and Midsummer's Eve.
    assert found.at.local.date() >= by_hand
    assert (found.at.local.date() - by_hand).days <= 5
    if not {(12, 24), (6, 19), (6, 20), (6, 21), (6, 22), (6, 23), (6, 24), (6, 25)} & {
        ((day + timedelta(days=n)).month, (day + timedelta(days=n)).day)
        for n in range((by_hand - day).days + 6)
    }:
        assert found.at.local.date() == by_hand


@given(DAYS, st.integers(1, 24))
def test_months_counted_back_from_the_use_do_not_reach_beyond_the_notice(day: date, months: int) -> None:
    sent = Instant(datetime(day.year, day.month, day.day, 12, tzinfo=HELSINKI).astimezone(UTC), HELSINKI)
    what = owed(Length("months", months), None)
    found = planned_for(what, sent)
    assert found.at is not None
    latest = latest_notice_day(what, found.at)
    assert latest is not None
    assert latest >= day
    before = Instant(found.at.utc - timedelta(days=1), HELSINKI)
    forward = planned_for(what, sent).notice
    assert forward is not None
    is_first = latest_notice_day(what, before) < day  # type: ignore[operator]
    assert is_first or before.utc < forward.expires.utc


def test_a_processor_passes_the_notice_on_before_the_period_begins() -> None:
    """Five days from 1 December are over with 6 December; 30 more are 7 December to 5 January."""
    what = owed(window=None, pass_on=Length("days", 5))
    found = planned_for(what, at("2026-12-01 09:00"))
    assert found.at == at("2027-01-06 00:00")
    assert latest_notice_day(what, at("2027-01-06")) == date(2026, 12, 1)
    # In hours from the midnight at which the day is over; the hour of the event itself is not counted (Art. 3(1)).
    hours = owed(Length("hours", 48), None, pass_on=Length("days", 1))
    assert planned_for(hours, at("2026-12-01 09:00")).at == at("2026-12-05 01:00")


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 40), st.integers(1, 60))
def test_days_to_pass_on_are_days_more(day: date, passing: int, notice: int) -> None:
    sent = at(f"{day} 10:00")
    found = planned_for(owed(Length("days", notice), None, pass_on=Length("days", passing)), sent)
    assert found.at == planned_for(owed(Length("days", notice + passing), None), sent).at


def test_passing_on_ends_with_its_last_day_where_the_next_midnight_is_skipped() -> None:
    """On the Azores clocks go from 0 to 1 on Sunday 29 March 2026. Two days from 26 March end with 28 March; 30 more are
    29 March to 27 April, so that use may begin on 28 April.
    """
    azores = ZoneInfo("Atlantic/Azores")
    sent = Instant(datetime(2026, 3, 26, 14, 11, tzinfo=azores).astimezone(UTC), azores)
    what = Owed("general", calendar_from("PT"), azores, THIRTY, pass_on=Length("days", 2))
    found = planned_for(what, sent).at
    assert found is not None and found.local.date() == date(2026, 4, 28)
