from datetime import date

import pytest

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import Entry
from ketju.core.register.status import by_status, status_of


@pytest.mark.parametrize(
    ("since", "until", "on", "status"),
    [
        ("", "", "2026-03-01", "current"),
        ("2026-03-01", "", "2026-02-28", "planned"),
        ("2026-03-01", "", "2026-03-01", "current"),
        ("2026-03", "", "2026-02-28", "planned"),
        ("2026-03", "", "2026-03-01", "current"),
        ("2026", "", "2025-12-31", "planned"),
        ("", "2026-03-01", "2026-03-01", "current"),
        ("", "2026-03-01", "2026-03-02", "ended"),
        ("", "2026-02", "2026-02-28", "current"),
        ("", "2026-02", "2026-03-01", "ended"),
        ("", "2025", "2025-12-31", "current"),
        ("", "2025", "2026-01-01", "ended"),
        ("2015", "2021-12-31", "2026-01-01", "ended"),
        ("2027-02", "2027-02", "2027-02-14", "current"),
        ("2027-02-10", "2027-02-10", "2027-02-09", "planned"),
        ("2027-02-10", "2027-02-10", "2027-02-11", "ended"),
    ],
)
def test_the_status_follows_from_the_dates(since: str, until: str, on: str, status: str) -> None:
    entry = Entry(
        "a",
        "A",
        since=(since and partial_date_from_iso(since)) or None,
        until=(until and partial_date_from_iso(until)) or None,
    )

    assert status_of(entry, date.fromisoformat(on)) == status


def test_current_entries_come_first_and_keep_their_order() -> None:
    ended = Entry("old", "Old", until=partial_date_from_iso("2020"))
    planned = Entry("new", "New", since=partial_date_from_iso("2030"))
    entries = (ended, Entry("b", "B"), planned, Entry("a", "A"))
    found = by_status(entries, date(2026, 1, 1))

    assert list(found) == ["current", "planned", "ended"]
    assert [entry.id for entry in found["current"]] == ["b", "a"]
    assert "ended" not in by_status((planned,), date(2026, 1, 1))
