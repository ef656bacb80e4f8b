"""Every row of the published vectors: end, day, UTC, rules, and each reading that they list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant, parse_instant, zone_from
from ketju.core.periods.lengths import Length, parse_length
from ketju.core.periods.period import Question
from ketju.core.periods.readings import period_of
from ketju.formats.periods.data import period_data
from ketju.text.render import phrasebook

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "law" / "period_vectors.json"
ROWS: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8")) if VECTORS.is_file() else []

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not ROWS, reason="period_vectors.json is not beside this checkout"),
]
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])

READINGS = {
    "exact +n h (conservative)": "exact-hours",
    "wide reading of Art. 3(5), partial days count": "two-days-with-parts",
    "wide reading of Art. 3(5), two whole working days": "two-whole-days",
    "wall-clock hours (73 elapsed hours)": "wall-clock-hours",
    "wall-clock hours (conservative)": "wall-clock-hours",
    "e-Justice list for Finland omits 24 Dec": "calendar",
    "e-Justice list omits 24 Dec (conservative)": "calendar",
    "Swedish Act 1930:173 s. 2": "calendar",
    "same instant, Europe/Stockholm, SE calendar": "seat",
}
"""How the readings of the vectors are named here."""


def computed(row: dict[str, Any]) -> dict[str, Any]:
    event = parse_instant(row["start"], row["zone"])
    length = parse_length(row["period"])
    assert isinstance(length, Length)
    # Rows in hours name no calendar, and the wide readings need one.
    is_for_hours = row["calendar"].startswith("any")
    calendar = calendar_from("FI" if is_for_hours else row["calendar"])
    seat = Instant(event.utc, zone_from("Europe/Stockholm")), calendar_from("SE")
    seats = (seat,) if any("Stockholm" in one["reading"] for one in row["alternatives"]) else ()
    return period_data(period_of(Question(event, length, calendar), seats), phrasebook("en"))


@every_row
def test_a_row_has_its_end_with_day_and_utc_and_its_rules(row: dict[str, Any]) -> None:
    found = computed(row)
    members = ("start", "start_day", "zone", "period", "expires", "expires_day", "expires_utc", "rule")

    assert {name: found[name] for name in members} == {name: row[name] for name in members}


@every_row
def test_a_row_has_each_reading_that_is_listed(row: dict[str, Any]) -> None:
    found = {(one["id"], one["expires"]) for one in computed(row)["alternatives"]}

    assert {(READINGS[one["reading"]], one["expires"]) for one in row["alternatives"]} <= found


@every_row
def test_a_row_in_days_has_no_other_readings_than_those_listed(row: dict[str, Any]) -> None:
    if "hours" in row["period"]:
        return
    assert len(computed(row)["alternatives"]) == len(row["alternatives"])


@every_row
def test_the_alarm_of_a_row_is_the_earliest_of_its_ends(row: dict[str, Any]) -> None:
    ends = [row["expires"], *(one["expires"] for one in row["alternatives"])]

    assert computed(row)["alarm_utc"] == min(parse_instant(end).utc for end in ends).isoformat(
        timespec="minutes"
    )
