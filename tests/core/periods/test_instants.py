from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.periods.instants import Instant, day_start, known_zones, parse_instant, written, zone_from
from ketju.core.problems import Problem
from ketju.core.problems.periods import (
    InstantWrong,
    PeriodRange,
    TimeAmbiguous,
    TimeSkipped,
    ZoneMissing,
    ZoneUnknown,
)

HELSINKI = "Europe/Helsinki"
EARLY, LATE = datetime.fromisoformat("0003-01-01"), datetime.fromisoformat("9998-12-30")


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-11-20T18:20+02:00", "", "2026-11-20T16:20+00:00"),
        ("2026-11-20 18:20+0200", "", "2026-11-20T16:20+00:00"),
        ("2026-11-20T18:20+02", "", "2026-11-20T16:20+00:00"),
        ("2026-11-20T16:20Z", "", "2026-11-20T16:20+00:00"),
        ("2026-11-20T18:20", HELSINKI, "2026-11-20T16:20+00:00"),
        ("2026-11-20T18:20:30.5", HELSINKI, "2026-11-20T16:20:30.500000+00:00"),
        ("2026-11-20T18:20", "+02:00", "2026-11-20T16:20+00:00"),
        ("2026-11-20", HELSINKI, "2026-11-19T22:00+00:00"),
        ("2028-02-29T12:00Z", "", "2028-02-29T12:00+00:00"),
    ],
)
def test_a_time_is_read(text: str, zone: str, utc: str) -> None:
    assert written(parse_instant(text, zone).utc) == utc


def test_the_zone_is_recorded_and_is_the_offset_where_none_is_given() -> None:
    assert parse_instant("2026-11-20T18:20+02:00", HELSINKI).zone_name == HELSINKI
    assert parse_instant("2026-11-20T18:20+02:00").zone_name == "+02:00"
    assert parse_instant("2026-11-20T18:20-03:30").zone_name == "-03:30"


