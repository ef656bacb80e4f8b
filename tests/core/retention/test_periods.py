"""To when records are kept. Worked dates: W-6 and W-7 of the requirements, and a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.retention.periods import (
    Rules,
    books_until,
    financial_year_end,
    kept,
    service_until,
    vouchers_until,
)


@pytest.mark.parametrize(
    ("year_end", "vouchers", "books"),
    [
        (date(2017, 4, 30), date(2023, 12, 31), date(2027, 4, 30)),  # W-6
        (date(2026, 12, 31), date(2032, 12, 31), date(2036, 12, 31)),  # W-7
        (date(2024, 2, 29), date(2030, 12, 31), date(2034, 2, 28)),
    ],
)
def test_vouchers_and_books_are_kept_apart(year_end: date, vouchers: date, books: date) -> None:
    assert vouchers_until(year_end) == vouchers
    assert books_until(year_end) == books


@pytest.mark.parametrize(
    ("on", "year_ends", "end"),
    [
        (date(2026, 12, 31), (12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), (12, 31), date(2027, 12, 31)),
        (date(2026, 4, 30), (4, 30), date(2026, 4, 30)),
        (date(2026, 5, 1), (4, 30), date(2027, 4, 30)),
        (date(2023, 3, 1), (2, 29), date(2024, 2, 29)),
        (date(2025, 2, 28), (2, 29), date(2025, 2, 28)),
    ],
)
def test_a_day_belongs_to_a_financial_year(on: date, year_ends: tuple[int, int], end: date) -> None:
    assert financial_year_end(on, Rules(year_ends=year_ends)) == end


@pytest.mark.parametrize(
    ("ended", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 29), 12, date(2027, 11, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 2, date(2027, 1, 30)),
        (date(2026, 11, 29), 0, date(2026, 11, 29)),
    ],
)
def test_the_service_needs_things_for_so_many_months(ended: date, months: int, until: date) -> None:
    assert service_until(ended, Rules(months)) == until


def test_of_one_customer_each_thing_has_its_own_day() -> None:
    ended, rules = date(2026, 6, 15), Rules(12, (4, 30))
    assert kept("service", ended, rules).until == date(2027, 6, 15)
    assert kept("vouchers", ended, rules).until == date(2033, 12, 31)
    assert kept("books", ended, rules).until == date(2037, 4, 30)
    assert "D-181" in kept("books", ended, rules).basis


def test_what_the_service_needs_longer_is_kept_longer() -> None:
    found = kept("vouchers", date(2026, 6, 15), Rules(120))
    assert (found.until, found.why) == (date(2036, 6, 15), "service")


def test_the_last_day_is_a_day_of_keeping() -> None:
    found = kept("service", date(2026, 1, 1), Rules(1))
    assert not found.is_over(date(2026, 2, 1))
    assert found.is_over(date(2026, 2, 2))
