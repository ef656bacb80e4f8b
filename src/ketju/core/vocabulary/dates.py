"""Dates in local shapes → dates with the precision that is printed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ketju.core.model.date import PartialDate
from ketju.core.packaged import table
from ketju.core.vocabulary.fold import fold

_YEAR = r"(?:19|20)\d\d"
_ISO = re.compile(rf"(?<!\d)({_YEAR})[-./]\s?(\d\d?)[-./]\s?(\d\d?)\.?(?!\d)")
_NUMERIC = re.compile(rf"(?<![\d.])(\d\d?)\s?[./-]\s?(\d\d?)\s?[./-]\s?({_YEAR})(?!\d)")
_YEAR_MONTH = re.compile(rf"(?<![\d-])({_YEAR})-(\d\d)(?![\d-])|(?<![\d./])(\d\d?)[/.]({_YEAR})(?!\d)")
_DAY_NAME_YEAR = re.compile(
    rf"(?<!\d)(\d\d?)(?:\.[ºª]?|:[ae]|st|nd|rd|th|er|ᵉʳ|º|ª|°|ú|η|ης)?\s+(?:(?:de|of)\s+|(?:ta|d)['’]\s*)?"
    rf"([^\W\d_]{{3,}}(?:\s[^\W\d_]{{2,}}){{0,2}}?)\.?,?\s+(?:de\s+|del\s+)?({_YEAR})(?!\d)"
)
_NAME_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]{{3,}})\.?,?\s+(\d\d?)(?:st|nd|rd|th|\.)?,?\s+({_YEAR})(?!\d)"
)
_YEAR_NAME_DAY = re.compile(
    rf"(?<!\d)({_YEAR})\.?\s+(?:gada\s+|m\.\s+|оны\s+)?(?:(\d\d?)\.\s+)?([^\W\d_]{{3,}})\.?(?:\s+(\d\d?)\.?(?:\s+d\.)?)?(?![\d\w])"
)
_NAME_YEAR = re.compile(rf"(?<![^\W\d_])([^\W\d_]{{3,}})\.?,?\s+(?:de\s+|del\s+)?({_YEAR})(?!\d)")
_BARE_YEAR = re.compile(rf"(?<![\d\w.,:/-])({_YEAR})(?![\d\w]|[./-]\d)")
_DAY_ABBREVIATED = re.compile(rf"(?<!\d)(\d\d?)-([^\W\d_]{{3,9}})-({_YEAR})(?!\d)")

INFLECTING = ("fi", "et", "lv", "lt", "pl", "cs", "sk", "sl", "hr", "bg", "hu", "el", "is", "ga")
"""Languages that put a month in a case."""
LONGEST_WHOLE = 4
"""A name with more letters may lose its last one for an ending."""
LEAST_SHARED = 3
MOST_ENDING, SHORT_ENDING = 4, 2
"""An ending adds at most so many letters."""


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a text and where it stands (code points)."""

    date: PartialDate
    start: int
    end: int


def _month(word: str, languages: Sequence[str]) -> int:
    """The number of a month's name, also inflected ("maijā"); 0 for a word that is none."""
    months: dict[str, dict[str, int]] = table("months")
    key = " ".join(fold(part).strip(".") for part in word.split())
    by_language = (
        months.get(key)
        or months.get(key.rpartition(" ")[2])
        or _inflected(key, tuple(languages) or INFLECTING)
    )
    for language in languages:
        if language in by_language:
            return by_language[language]
    return next(iter(by_language.values()), 0)


@lru_cache(maxsize=512)
def _inflected(key: str, languages: tuple[str, ...]) -> dict[str, int]:
    """The months that ``key`` may be a case of, in those of the ``languages`` that inflect them."""
    found: dict[str, set[int]] = defaultdict(set)
    for name, by_language in table("months").items():
        stem = name[:-1] if len(name) > LONGEST_WHOLE else name
        most = MOST_ENDING if len(name) > LONGEST_WHOLE else SHORT_ENDING
        if len(stem) >= LEAST_SHARED and key.startswith(stem) and len(key) - len(name) <= most:
            for language, number in by_language.items():
                if language in INFLECTING and language in languages:
                    found[language].add(number)
    return {language: numbers.pop() for language, numbers in found.items() if len(numbers) == 1}


def _made(year: str, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(int(year), month, day)
    except ValueError:
        return None


def _readings(
    text: str, languages: Sequence[str], month_first: bool
) -> Iterator[tuple[re.Match[str], PartialDate | None]]:
    for m in _ISO.finditer(text):
        yield m, _made(m[1], int(m[2]), int(m[3]))
    for m in _NUMERIC.finditer(text):
        first, second = int(m[1]), int(m[2])
        swap = (month_first or second > 12) and first <= 12 and "/" in m.group()
        day, month = (second, first) if swap else (first, second)
        yield m, _made(m[3], month, day)
    for m in _DAY_NAME_YEAR.finditer(text):
        yield m, _made(m[3], _month(m[2], languages) or 99, int(m[1]))
    for m in _DAY_ABBREVIATED.finditer(text):
        yield m, _made(m[3], _month(m[2], languages) or 99, int(m[1]))
    for m in _NAME_DAY_YEAR.finditer(text):
        yield m, _made(m[3], _month(m[1], languages) or 99, int(m[2]))
    for m in _YEAR_NAME_DAY.finditer(text):
        yield m, _made(m[1], _month(m[3], languages) or 99, int(m[2] or m[4] or 0))
    for m in _YEAR_MONTH.finditer(text):
        yield m, _made(m[1] or m[4], int(m[2] or m[3]), 0)
    for m in _NAME_YEAR.finditer(text):
        yield m, _made(m[2], _month(m[1], languages) or 99, 0)
    for m in _BARE_YEAR.finditer(text):
        yield m, _made(m[1], 0, 0)


def find_dates(text: str, languages: Sequence[str] = (), *, month_first: bool = False) -> list[DateFound]:
    """The dates in ``text``, in order of place; the longest reading of a stretch wins.

    ``month_first`` reads 7/4/2021 as 4 July 2021 (as the US writes it); without it as 7 April.

    >>> [str(found.date) for found in find_dates("1.4.2021")]
    ['2021-04-01']
    """
    if not any(c.isdigit() for c in text):
        return []
    taken: list[tuple[int, int]] = []
    found = []
    for match, date in _readings(text, languages, month_first):
        if date is None or any(match.start() < end and start < match.end() for start, end in taken):
            continue
        taken.append((match.start(), match.end()))
        found.append(DateFound(date, match.start(), match.end()))
    return sorted(found, key=lambda item: item.start)
