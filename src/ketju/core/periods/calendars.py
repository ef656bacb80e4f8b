"""Calendars: which days are working days, by whose list of public holidays.

Working days are all days but public holidays, Saturdays and Sundays (Art. 2(2), R-3). Public holidays are those
that a state or institution has designated (Art. 2(1), R-2); national lists stand in ``data/calendars.toml`` on
top of the package ``holidays``. Regions are an option (Q-11).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from typing import Any, NoReturn

from ketju.core.packaged import table
from ketju.core.problems.periods import CalendarRange, CalendarUnknown, PeriodRange

NONE = "none"
"""The calendar without public holidays; Saturdays and Sundays are still no working days."""
_LAST = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Calendar:
    """A list of public holidays. ``first_year`` and ``last_year`` bound the years that it is known for.

    ``code`` is how it is named ("FI", "SE-1930:173", "DE-BY", "none"); ``source`` a key of words; ``readings``
    are the codes of what other sources say of the same place (Q-8).
    """

    code: str
    source: str
    checked: str = "package"
    base: str = ""
    region: str = ""
    days: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    first_year: int = 2000
    last_year: int = 2099
    _years: dict[int, dict[int, str]] = field(default_factory=dict, compare=False, repr=False)
    _next: dict[int, int] = field(default_factory=dict, compare=False, repr=False)
    _previous: dict[int, int] = field(default_factory=dict, compare=False, repr=False)
    _bounds: tuple[int, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        first, last = date(self.first_year, 1, 1), date(self.last_year, 12, 31)
        bounds = (1, _LAST) if self.code == NONE else (first.toordinal(), last.toordinal())
        object.__setattr__(self, "_bounds", bounds)

    def holidays_in(self, year: int) -> dict[date, str]:
        """The public holidays of a year with their names, "" where there is none. Raises CalendarRange."""
        return {date.fromordinal(day): name for day, name in sorted(self._holidays(year).items())}

    def holiday_name(self, day: date, language: str = "") -> str | None:
        """The name of a public holiday ("" for one without), None for any other day. Raises CalendarRange.

        It is in ``language`` ("en", "fi", "sv") where the package has it, else in that of the country.
        """
        own = self._holidays(day.year).get(day.toordinal())
        if not own or not self.base or not language:
            return own
        return _package(self.base, self.region, day.year, language).get(day.toordinal(), own)

    def is_working(self, ordinal: int) -> bool:
        """Whether a day, by its number (``date.toordinal``), is a working day. Raises CalendarRange, PeriodRange."""
        if not 1 <= ordinal <= _LAST:
            raise PeriodRange()
        return ordinal % 7 not in (0, 6) and ordinal not in self._holidays(date.fromordinal(ordinal).year)

    def working_from(self, ordinal: int) -> int:
        """The first working day from a day on, itself included."""
        found = self._next.get(ordinal)
        if found is None:
            found = ordinal
            while not self.is_working(found):
                found += 1
            self._next[ordinal] = found
        return found

    def working_to(self, ordinal: int) -> int:
        """The last working day up to a day, itself included."""
        found = self._previous.get(ordinal)
        if found is None:
            found = ordinal
            while not self.is_working(found):
                found -= 1
            self._previous[ordinal] = found
        return found

    def require(self, ordinal: int) -> None:
        """See to it that the year of a day is one that the calendar is known for. Raises CalendarRange."""
        first, last = self._bounds
        if not first <= ordinal <= last:
            self._refuse(date.fromordinal(ordinal).year)

    def _refuse(self, year: int) -> NoReturn:
        raise CalendarRange(calendar=self.code, year=year, first=self.first_year, last=self.last_year)

    def _holidays(self, year: int) -> dict[int, str]:
        found = self._years.get(year)
        if found is None:
            if self.code != NONE and not self.first_year <= year <= self.last_year:
                self._refuse(year)
            found = self._years[year] = _year(self, year)
        return found


def _year(calendar: Calendar, year: int) -> dict[int, str]:
    found = _package(calendar.base, calendar.region, year) if calendar.base else {}
    for rule in calendar.days:
        found.setdefault(_day_of(rule, year).toordinal(), "")
    for rule in calendar.without:
        found.pop(_day_of(rule, year).toordinal(), None)
    return found


def _package(country: str, region: str, year: int, language: str = "") -> dict[int, str]:
    """The public holidays of the package, each with its name in a language that it has, else in the country's own."""
    import holidays  # heavy, and of no use to reading

    kind: Any = getattr(holidays, country)
    spoken = (kind.default_language, *kind.supported_languages)  # such as "fi", "en_US", "sv_FI"
    named = next((one for one in spoken if language and one.split("_")[0] == language), "")
    found = kind(subdiv=region or None, years=year, expand=False, language=named or kind.default_language)
    return {day.toordinal(): str(name) for day, name in found.items()}


