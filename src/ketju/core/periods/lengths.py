"""Lengths of periods: "72 hours", "1.5 months", "5 working days", "without undue delay".

Sources: Regulation 1182/71 Art. 3(2); requirements R-6 to R-11 and Q-12.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ketju.core.problems.periods import LengthBroken, LengthLarge, LengthSmall, LengthWrong

Unit = Literal["hours", "days", "working-days", "weeks", "months", "years"]
Haste = Literal["undue-delay", "immediately", "promptly"]

MAX_YEARS = 100
"""The longest period: everything that the law of data protection asks for is shorter."""
DAYS_OF_MONTH = 30
"""A part of a month is a part of so many days. Source: Art. 3(2)(d), R-10."""

_LIMITS: dict[Unit, int] = {
    "hours": MAX_YEARS * 8766,
    "days": MAX_YEARS * 366,
    "working-days": MAX_YEARS * 262,
    "weeks": MAX_YEARS * 53,
    "months": MAX_YEARS * 12,
    "years": MAX_YEARS,
}


@dataclass(frozen=True, slots=True)
class Length:
    """So many of a unit. A part of a month stands in ``days``: 1.5 months are 1 month and 15 days."""

    unit: Unit
    count: int
    days: int = 0

    @property
    def is_two_days(self) -> bool:
        """Whether it is two days or more, not in hours, so that Art. 3(5) speaks of it."""
        return self.unit in ("weeks", "months", "years") or (self.unit != "hours" and self.count >= 2)


@dataclass(frozen=True, slots=True)
class OpenLength:
    """A duty to act fast without a number: time is measured, and nothing says that it was enough (Q-12)."""

    haste: Haste


# "Arkipäivä" and "vardag" are missing on purpose: a Saturday may be one, and no working day.
_UNITS: dict[Unit, str] = {
    "hours": r"h|hrs?|hours?|tuntia?|tim|timm(?:e|ar)",
    "days": r"d|(?:calendar )?days?|(?:kalenteri)?päivää?|pv|vrk|vuorokau(?:si|tta)|(?:kalender)?dag(?:ar)?|dygn",
    "working-days": r"(?:working|business) ?days?|työpäivää?|arbetsdag(?:ar)?",
    "weeks": r"w|wks?|weeks?|viikkoa?|vk|veck(?:a|or)",
    "months": r"(?:calendar )?months?|kuukau(?:si|tta)|kk|(?:kalender)?månad(?:er)?",
    "years": r"y|yrs?|years?|vuo(?:si|tta)|år",
}
_ISO = {"H": "hours", "D": "days", "W": "weeks", "M": "months", "Y": "years"}
_OPEN: dict[Haste, str] = {
    "undue-delay": r"(?:without|with no) undue delay|ilman aiheetonta viivy(?:tystä|stä)|utan onödigt dröjsmål",
    "immediately": r"immediately|at once|forthwith|välittömästi|heti|omedelbart|genast",
    "promptly": r"promptly|viipymättä|viivytyksettä|skyndsamt|utan dröjsmål",
}
_NUMBER = re.compile(r"([+\-−–]?)\s*([0-9]{1,40}(?:[.,][0-9]{1,6})?)\s*([^\W\d_][^\d]*)")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""“1,000” is a thousand to some and one to others: neither is taken."""
_ISO_LENGTH = re.compile(r"P(?:([0-9]{1,40})([DWMY])|T([0-9]{1,40})(H))")


def parse_length(text: str) -> Length | OpenLength:
    """The length that is written, in English, Finnish or Swedish, or as ISO 8601 has it ("P30D", "PT72H").

    >>> parse_length("1.5 months")
    Length(unit='months', count=1, days=15)

    Raises LengthWrong, LengthSmall, LengthLarge, LengthBroken.
    """
    words = " ".join(text.split()).casefold()
    for haste, pattern in _OPEN.items():
        if re.fullmatch(pattern, words):
            return OpenLength(haste)
    iso = _ISO_LENGTH.fullmatch(text.strip())
    if iso:
        return _checked(_unit_of_iso(iso), Fraction(iso[1] or iso[3]), text)
    found = _NUMBER.fullmatch(words)
    unit = _unit_of(found[3].strip(" .")) if found else None
    if not found or not unit or _THOUSANDS.fullmatch(found[2]):
        raise LengthWrong(found=text)
    value = Fraction(found[2].replace(",", "."))
    return _checked(unit, -value if found[1] not in ("", "+") else value, text)


def _unit_of(words: str) -> Unit | None:
    return next((unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, words)), None)


def _unit_of_iso(found: re.Match[str]) -> Unit:
    unit = _unit_of(_ISO[found[2] or found[4]])
    assert unit
    return unit


def _checked(unit: Unit, value: Fraction, text: str) -> Length:
    if value <= 0:
        raise LengthSmall(found=text)
    if value > _LIMITS[unit]:
        raise LengthLarge(found=text, limit=MAX_YEARS)
    whole, part = divmod(value, 1)
    days = part * DAYS_OF_MONTH if unit == "months" else part
    if days.denominator != 1 or (days and unit != "months"):
        raise LengthBroken(found=text)
    return Length(unit, int(whole), int(days))


def together(first: Length, second: Length) -> Length | None:
    """Both lengths as one, None where no unit says that."""
    if first.unit != second.unit:
        return None
    return Length(first.unit, first.count + second.count, first.days + second.days)
