"""``ketju period`` as it is called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Run

HELSINKI = ("--zone", "Europe/Helsinki")
BREACH = ("period", "--from", "2026-11-20T18:20+02:00", *HELSINKI, "--length", "72 hours")


def data(ketju: Run, *arguments: object) -> dict[str, Any]:
    ran = ketju(*arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_breach_on_friday_evening(ketju: Run) -> None:
    found = data(ketju, *BREACH, "--calendar", "FI")

    assert found["expires"] == "2026-11-23T19:00+02:00"
    assert found["alarm"] == "2026-11-23T18:20+02:00"
    assert found["zone"] == "Europe/Helsinki"
    assert found["period"] == "72 hours"
    assert found["calendar"] == "FI"
    assert found["rule"] == "3(1) 1st subpara; 3(2)(a)"
    assert {one["id"]: one["expires"] for one in found["alternatives"]} == {
        "exact-hours": "2026-11-23T18:20+02:00",
        "two-days-with-parts": "2026-11-23T19:00+02:00",
        "two-whole-days": "2026-11-25T00:00+02:00",
    }
    assert found["working"][1].startswith("The hour of the event is not counted.")


def test_people_see_the_ends_the_working_and_the_readings(ketju: Run) -> None:
    ran = ketju("period", "--from", "2026-12-10T09:00", *HELSINKI, "--length", "14 days", "--calendar", "FI")

    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "14 days from Thu 10 December 2026 at 09:00 (+02:00)"
    assert "  Expires                     2026-12-29T00:00+02:00, end of Mon 28 December 2026" in lines
    assert "  Alarm                       2026-12-25T00:00+02:00, end of Thu 24 December 2026" in lines
    assert "  Safe for a right or a gate  2026-12-29T00:00+02:00, end of Mon 28 December 2026" in lines
    assert "Thu 24 December 2026 (Christmas Eve)" in ran.out
    assert "One reading besides" in lines


@pytest.mark.parametrize("option", ["--lang", "--language"])
@pytest.mark.parametrize(("language", "word"), [("fi", "Laskelma"), ("sv", "Uträkning")])
def test_the_working_is_in_the_reader_s_language(ketju: Run, option: str, language: str, word: str) -> None:
    ran = ketju(*BREACH, option, language)
    joined = ketju(*BREACH, f"{option}={language}")

    assert word in ran.out.splitlines()
    assert joined.out == ran.out


def test_data_but_for_words_is_the_same_in_each_language(ketju: Run) -> None:
    def without_words(language: str) -> dict[str, Any]:
        found = data(ketju, *BREACH, "--calendar", "FI", "--lang", language)
        for one in found["alternatives"]:
            del one["reading"]
        return {name: value for name, value in found.items() if name != "working"}

    assert without_words("en") == without_words("fi") == without_words("sv")


def test_the_zone_is_the_offset_where_none_is_given(ketju: Run) -> None:
    found = data(ketju, "period", "--from", "2026-11-20T18:20+02:00", "--length", "72 hours")

    assert (found["zone"], found["expires"], found["calendar"]) == ("+02:00", "2026-11-23T19:00+02:00", None)


def test_thirty_days_before_use(ketju: Run) -> None:
    found = data(
        ketju,
        "period",
        "--from",
        "2027-01-01T00:00",
        *HELSINKI,
        "--length",
        "30 days",
        "--calendar",
        "FI",
        "--backward",
    )

    assert (found["expires"], found["backward"]) == ("2026-12-02T00:00+02:00", True)


def test_a_contract_s_period_from_delivery_for_the_customer_s_right(ketju: Run) -> None:
    # Delivered on 6 November; day 30 is Sunday 6 December, Independence Day.
    found = data(
        ketju,
        *("period", "--from", "2026-11-04T10:00", "--delivered", "2026-11-06T08:00", *HELSINKI),
        *("--length", "30 days", "--calendar", "FI", "--regime", "contract", "--side", "right"),
    )

    assert (found["start"], found["expires"]) == ("2026-11-06T08:00+02:00", "2026-12-08T00:00+02:00")
    assert found["alarm"] == "2026-12-07T00:00+02:00"


def test_notice_without_proof_of_delivery_counts_from_the_end_of_its_margin(ketju: Run) -> None:
    found = data(
        ketju,
        *("period", "--from", "2026-11-02T10:00", "--margin", "7 days", *HELSINKI),
        *("--length", "30 days", "--calendar", "FI"),
    )

    assert (found["start"], found["expires"]) == ("2026-11-09", "2026-12-10T00:00+02:00")


def test_an_extension(ketju: Run) -> None:
    found = data(
        ketju,
        *("period", "--from", "2026-11-30T09:00", *HELSINKI, "--length", "1 month"),
        *("--extension", "2 months", "--calendar", "FI"),
    )

    assert (found["expires"], found["extension"]) == ("2027-03-02T00:00+02:00", "2 months")


@pytest.mark.parametrize(
    ("which", "end"), [("earlier", "2026-03-03T00:00+02:00"), ("later", "2026-03-05T00:00+02:00")]
)
def test_of_several_lengths_one_end_counts(ketju: Run, which: str, end: str) -> None:
    asked = (
        *("period", "--from", "2026-02-02T10:00", *HELSINKI, "--length", "30 days", "--length", "1 month"),
        *("--calendar", "FI", "--of", which),
    )
    found = data(ketju, *asked)

    assert (found["expires"], found["of"], len(found["periods"])) == (end, which, 2)
    assert ketju(*asked).out.endswith(f"The {which} end counts: {end}\n")


def test_another_seat_is_shown_beside(ketju: Run) -> None:
    found = data(
        ketju,
        *("period", "--from", "2026-11-03T00:30+02:00", *HELSINKI, "--length", "30 days", "--calendar", "FI"),
        *("--seat", "Europe/Stockholm,SE"),
    )

    assert [(one["id"], one["expires"]) for one in found["alternatives"]] == [
        ("seat", "2026-12-03T00:00+01:00")
    ]


def test_without_undue_delay_is_measured_and_never_met(ketju: Run) -> None:
    asked = ("period", "--from", "2026-11-20T18:20+02:00", "--length", "without undue delay")
    found = data(ketju, *asked, "--at", "2026-11-21T20:50+02:00")

    assert (found["expires"], found["alarm"], found["met"]) == (None, None, None)
    assert found["elapsed"] == {"seconds": 95400, "hours": 26, "days": 1}
    text = ketju(*asked, "--at", "2026-11-21T20:50+02:00").out
    assert "26 hours and 30 min" in text
    assert "no time makes the duty met" in " ".join(text.split())
    assert data(ketju, *asked)["elapsed"]["hours"] > 0


def test_of_an_event_to_come_no_time_has_passed(ketju: Run) -> None:
    found = data(ketju, "period", "--from", "2999-11-20T18:20+02:00", "--length", "without undue delay")

    assert (found["elapsed"]["seconds"], found["met"]) == (0, None)


def test_a_fixed_date_on_a_holiday(ketju: Run) -> None:
    found = data(ketju, "period", "--on", "2026-12-25", *HELSINKI)

    assert (found["begins"], found["expires"]) == ("2026-12-25T00:00+02:00", "2026-12-26T00:00+02:00")
    assert "a day off moves nothing" in " ".join(ketju("period", "--on", "2026-12-25", *HELSINKI).out.split())


def test_the_calendars_are_listed_with_regions_and_sources(ketju: Run) -> None:
    listed = {one["code"]: one for one in json.loads(ketju("period", "--calendars", "--json").out)}

    assert {"FI", "SE-1930:173", "EU", "DE", "none"} <= set(listed)
    assert "BY" in listed["DE"]["regions"]
    assert (listed["FI"]["first_year"], listed["none"]["first_year"]) == (2000, None)
    text = ketju("period", "--calendars").out
    assert "the Swedish Act 1930:173" in " ".join(text.split())
    assert "A region is written after its state: DE-BY." in text


FRIDAY = "2026-11-20T12:00+02:00"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--from", "2026-10-25T03:30", *HELSINKI, "--length", "72 hours"), "period.time-ambiguous"),
        (("--from", "2027-03-28T03:30", *HELSINKI, "--length", "72 hours"), "period.time-skipped"),
        (("--from", "2026-02-30T12:00Z", "--length", "72 hours"), "period.instant-wrong"),
        (("--from", "2026-11-20T12:00", "--length", "72 hours"), "period.zone-missing"),
        (("--from", FRIDAY, "--zone", "Europe/Helsinky", "--length", "72 hours"), "period.zone-unknown"),
        (("--from", FRIDAY, "--length", "30 days"), "period.calendar-missing"),
        (("--from", FRIDAY, "--length", "30 days", "--calendar", "XX"), "period.calendar-unknown"),
        (("--from", "1900-01-01T12:00Z", "--length", "30 days", "--calendar", "FI"), "period.calendar-range"),
        (("--from", FRIDAY, "--length", "0 days", "--calendar", "FI"), "period.length-small"),
        (("--from", FRIDAY, "--length", "-3 days", "--calendar", "FI"), "period.length-small"),
        (("--from", FRIDAY, "--length", "999999 years", "--calendar", "FI"), "period.length-large"),
        (("--from", FRIDAY, "--length", "some days", "--calendar", "FI"), "period.length-wrong"),
        (("--from", FRIDAY, "--length", "1.5 days", "--calendar", "FI"), "period.length-broken"),
        (
            ("--from", FRIDAY, "--length", "3 days", "--extension", "1 hour", "--calendar", "FI"),
            "period.length-mixed",
        ),
        (
            ("--from", FRIDAY, "--length", "3 days", "--extension", "at once", "--calendar", "FI"),
            "period.length-open",
        ),
        (
            (
                "--from",
                FRIDAY,
                "--length",
                "3 days",
                "--extension",
                "1 day",
                "--calendar",
                "FI",
                "--backward",
            ),
            "period.extension-backward",
        ),
        (("--from", "2026-11-20", *HELSINKI, "--length", "72 hours"), "period.time-missing"),
        (("--from", FRIDAY, "--length", "72 hours", "--reading", "kind"), "period.reading-unknown"),
        (("--from", FRIDAY, "--length", "at once", "--at", "2026-11-20T11:00+02:00"), "period.order-wrong"),
        (("--from", "9999-12-01T12:00Z", "--length", "60 days", "--calendar", "none"), "period.range"),
        (
            (
                "--on",
                "2026-12-25",
            ),
            "period.zone-missing",
        ),
        (("--on", "2026-02-30", *HELSINKI), "date-wrong"),
        (("--length", "72 hours"), "usage.required"),
        (("--from", FRIDAY), "usage.required"),
        (("--from", FRIDAY, "--length", "72 hours", "--fold", "3"), "usage.choice"),
    ],
)
def test_what_has_no_one_answer_is_a_problem_with_advice(
    ketju: Run, arguments: tuple[str, ...], code: str
) -> None:
    for language in ("en", "fi", "sv"):
        ran = ketju("period", *arguments, "--lang", language)

        assert (ran.code, ran.out) == (2, "")
        assert f"[{code}]: " in ran.err.splitlines()[0]
        assert len(ran.err.splitlines()) == 2
        assert "{" not in ran.err


def test_a_time_that_came_twice_is_counted_once_it_is_said_which(ketju: Run) -> None:
    asked = ("period", "--from", "2026-10-25T03:30", *HELSINKI, "--length", "72 hours")

    assert data(ketju, *asked, "--fold", "0")["expires"] == "2026-10-28T03:00+02:00"
    assert data(ketju, *asked, "--fold", "1")["expires"] == "2026-10-28T04:00+02:00"