def test_an_offset_fixes_the_instant_and_the_zone_says_which_day_it_is() -> None:
    found = parse_instant("2026-11-03T00:30+02:00", "Europe/Stockholm")

    assert (str(found), found.day) == ("2026-11-02T23:30+01:00", date(2026, 11, 2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-02-30T12:00Z",
        "2027-02-29T12:00Z",
        "2026-13-01T12:00Z",
        "2026-11-20T24:00Z",
        "2026-11-20T25:00Z",
        "2026-11-20T12:60Z",
        "2026-11-20T12:00:60Z",
        "20.11.2026 12:00",
        "2026-W47-5T12:00Z",
        "20261120T1200Z",
        "2026-11-20T12",
        "2026-11-20T12:00 EET",
        "0000-01-01T12:00Z",
        "٢٠٢٦-11-20T12:00Z",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InstantWrong):
        parse_instant(text, HELSINKI)


@pytest.mark.parametrize("text", ["2026-11-20T12:00", "2026-11-20"])
def test_a_time_that_does_not_say_where_is_refused(text: str) -> None:
    with pytest.raises(ZoneMissing):
        parse_instant(text)


def test_a_time_that_came_twice_is_refused_unless_it_is_said_which() -> None:
    with pytest.raises(TimeAmbiguous) as raised:
        parse_instant("2026-10-25T03:30", HELSINKI)

    assert (raised.value.params["first"], raised.value.params["second"]) == ("+03:00", "+02:00")
    assert str(parse_instant("2026-10-25T03:30", HELSINKI, 0)) == "2026-10-25T03:30+03:00"
    assert str(parse_instant("2026-10-25T03:30", HELSINKI, 1)) == "2026-10-25T03:30+02:00"
    assert parse_instant("2026-10-25T03:30+02:00", HELSINKI).local.fold == 1


def test_a_problem_says_what_was_written_and_where() -> None:
    with pytest.raises(TimeAmbiguous) as twice:
        parse_instant("2026-10-25T03:30", HELSINKI)
    with pytest.raises(TimeSkipped) as never:
        parse_instant("2027-03-28T03:30", HELSINKI)
    with pytest.raises(InstantWrong) as wrong:
        parse_instant("2026-02-30T12:00Z")
    with pytest.raises(ZoneMissing) as missing:
        parse_instant("2026-11-20")
    with pytest.raises(ZoneUnknown) as far:
        parse_instant("2026-11-20T12:00+15:00")

    assert (twice.value.params["found"], twice.value.params["zone"]) == ("2026-10-25T03:30", HELSINKI)
    assert (never.value.params["found"], never.value.params["zone"]) == ("2027-03-28T03:30", HELSINKI)
    assert wrong.value.params == {"found": "2026-02-30T12:00Z"}
    assert missing.value.params == {"found": "2026-11-20"}
    assert far.value.params == {"found": "+15:00", "suggestions": ""}


@pytest.mark.parametrize(
    ("offset", "name"), [("Z", "+00:00"), ("+14:00", "+14:00"), ("-09:59", "-09:59"), ("UTC", "+00:00")]
)
def test_offsets_are_zones(offset: str, name: str) -> None:
    assert parse_instant("2026-11-20T12:00", offset).zone_name == name


@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_time_that_never_came_is_refused(fold: int | None) -> None:
    with pytest.raises(TimeSkipped) as raised:
        parse_instant("2027-03-28T03:30", HELSINKI, fold)
    assert (raised.value.params["first"], raised.value.params["second"]) == ("+02:00", "+03:00")


def test_times_around_a_change_of_clocks_are_read() -> None:
    for time in ("02:59", "04:00"):
        assert str(parse_instant(f"2027-03-28T{time}", HELSINKI)).startswith(f"2027-03-28T{time}")


def test_a_zone_that_is_not_there_is_refused_with_what_may_have_been_meant() -> None:
    for name in ("Europe/Helsinky", "europe/helsinki"):
        with pytest.raises(ZoneUnknown) as raised:
            zone_from(name)
        assert HELSINKI in raised.value.params["suggestions"].split(", ")
    for name in ("", "EET+2", "../../etc/passwd", "+25:00", "+02:75"):
        with pytest.raises(ZoneUnknown):
            zone_from(name)


def hours_of(when: datetime) -> float:
    offset = when.utcoffset()
    assert offset is not None
    return offset.total_seconds() / 3600


def test_every_zone_of_the_database_can_be_loaded() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert all(-14 <= hours_of(noon.astimezone(zone_from(name))) <= 14 for name in known_zones())
    assert len(known_zones()) > 500


def test_a_day_begins_where_midnight_is_skipped_or_comes_twice() -> None:
    azores, havana = zone_from("Atlantic/Azores"), zone_from("America/Havana")

    assert day_start(date(2026, 3, 29), azores).astimezone(azores).isoformat() == "2026-03-29T01:00:00+00:00"
    assert day_start(date(2026, 11, 1), havana).astimezone(havana).isoformat() == "2026-11-01T00:00:00-04:00"


@given(st.datetimes(timezones=st.just(UTC), min_value=EARLY, max_value=LATE), st.integers(-12 * 60, 14 * 60))
def test_what_is_written_is_read_as_the_same_instant(moment: datetime, minutes: int) -> None:
    when = moment.astimezone(timezone(timedelta(minutes=minutes)))

    assert parse_instant(written(when)).utc == when


@given(st.text(max_size=30), st.sampled_from(["", HELSINKI, "+02:00"]))
def test_any_text_is_an_instant_or_a_problem(text: str, zone: str) -> None:
    try:
        assert parse_instant(text, zone).utc.tzinfo is not None
    except Problem as problem:
        assert problem.code.startswith("period.")


@pytest.mark.parametrize("text", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "9999-12-31T23:59Z"])
def test_the_ends_of_time_are_refused(text: str) -> None:
    """Half past midnight of the day after the last one is no time that can be told."""
    with pytest.raises(PeriodRange):
        parse_instant(text, "Pacific/Kiritimati")


@pytest.mark.parametrize(
    ("zone", "end", "last"),
    [
        (
            "Atlantic/Azores",
            date(2026, 3, 29),
            date(2026, 3, 28),
        ),  # clocks go from 0 to 1 (Directive 2000/84/EC Art. 2)
        ("Europe/Helsinki", date(2026, 3, 30), date(2026, 3, 29)),
        ("Europe/Helsinki", date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_what_ends_with_a_day_is_that_day(zone: str, end: date, last: date) -> None:
    here = zone_from(zone)
    assert Instant(day_start(end, here), here).last_day == last
