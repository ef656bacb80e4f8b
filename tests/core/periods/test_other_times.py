"""Times that are no counted periods: fixed dates, time that passes, starts of windows."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.elapsed import Elapsed, elapsed
from ketju.core.periods.instants import parse_instant, zone_from
from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.periods.period import Question, end_of
from ketju.core.periods.points import point_on
from ketju.core.periods.starts import window_start
from ketju.core.problems.periods import LengthOpen, OrderWrong, PeriodRange

HELSINKI = "Europe/Helsinki"
FI = calendar_from("FI")


def test_a_fixed_date_lasts_from_its_first_hour_to_its_last_also_on_a_holiday() -> None:
    # Art. 4 and 5: 25 December 2026 is a Friday and a holiday.
    found = point_on(date(2026, 12, 25), zone_from(HELSINKI))

    assert (str(found.begins), str(found.expires)) == ("2026-12-25T00:00+02:00", "2026-12-26T00:00+02:00")


def test_a_fixed_date_on_which_clocks_change_has_25_hours() -> None:
    found = point_on(date(2026, 10, 25), zone_from(HELSINKI))

    assert (found.expires.utc - found.begins.utc).total_seconds() == 25 * 3600


def test_the_last_day_of_the_calendar_has_no_end() -> None:
    with pytest.raises(PeriodRange):
        point_on(date.max, zone_from(HELSINKI))


def test_haste_is_measured_as_time_passes_and_never_met() -> None:
    event = parse_instant("2026-10-24T12:00", HELSINKI)
    found = elapsed("undue-delay", event, parse_instant("2026-10-25T12:30", HELSINKI))

    assert (found.seconds, found.hours, found.days) == (25 * 3600 + 1800, 25, 1)
    assert not {"expires", "is_met", "met"} & set(dir(Elapsed))


def test_time_does_not_pass_before_the_event() -> None:
    event = parse_instant("2026-10-24T12:00", HELSINKI)
    before = parse_instant("2026-10-24T11:59:59", HELSINKI)
    with pytest.raises(OrderWrong) as raised:
        elapsed("immediately", event, before)
    assert raised.value.params == {"first": str(event), "second": str(before)}
    now = elapsed("immediately", event, event)
    assert (now.haste, now.seconds, now.event, now.at) == ("immediately", 0, event, event)


def test_haste_is_no_length_to_count_with() -> None:
    with pytest.raises(LengthOpen):
        end_of(Question(parse_instant("2026-10-24T12:00", HELSINKI), OpenLength("promptly"), FI))  # type: ignore[arg-type]


def test_a_window_runs_from_proven_delivery() -> None:
    sent, delivered = (parse_instant(one, HELSINKI) for one in ("2026-11-02T10:00", "2026-11-04T08:00"))

    found = window_start(sent, delivered, Length("days", 7), FI)
    assert (found.event, found.reason) == (delivered, "delivered")
    assert window_start(sent, sent, None, FI).event == sent
    with pytest.raises(OrderWrong) as raised:
        window_start(delivered, sent, None, FI)
    assert raised.value.params == {"first": str(delivered), "second": str(sent)}


def test_a_window_without_proof_runs_from_sending_with_the_margin_of_the_agreement() -> None:
    sent = parse_instant("2026-11-02T10:00", HELSINKI)
    with_margin = window_start(sent, None, Length("days", 7), FI)

    assert (with_margin.event.day, with_margin.reason) == (date(2026, 11, 9), "sent-with-margin")
    assert (with_margin.event.zone_name, with_margin.event.is_day) == (HELSINKI, True)
    assert with_margin.event.utc == parse_instant("2026-11-09", HELSINKI).utc
    plain = window_start(sent, None, None, FI)
    assert (plain.event, plain.reason) == (sent, "sent")
    # 30 days to object: day 1 is the day after the margin.
    end = end_of(Question(with_margin.event, Length("days", 30), FI))
    assert end.at.isoformat() == "2026-12-09T22:00:00+00:00"


def test_a_margin_in_hours_is_added_to_the_minute_s_hour() -> None:
    sent = parse_instant("2026-11-02T10:20", HELSINKI)

    found = window_start(sent, None, Length("hours", 24), FI)
    assert (str(found.event), found.reason) == ("2026-11-03T11:00+02:00", "sent-with-margin")


def test_a_margin_is_the_contract_s_own_and_not_moved_off_a_day_off() -> None:
    # Five days after Monday 2 November is Saturday 7 November.
    sent = parse_instant("2026-11-02T10:20", HELSINKI)

    assert window_start(sent, None, Length("days", 5), FI).event.day == date(2026, 11, 7)
