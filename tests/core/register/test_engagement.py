"""What an entry is on a day. The days are read off the calendar: a year lasts from 1 January to 31 December."""

from datetime import date

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry
from ketju.core.register.engagement import stage

NEXT_YEAR = PartialDate(2027)
FEBRUARY = PartialDate(2027, 2)


@pytest.mark.parametrize(
    ("since", "until", "on", "expected"),
    [
        (None, None, date(2026, 11, 29), "current"),
        (NEXT_YEAR, None, date(2026, 12, 31), "planned"),
        (NEXT_YEAR, None, date(2027, 1, 1), "current"),
        (FEBRUARY, None, date(2027, 1, 31), "planned"),
        (FEBRUARY, None, date(2027, 2, 1), "current"),
        (None, FEBRUARY, date(2027, 2, 28), "current"),
        (None, FEBRUARY, date(2027, 3, 1), "ended"),
        (FEBRUARY, FEBRUARY, date(2027, 2, 14), "current"),
        (PartialDate(2027, 2, 10), PartialDate(2027, 2, 10), date(2027, 2, 9), "planned"),
        (PartialDate(2027, 2, 10), PartialDate(2027, 2, 10), date(2027, 2, 11), "ended"),
    ],
)
def test_the_dates_and_the_day_say_whether_it_is_planned_current_or_ended(since, until, on, expected):
    assert stage(Entry("a", "A", since=since, until=until), on) == expected
