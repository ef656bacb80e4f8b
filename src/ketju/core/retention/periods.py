"""To which day records are kept: as long as the service needs them, and where accounting asks for it longer.

The Finnish Accounting Act (1336/1997) ch. 2 s. 10 splits what an old rule kept for ten years as a whole: books and
financial statements for 10 years from the end of the financial year; vouchers, correspondence and the rest for 6
years from the end of the calendar year in which the financial year ended. Source: D-180, D-181, W-6, W-7.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

Class = Literal["service", "vouchers", "books"]
"""Why something is kept: the service needs it; it belongs to a voucher; it belongs to the books."""

RESTS_ON: dict[Class, tuple[str, ...]] = {
    "service": ("D-180", "GDPR Art. 5(1)(e)"),
    "vouchers": ("D-181", "Accounting Act 2:10 § 2"),
    "books": ("D-181", "Accounting Act 2:10 § 1"),
}
"""What each class rests on."""

BOOKS_YEARS = 10
VOUCHERS_YEARS = 6


@dataclass(frozen=True, slots=True)
class Rules:
    """What a processor has decided: months after the end of a contract, and the last day of its financial year."""

    months_after: int = 12
    year_ends: tuple[int, int] = (12, 31)


@dataclass(frozen=True, slots=True)
class Kept:
    """To which day something is kept, that day included, and what that rests on."""

    until: date
    why: Class

    @property
    def basis(self) -> tuple[str, ...]:
        """The rows and rules."""
        return RESTS_ON[self.why]

    def is_over(self, on: date) -> bool:
        """Whether it is to go on a day."""
        return on > self.until


def financial_year_end(on: date, rules: Rules) -> date:
    """The last day of the financial year that a day belongs to."""
    month, day = rules.year_ends
    ends = _day(on.year, month, day)
    return ends if on <= ends else _day(on.year + 1, month, day)


def books_until(year_end: date) -> date:
    """To when books of the financial year that ended on a day are kept: 10 years from that day."""
    return _day(year_end.year + BOOKS_YEARS, year_end.month, year_end.day)


def vouchers_until(year_end: date) -> date:
    """To when its vouchers are kept: 6 years from the end of the calendar year in which it ended."""
    return date(year_end.year + VOUCHERS_YEARS, 12, 31)


def service_until(ended_on: date, rules: Rules) -> date:
    """To when what only the service needs is kept: so many months after the contract ended."""
    months = ended_on.year * 12 + ended_on.month - 1 + rules.months_after
    return _day(months // 12, months % 12 + 1, ended_on.day)


def kept(why: Class, ended_on: date, rules: Rules) -> Kept:
    """To when something of a customer whose contract ended on a day is kept.

    The last invoice is taken to belong to the financial year in which the contract ended. Where the service needs a
    thing longer than accounting does, its time holds.
    """
    own = service_until(ended_on, rules)
    if why == "service":
        return Kept(own, "service")
    year_end = financial_year_end(ended_on, rules)
    until = books_until(year_end) if why == "books" else vouchers_until(year_end)
    return Kept(until, why) if until >= own else Kept(own, "service")


def _day(year: int, month: int, day: int) -> date:
    """A day of a month, its last one where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
