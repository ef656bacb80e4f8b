from __future__ import annotations

import pytest

from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant, parse_instant, zone_from
from ketju.core.periods.lengths import Length
from ketju.core.periods.method import REGULATION, method_for
from ketju.core.periods.period import Period, Question, end_of
from ketju.core.periods.readings import POSITIONS, earlier_of, later_of, method_with, period_of
from ketju.core.problems.periods import LengthMixed, ReadingUnknown

HELSINKI = "Europe/Helsinki"
MONTH, TWO_MONTHS = Length("months", 1), Length("months", 2)


def asked(start: str, length: Length, calendar: str = "FI", **more: object) -> Period:
    question = Question(parse_instant(start, HELSINKI), length, calendar_from(calendar), **more)  # type: ignore[arg-type]
    return period_of(question)


def test_on_christmas_eve_a_duty_is_due_and_a_right_and_a_gate_run_on() -> None:
    # one list has 24 December, the other has not; 14 days from 10 December end there.
    found = asked("2026-12-10T09:00", Length("days", 14))

    assert str(found.expires) == "2026-12-29T00:00+02:00"
    assert str(found.alarm) == str(found.safe("duty")) == "2026-12-25T00:00+02:00"
    assert str(found.safe("right")) == str(found.safe("gate")) == "2026-12-29T00:00+02:00"


def test_where_the_strict_list_has_no_eve_the_right_runs_on_by_the_other() -> None:
    found = asked("2026-12-10T09:00", Length("days", 14), "FI-ejustice")

    assert str(found.expires) == str(found.alarm) == "2026-12-25T00:00+02:00"
    assert str(found.safe("right")) == "2026-12-29T00:00+02:00"


def test_lists_that_agree_on_the_end_are_not_mentioned() -> None:
    assert asked("2026-11-02T10:00", Length("days", 30)).alternatives == ()
    assert asked("2026-05-20T14:00", Length("days", 30)).alternatives == ()  # Midsummer Eve is on both


def test_working_days_over_christmas_differ_between_the_lists() -> None:
    found = asked("2026-12-21T09:00", Length("working-days", 5))

    # Tuesday, Wednesday, then Monday to Wednesday; the other list has Thursday 24 December as the third.
    assert str(found.expires) == "2026-12-31T00:00+02:00"
    assert [str(one.expires) for one in found.alternatives] == ["2026-12-30T00:00+02:00"]


def test_the_swedish_act_of_1930_moves_an_end_on_midsummer_eve() -> None:
    question = Question(parse_instant("2026-05-19T09:00", "Europe/Stockholm"), MONTH, calendar_from("SE"))
    found = period_of(question)

    assert str(found.expires) == "2026-06-20T00:00+02:00"
    assert [(dict(one.params)["calendar"], str(one.expires)) for one in found.alternatives] == [
        ("SE-1930:173", "2026-06-23T00:00+02:00")
    ]


def test_another_seat_is_shown_where_its_day_is_another() -> None:
    event = parse_instant("2026-11-03T00:30+02:00", HELSINKI)
    seat = Instant(event.utc, zone_from("Europe/Stockholm")), calendar_from("SE")
    found = period_of(Question(event, Length("days", 30), calendar_from("FI")), (seat,))

    assert [(one.point, str(one.expires)) for one in found.alternatives] == [
        ("Q-4", "2026-12-03T00:00+01:00")
    ]
    assert str(found.alarm) == "2026-12-03T00:00+01:00"


def test_a_seat_without_a_calendar_takes_that_of_the_period_and_one_that_agrees_is_not_mentioned() -> None:
    event, length = parse_instant("2026-11-03T00:30+02:00", HELSINKI), Length("days", 30)
    stockholm, tallinn = (
        Instant(event.utc, zone_from(one)) for one in ("Europe/Stockholm", "Europe/Tallinn")
    )
    found = period_of(Question(event, length, calendar_from("FI")), ((stockholm, None), (tallinn, None)))

    assert [dict(one.params) for one in found.alternatives] == [
        {"zone": "Europe/Stockholm", "calendar": "FI"}
    ]
    in_hours = period_of(
        Question(event, Length("hours", 5)), ((Instant(event.utc, zone_from("Asia/Kolkata")), None),)
    )
    assert [dict(one.params) for one in in_hours.alternatives if one.id == "seat"] == [
        {"zone": "Asia/Kolkata", "calendar": ""}
    ]


