"""Values of parameters: read from a text, compared in the customer's favour, written back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import zone_from, zone_name
from ketju.core.periods.lengths import Haste, Length, OpenLength, parse_length
from ketju.core.problems.terms import ValueWrong
from ketju.core.territory.membership import is_place_code, iso_code

Kind = Literal[
    "length", "choice", "choices", "flag", "count", "countries", "rate", "calendar", "zone", "text"
]
"""What sort of value a parameter has."""
Better = Literal["", "longer", "shorter", "more", "fewer", "yes", "no", "last"]
"""Which value is better for the customer; "" where nobody can say."""

MANY: frozenset[Kind] = frozenset({"choices", "countries"})
"""Kinds whose values are lists."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A price for an hour of work, in a currency of ISO 4217."""

    amount: Decimal
    currency: str


Value = str | bool | int | tuple[str, ...] | Length | OpenLength | Rate
"""A text or a choice, an answer, a number, several choices or countries, a length, a rate."""

_RATE = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,2})?) ?([A-Z]{3})(?: ?(?:per|/) ?(?:hour|h))?")
_COUNT = re.compile(r"[0-9]{1,4}")
_HASTE: tuple[Haste, ...] = ("immediately", "promptly", "undue-delay")
"""From the fastest. Source: requirements Q-12."""
_DAYS = {"hours": Fraction(1, 24), "days": Fraction(1), "working-days": Fraction(7, 5), "weeks": Fraction(7)}
_LONG = {"months": Fraction(30), "years": Fraction(365)}


def value_from(kind: Kind, given: str | Sequence[str], choices: Sequence[str] = ()) -> Value:
    """The value that a text or a list of texts says; a calendar or a zone by its name, as dates are computed with it.

    Raises ValueWrong, CalendarUnknown, ZoneUnknown, and what ``parse_length`` raises.

    >>> value_from("flag", "yes"), value_from("count", "2")
    (True, 2)
    """
    if kind in MANY:
        return _several(kind, [given] if isinstance(given, str) else given, choices)
    if not isinstance(given, str):
        raise ValueWrong(found=", ".join(given), expected=kind)
    return _SINGLE[kind](given, choices)


