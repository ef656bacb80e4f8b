"""Numbers of a workbook as their format shows them: dates as ISO 8601, percentages, leading noughts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_LAST_DAY = 2_958_465.0  # 9999-12-31
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - dates of a sheet have no zone
_EPOCH_1904_DAYS = 1462
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILT_IN_PERCENT = {9: 0, 10: 2}
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE = re.compile(r"[dmyhs]", re.IGNORECASE)
_NOUGHTS = re.compile(r"0[0 \-/]*0")  # leading noughts, in groups or not


def shown(value: float, format_id: int, code: str, from_1904: bool = False) -> str:
    """A number as people see it. ``format_id`` and ``code`` are the built-in number and the pattern of its format."""
    plain = _NOT_CODE.sub("", code.split(";")[0])
    is_date = format_id in _BUILT_IN_DATES or (plain.lower() != "general" and _DATE_CODE.search(plain))
    if is_date and (date := date_text(value, from_1904)) is not None:
        return date
    if format_id in _BUILT_IN_PERCENT or plain.endswith("%"):
        places = _BUILT_IN_PERCENT.get(format_id, len(plain.partition(".")[2].rstrip("%")))
        return f"{value * 100:.{min(places, 10)}f}%"
    pattern = code.replace("\\", "")
    if value == int(value) and 0 <= value < 1e15 and len(pattern) < 50 and _NOUGHTS.fullmatch(pattern):
        return _into_pattern(str(int(value)), pattern)
    return number_text(value)


def number_text(value: float) -> str:
    """A number without a nought after the point that nobody wrote."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(round(value, 10)) if abs(value) < 1e15 else repr(value)


def date_text(value: float, from_1904: bool = False) -> str | None:
    """The day, or the day and time, or the time that a serial number stands for; None when it is out of range."""
    days = value + (_EPOCH_1904_DAYS if from_1904 else 0)
    if not 0 <= days < _LAST_DAY:
        return None
    instant = _EPOCH + timedelta(days=days if days >= 61 or days < 1 else days + 1, microseconds=500_000)
    return instant_text(instant.replace(microsecond=0), only_time=days < 1)


def instant_text(instant: datetime, only_time: bool = False) -> str:
    """ISO 8601, without a time that is midnight and without seconds that are nought."""
    time = instant.strftime("%H:%M:%S" if instant.second else "%H:%M")
    if only_time:
        return time
    return instant.strftime("%Y-%m-%d") + (
        f" {time}" if instant.hour or instant.minute or instant.second else ""
    )


def _into_pattern(digits: str, pattern: str) -> str:
    """Digits in a pattern such as 00000000 or 0000000-0, from the right."""
    made, left = "", digits
    for letter in reversed(pattern):
        if letter == "0":
            made, left = (left[-1] if left else "0") + made, left[:-1]
        else:
            made = letter + made
    return left + made