def test_only_an_extension_has_readings_about_extensions() -> None:
    plain = asked("2026-01-31T09:00", MONTH)
    contract = asked("2026-01-31T09:00", MONTH, method=method_for("contract"), extension=TWO_MONTHS)
    backward = asked("2026-02-28T09:00", MONTH, method=method_for("contract"), backward=True)

    assert plain.alternatives == ()
    assert {one.point for one in contract.alternatives} == {"Q-7"}
    assert backward.alternatives == ()


def test_an_extension_counts_from_the_event_unless_another_origin_is_earlier() -> None:
    # 30 November + 3 months is 28 February, a Sunday.
    found = asked("2026-11-30T09:00", MONTH, extension=TWO_MONTHS)

    assert str(found.expires) == "2027-03-02T00:00+02:00"


def test_the_earliest_origin_of_an_extension_is_the_end_and_the_others_are_shown() -> None:
    # 31 January + 1 month is 28 February; + 2 months from there 28 April, from the event 30 April; moved: 2 March + 2 months.
    found = asked("2026-01-31T09:00", MONTH, extension=TWO_MONTHS)

    assert str(found.expires) == "2026-04-29T00:00+03:00"
    assert {one.id: str(one.expires) for one in found.alternatives if one.point == "Q-7"} == {
        "extension-from-receipt": "2026-05-01T00:00+03:00",
        "extension-from-nominal-end": "2026-04-29T00:00+03:00",
        "extension-from-rolled-end": "2026-05-05T00:00+03:00",  # 2 May is a Saturday
    }


def test_an_extension_in_another_unit_runs_from_the_end_of_the_first() -> None:
    # 8 weeks from Monday 2 November, then 6 weeks more; Art. 36(2) GDPR has both.
    weeks = asked("2026-11-02T09:00", Length("weeks", 8), extension=Length("weeks", 6))
    days = asked("2026-11-02T09:00", Length("weeks", 8), extension=Length("days", 42))

    assert str(weeks.expires) == str(days.expires) == "2027-02-09T00:00+02:00"


def test_hours_are_extended_by_hours_only() -> None:
    assert str(asked("2026-11-17T12:30", Length("hours", 24), extension=Length("hours", 48)).expires) == (
        "2026-11-20T13:00+02:00"
    )
    with pytest.raises(LengthMixed):
        asked("2026-11-17T12:30", Length("days", 1), extension=Length("hours", 48))


def test_a_contract_ends_on_the_day_it_says_and_shows_the_other_way() -> None:
    # 30 days from 6 November are over on Sunday 6 December.
    found = asked("2026-11-06T10:00", Length("days", 30), method=method_for("contract"))

    assert str(found.expires) == str(found.alarm) == "2026-12-07T00:00+02:00"
    assert {one.id: str(one.expires) for one in found.alternatives} == {
        "moved-to-working-day": "2026-12-08T00:00+02:00"
    }
    assert str(found.safe("gate")) == "2026-12-08T00:00+02:00"


def test_where_a_customer_s_right_is_at_stake_a_contract_period_is_moved() -> None:
    found = asked("2026-11-06T10:00", Length("days", 30), method=method_for("contract", "right"))

    assert str(found.expires) == "2026-12-08T00:00+02:00"
    assert {one.id for one in found.alternatives} == {"not-moved"}


def test_a_contract_that_ends_on_a_working_day_has_one_reading() -> None:
    assert asked("2026-11-02T10:00", Length("days", 30), method=method_for("contract")).alternatives == ()


def test_a_national_act_moves_the_end_and_has_no_minimum() -> None:
    found = asked("2026-12-04T15:00", Length("days", 2), method=method_for("national"))

    assert str(found.expires) == "2026-12-08T00:00+02:00"


def test_the_earlier_and_the_later_of_several_are_found() -> None:
    days, month = (asked("2026-02-02T10:00", one) for one in (Length("days", 30), MONTH))

    # 4 March by days, 2 March by the month.
    assert earlier_of((days, month)) is month
    assert later_of((days, month)) is days


def test_every_position_can_be_asked_for_and_an_unknown_one_is_refused() -> None:
    for position in POSITIONS:
        method_with(REGULATION, (position.id,))
    with pytest.raises(ReadingUnknown) as raised:
        method_with(REGULATION, ("generous",))
    assert "exact-hours" in raised.value.params["known"].split(", ")


def test_each_open_point_has_its_default_among_the_positions() -> None:
    question = Question(parse_instant("2026-11-20T18:20", HELSINKI), Length("hours", 72), calendar_from("FI"))
    defaults = ("clock-hour", "elapsed-hours", "no-minimum-for-hours", "from-event-day")

    assert method_with(REGULATION, defaults) == REGULATION
    assert end_of(question) == period_of(question).end
