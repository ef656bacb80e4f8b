"""What holds for every period: it grows with its length and its start, and ends where the slow walk ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ketju.core.periods.calendars import Calendar, calendar_from
from ketju.core.periods.instants import Instant, zone_from
from ketju.core.periods.lengths import Length, Unit
from ketju.core.periods.method import CONTRACT
from ketju.core.periods.period import Question, end_of
from ketju.core.periods.readings import period_of
from tests.core.periods import oracle

ZONES = (
    "Europe/Helsinki",
    "Europe/Stockholm",
    "Europe/Berlin",
    "Europe/Dublin",
    "Atlantic/Azores",
    "Europe/Athens",
)
STATES = ("FI", "SE", "DE", "IE", "FR", "PL", "GR", "NO", "ES", "BG", "CZ")
UNITS: tuple[Unit, ...] = ("hours", "days", "working-days", "weeks", "months", "years")
MOST = {"hours": 400, "days": 400, "working-days": 60, "weeks": 60, "months": 40, "years": 8}

calendars = st.sampled_from(STATES).map(calendar_from)
zones = st.sampled_from(ZONES).map(zone_from)
moments = st.datetimes(datetime.fromisoformat("2016-01-01"), datetime.fromisoformat("2034-12-31")).map(
    lambda one: one.replace(microsecond=0, tzinfo=UTC)
)
in_days = st.sampled_from(UNITS[1:])


@st.composite
def lengths(draw: st.DrawFn, units: tuple[Unit, ...] = UNITS) -> Length:
    unit = draw(st.sampled_from(units))
    part = draw(st.integers(0, 29)) if unit == "months" else 0
    return Length(unit, draw(st.integers(1, MOST[unit])), part)


def end(moment: datetime, zone: object, length: Length, calendar: Calendar, **more: object) -> datetime:
    return end_of(Question(Instant(moment, zone), length, calendar, **more)).at  # type: ignore[arg-type]


@given(moments, zones, lengths(), calendars)
def test_a_longer_period_does_not_end_earlier(
    moment: datetime, zone: object, length: Length, calendar: Calendar
) -> None:
    longer = Length(length.unit, length.count + 1, length.days)

    assert end(moment, zone, length, calendar) <= end(moment, zone, longer, calendar)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), zones, lengths(), calendars)
def test_a_period_that_begins_later_does_not_end_earlier(
    moment: datetime, later: timedelta, zone: object, length: Length, calendar: Calendar
) -> None:
    assert end(moment, zone, length, calendar) <= end(moment + later, zone, length, calendar)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), zones, lengths(), calendars)
def test_counted_backwards_a_later_event_does_not_end_the_time_to_act_earlier(
    moment: datetime, later: timedelta, zone: object, length: Length, calendar: Calendar
) -> None:
    first = end(moment, zone, length, calendar, backward=True)

    assert first <= end(moment + later, zone, length, calendar, backward=True)


@given(moments, zones, lengths(), calendars, st.integers(-12, 14))
def test_the_zone_that_an_instant_is_shown_in_changes_nothing(
    moment: datetime, zone: object, length: Length, calendar: Calendar, hours: int
) -> None:
    shown = moment.astimezone(timezone(timedelta(hours=hours)))
    found = period_of(Question(Instant(moment, zone), length, calendar))  # type: ignore[arg-type]
    again = period_of(Question(Instant(shown, zone), length, calendar))  # type: ignore[arg-type]

    assert again.expires.utc == found.expires.utc
    assert [one.expires.utc for one in again.alternatives] == [one.expires.utc for one in found.alternatives]


@given(moments, zones, lengths(UNITS[1:]), calendars)
def test_the_last_day_is_a_working_day_and_two_days_hold_two_of_them(
    moment: datetime, zone: ZoneInfo, length: Length, calendar: Calendar
) -> None:
    event = Instant(moment, zone)
    found = end_of(Question(event, length, calendar))
    assert found.days is not None
    is_working = oracle.works(calendar.code)

    assert is_working(date.fromordinal(found.days.found))
    if length.is_two_days:
        assert oracle.working_days(event.day, date.fromordinal(found.days.found), is_working) >= 2


@given(moments, zones, in_days, st.integers(1, 40), calendars)
@example(datetime(2026, 12, 24, 7, tzinfo=UTC), zone_from("Europe/Helsinki"), "days", 2, calendar_from("FI"))
@example(datetime(2027, 1, 31, 7, tzinfo=UTC), zone_from("Europe/Helsinki"), "months", 1, calendar_from("FI"))
@settings(max_examples=300)
def test_days_end_where_walking_day_by_day_ends(
    moment: datetime, zone: ZoneInfo, unit: Unit, count: int, calendar: Calendar
) -> None:
    count = min(count, MOST[unit])
    event = Instant(moment, zone)
    walked = oracle.last_day(event.day, unit.replace("-", " "), count, oracle.works(calendar.code))

    assert end_of(Question(event, Length(unit, count), calendar)).at == oracle.end_of(walked, zone)


@given(moments, zones, st.integers(1, 400))
def test_hours_end_where_walking_hour_by_hour_ends(moment: datetime, zone: ZoneInfo, count: int) -> None:
    event = Instant(moment, zone)

    assert end_of(Question(event, Length("hours", count))).at == oracle.in_hours(event.local, count)


@given(moments, zones, st.sampled_from(("days", "working-days")), st.integers(1, 40), calendars)
def test_backwards_the_last_day_to_act_is_where_walking_back_ends(
    moment: datetime, zone: ZoneInfo, unit: Unit, count: int, calendar: Calendar
) -> None:
    event = Instant(moment, zone)
    walked = oracle.last_day_before(event.day, unit.replace("-", " "), count, oracle.works(calendar.code))
    found = end_of(Question(event, Length(unit, count), calendar, CONTRACT, backward=True))

    assert found.at == oracle.end_of(walked, zone)


@given(moments, zones, lengths(), calendars)
def test_the_alarm_is_never_after_the_strict_end_nor_a_right_before_it(
    moment: datetime, zone: object, length: Length, calendar: Calendar
) -> None:
    found = period_of(Question(Instant(moment, zone), length, calendar))  # type: ignore[arg-type]

    assert found.alarm.utc <= found.expires.utc <= found.safe("right").utc


@given(
    moments,
    zones,
    lengths(),
    st.sampled_from(["FI", "FI-EJUSTICE", "SE", "SE-1930:173", "SE-EJUSTICE"]),
    st.booleans(),
)
@example(datetime(2026, 12, 10, 7, tzinfo=UTC), zone_from("Europe/Helsinki"), Length("days", 14), "FI", False)
@example(
    datetime(2026, 11, 24, 7, tzinfo=UTC), zone_from("Europe/Helsinki"), Length("months", 1), "FI", False
)
@example(datetime(2026, 12, 23, 7, tzinfo=UTC), zone_from("Europe/Helsinki"), Length("days", 2), "FI", False)
@example(
    datetime(2026, 12, 21, 7, tzinfo=UTC),
    zone_from("Europe/Helsinki"),
    Length("working-days", 30),
    "FI",
    False,
)
@example(datetime(2026, 12, 27, 7, tzinfo=UTC), zone_from("Europe/Helsinki"), Length("days", 2), "FI", True)
@example(
    datetime(2026, 3, 31, 7, tzinfo=UTC), zone_from("Europe/Stockholm"), Length("months", 1), "SE", False
)
@settings(max_examples=300)
def test_what_other_lists_of_the_same_place_say_is_shown_where_and_only_where_it_differs(
    moment: datetime, zone: ZoneInfo, length: Length, code: str, backward: bool
) -> None:
    calendar = calendar_from(code)
    question = Question(Instant(moment, zone), length, calendar, backward=backward)
    found = period_of(question)
    others = {
        one: end(moment, zone, length, calendar_from(one), backward=backward) for one in calendar.readings
    }
    shown = {
        dict(one.params)["calendar"]: one.expires.utc for one in found.alternatives if one.point == "Q-8"
    }

    assert shown == {
        one: at for one, at in others.items() if at != found.expires.utc and length.unit != "hours"
    }
    assert {one.id for one in found.alternatives if one.point == "Q-8"} <= {"calendar"}
