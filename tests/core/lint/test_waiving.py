"""Waivers accept the findings they name, from their first day to their last."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.lint.waiving import Waivers, is_in_force
from ketju.core.model.date import PartialDate, partial_date_from_iso
from ketju.core.model.finding import Finding
from ketju.core.model.register import Waiver

FINDING = Finding("REG004", "place-missing", "error", "entries/vadelma/places")


def waiver(**given: str) -> Waiver:
    dates = {name: partial_date_from_iso(given.pop(name)) for name in ("since", "until") if name in given}
    return Waiver(
        **{"rule": "REG004", "reason": "r", "owner": "o", "until": PartialDate(2027), **given, **dates}
    )


@pytest.mark.parametrize(
    ("until", "day", "holds"),
    [
        ("2026-11-30", date(2026, 11, 30), True),
        ("2026-11-30", date(2026, 12, 1), False),
        ("2026-11", date(2026, 11, 30), True),
        ("2024-02", date(2024, 2, 29), True),
        ("2023-02", date(2023, 3, 1), False),
        ("2026", date(2026, 12, 31), True),
        ("2026", date(2027, 1, 1), False),
    ],
)
def test_a_waiver_holds_to_the_last_day_that_its_end_may_mean(until: str, day: date, holds: bool) -> None:
    assert is_in_force(waiver(until=until), day) is holds


def test_a_waiver_does_not_hold_before_its_first_day() -> None:
    begins = waiver(since="2026-11-02")

    assert not is_in_force(begins, date(2026, 11, 1))
    assert is_in_force(begins, date(2026, 11, 2))


@pytest.mark.parametrize(
    "given",
    [
        {"entry": "vadelma"},
        {"path": "entries/vadelma/places"},
        {"path": "entries/vadelma"},
        {"rule": "place-missing", "entry": "vadelma"},
        {},
    ],
)
def test_a_waiver_accepts_the_findings_that_it_names(given: dict[str, str]) -> None:
    one = waiver(**given)

    assert Waivers([one], date(2026, 11, 1)).applied(FINDING).waiver == one


@pytest.mark.parametrize(
    "given",
    [
        {"entry": "mustikka"},
        {"path": "entries/vadelma/place"},
        {"path": "entries/vad"},
        {"rule": "REG001"},
        {"until": "2026-10"},
        {"since": "2026-12"},
    ],
)
def test_a_waiver_accepts_nothing_else(given: dict[str, str]) -> None:
    assert Waivers([waiver(**given)], date(2026, 11, 1)).applied(FINDING).waiver is None


def test_of_two_waivers_the_closer_one_is_named() -> None:
    whole, close = waiver(), waiver(entry="vadelma")

    assert Waivers([whole, close], date(2026, 11, 1)).applied(FINDING).waiver == close