def _several(kind: Kind, given: Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    if kind == "countries":
        codes = [iso_code(text.strip().upper()) for text in given]
        wrong = [text for text, code in zip(given, codes, strict=True) if not is_place_code(code)]
        if wrong:
            raise ValueWrong(found=wrong[0], expected=kind)
        return tuple(sorted(set(codes)))
    for text in given:
        _choice(text, choices)
    return tuple(name for name in choices if name in given)


def _choice(text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise ValueWrong(found=text, expected=", ".join(choices))
    return text


def _flag(text: str, choices: Sequence[str]) -> bool:
    if text not in ("yes", "true", "no", "false"):
        raise ValueWrong(found=text, expected="yes, no")
    return text in ("yes", "true")


def _count(text: str, choices: Sequence[str]) -> int:
    if not _COUNT.fullmatch(text):
        raise ValueWrong(found=text, expected="count")
    return int(text)


def _rate(text: str, choices: Sequence[str]) -> Rate:
    found = _RATE.fullmatch(text)
    if not found:
        raise ValueWrong(found=text, expected="rate")
    return Rate(Decimal(found[1].replace(",", ".")), found[2])


def _length(text: str, choices: Sequence[str]) -> Length | OpenLength:
    return parse_length(text)


def _calendar(text: str, choices: Sequence[str]) -> str:
    return calendar_from(text).code


def _zone(text: str, choices: Sequence[str]) -> str:
    return zone_name(zone_from(text))


def _text(text: str, choices: Sequence[str]) -> str:
    return text


_SINGLE: dict[Kind, Callable[[str, Sequence[str]], Value]] = {
    "length": _length,
    "choice": _choice,
    "flag": _flag,
    "count": _count,
    "rate": _rate,
    "calendar": _calendar,
    "zone": _zone,
    "text": _text,
}


def favour(better: Better, old: Value, new: Value, choices: Sequence[str] = ()) -> int | None:
    """1 where the new value is better for the customer, -1 where it is worse, 0 where they say the same, else None.

    None is for what cannot be compared: texts, "without undue delay" against a number of days, two currencies, a list
    that has gained one thing and lost another.
    """
    if old == new:
        return 0
    if not better:
        return None
    step = _step(old, new, choices)
    return -step if step is not None and better in ("shorter", "fewer", "no") else step


def _step(old: Value, new: Value, choices: Sequence[str]) -> int | None:
    """1 where the new value is more, longer, later or yes; -1 where it is less; None where nobody can say."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _by(set(old) < set(new), set(new) < set(old))
    if isinstance(old, Length) and isinstance(new, Length):
        return _longer(old, new)
    if isinstance(old, OpenLength) and isinstance(new, OpenLength):
        slower = _HASTE.index(new.haste) - _HASTE.index(old.haste)
        return _by(slower > 0, slower < 0)
    if isinstance(old, Rate) and isinstance(new, Rate):
        same = old.currency == new.currency
        return _by(same and old.amount < new.amount, same and new.amount < old.amount)
    if isinstance(old, str) and isinstance(new, str) and old in choices and new in choices:
        return _by(choices.index(old) < choices.index(new), choices.index(new) < choices.index(old))
    if isinstance(old, int) and isinstance(new, int):
        return _by(old < new, new < old)
    return None


def _by(is_more: bool, is_less: bool) -> int | None:
    return 1 if is_more else -1 if is_less else None


def _longer(old: Length, new: Length) -> int | None:
    """By the number where the unit is the same; else only where every month and every week agrees."""
    if old.unit == new.unit:
        first, second = (old.count, old.days), (new.count, new.days)
        return _by(first < second, second < first)
    (least, most), (new_least, new_most) = _span(old), _span(new)
    return _by(most < new_least, new_most < least)


def _span(length: Length) -> tuple[Fraction, Fraction]:
    """The fewest and the most days that a length can be."""
    count = Fraction(length.count)
    if length.unit in _LONG:
        days = _LONG[length.unit]
        short = days - 2 if length.unit == "months" else days
        return count * short + length.days, count * (days + 1) + length.days
    days = count * _DAYS[length.unit]
    if length.unit == "working-days":
        return count, days * 2 + 4
    return days, days


def with_floor(better: Better, value: Value, floor: Value, choices: Sequence[str] = ()) -> Value:
    """What holds where an agreement gives ``value`` and the law does not let it go below ``floor``.

    Of lists the two together, or what they share where less is better; of anything else the better one. A number is no
    answer to "without undue delay": a notice within it can still be late (X-1). What else cannot be compared with the
    floor is left as it is.
    """
    if isinstance(floor, OpenLength) and isinstance(value, Length):
        return floor
    if isinstance(value, tuple) and isinstance(floor, tuple):
        wanted = set(value) | set(floor) if better == "more" else set(value) & set(floor)
        return tuple(name for name in choices if name in wanted)
    return floor if favour(better, floor, value, choices) == -1 else value


def is_below(better: Better, value: Value, floor: Value, choices: Sequence[str] = ()) -> bool:
    """Whether ``value`` gives the customer less than ``floor``."""
    return with_floor(better, value, floor, choices) != value


def written(value: Value) -> str | list[str]:
    """The value as a file has it: what ``value_from`` reads back.

    >>> written(parse_length("30 days")), written(True)
    ('30 days', 'yes')
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return list(value)
        case Length():
            return _written_length(value)
        case OpenLength():
            return {"undue-delay": "without undue delay"}.get(value.haste, value.haste)
        case Rate():
            return f"{value.amount} {value.currency} per hour"
    return str(value)


def _written_length(length: Length) -> str:
    count = str(length.count)
    if length.days:
        part = Decimal(length.count) + Decimal(length.days) / 30
        count = f"{part:.6f}".rstrip("0").rstrip(".")
    unit = length.unit.replace("-", " ")
    return f"{count} {unit.removesuffix('s') if count == '1' else unit}"