_RULE = re.compile(r"(?:(mon|tue|wed|thu|fri|sat|sun) )?([0-9]{2})-([0-9]{2})|easter([+-][0-9]+)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _day_of(rule: str, year: int) -> date:
    """The day that a rule of the data names in a year; raises ValueError for what is no rule."""
    found = _RULE.fullmatch(rule)
    if not found:
        raise ValueError(rule)
    weekday, month, day, shift = found.groups()
    if shift:
        return easter(year) + timedelta(days=int(shift))
    first = date(year, int(month), int(day))
    wanted = _WEEKDAYS.index(weekday) if weekday else first.weekday()
    return first + timedelta(days=(wanted - first.weekday()) % 7)


def easter(year: int) -> date:
    """Easter Sunday of the Western churches, by the anonymous Gregorian computus (Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def calendar_from(name: str) -> Calendar:
    """The calendar of that name: a code ("FI", "ie", "DE-BY"), another name for one, or "none".

    What stands in brackets after a name is no part of it; a blank and a hyphen are one. Raises CalendarUnknown.
    """
    data = table("calendars")
    same = {_plain(one): code for one, code in data["same_as"].items()}
    code = _plain(name)
    code = same.get(code) or re.sub(r"-?\([^()]*\)$", "", code)
    code = same.get(code, code)
    if code in data["calendar"]:
        return _declared(code, data["calendar"][code])
    state, _, region = code.partition("-")
    if state in data["states"] and not region:
        return Calendar(
            code, "package", base=code, first_year=data["first_year"], last_year=data["last_year"]
        )
    known = regions_of(state) if state in data["states"] else {}
    if region in known:
        years = data["first_year"], data["last_year"]
        return Calendar(
            code, "package", base=state, region=known[region], first_year=years[0], last_year=years[1]
        )
    raise CalendarUnknown(found=name, suggestions=", ".join(_suggestions(code, state, known)))


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "-", name.strip().upper())


def _suggestions(code: str, state: str, regions: Iterable[str]) -> list[str]:
    """What may have been meant: what is written much alike, else all that there is of the state."""
    known = [*known_codes(), *(f"{state}-{one}" for one in regions)]
    of_state = [one for one in known if one == state or one.startswith(f"{state}-")]
    return get_close_matches(code, known, n=3, cutoff=0.8) or of_state


def _declared(code: str, data: dict[str, Any]) -> Calendar:
    years = table("calendars")
    return Calendar(
        NONE if code == "NONE" else code,
        data["source"],
        data["checked"],
        data.get("base", ""),
        days=(*data.get("days", ()), *data.get("add", ())),
        without=tuple(data.get("remove", ())),
        readings=tuple(data.get("readings", ())),
        first_year=data.get("first_year", years["first_year"]),
        last_year=data.get("last_year", years["last_year"]),
    )


@cache
def regions_of(state: str) -> dict[str, str]:
    """The regions of a state that have a calendar, by their code in capitals: {"BY": "BY", "ÅLAND": …}."""
    import holidays

    kind: Any = getattr(holidays, state)
    return {_plain(one): one for one in kind.subdivisions}


@cache
def known_codes() -> tuple[str, ...]:
    """The codes of all calendars but those of regions, in alphabetical order, "none" last."""
    data = table("calendars")
    return (*sorted({*data["states"], *data["calendar"]} - {"NONE"}), NONE)
