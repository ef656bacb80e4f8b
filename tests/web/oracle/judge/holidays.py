"""Public holidays of some states as their lists were published, 2026 to 2028, and working days by them.

Sources: holidays that Member States notified for Regulation 1182/71 Art. 2(1) (OJ C), the e-Justice portal's pages on
time limits, the Finnish act 150/1930, the Swedish acts 1989:253 and 1930:173, the Norwegian act of 24 February 1995
no. 12, the Polish act of 18 January 1951 as it stands since 2025, the Dutch Algemene termijnenwet, the Estonian
Pühade ja tähtpäevade seadus, the holidays that all German states have. Easter Sundays are those of the almanacs.
"""

from __future__ import annotations

from datetime import date, timedelta

EASTER = {2026: date(2026, 4, 5), 2027: date(2027, 3, 28), 2028: date(2028, 4, 16)}
GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_SUNDAY, WHIT_MONDAY = -2, 1, 39, 49, 50
_CHRISTMAS = ((12, 25), (12, 26))
Rule = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]

_RULES: dict[str, Rule] = {
    "FI": (((1, 1), (1, 6), (5, 1), (12, 6), *_CHRISTMAS), (GOOD_FRIDAY, 0, EASTER_MONDAY, ASCENSION, WHIT_SUNDAY)),
    "SE": (((1, 1), (1, 6), (6, 6), *_CHRISTMAS), (GOOD_FRIDAY, 0, EASTER_MONDAY, ASCENSION, WHIT_SUNDAY)),
    "EE": (
        ((1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 24), *_CHRISTMAS), (GOOD_FRIDAY, 0, WHIT_SUNDAY)
    ),
    "DE": (((1, 1), (5, 1), (10, 3), *_CHRISTMAS), (GOOD_FRIDAY, EASTER_MONDAY, ASCENSION, WHIT_MONDAY)),
    "NO": (
        ((1, 1), (5, 1), (5, 17), *_CHRISTMAS),
        (-3, GOOD_FRIDAY, 0, EASTER_MONDAY, ASCENSION, WHIT_SUNDAY, WHIT_MONDAY),
    ),
    "NL": (
        ((1, 1), (4, 27), (5, 5), *_CHRISTMAS),
        (GOOD_FRIDAY, 0, EASTER_MONDAY, ASCENSION, WHIT_SUNDAY, WHIT_MONDAY),
    ),
    "PL": (
        ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), *_CHRISTMAS),
        (0, EASTER_MONDAY, WHIT_SUNDAY, 60),
    ),
}  # fmt: skip
LISTS = {
    "FI": ("FI with both eves", "FI with midsummer's eve"),
    "SE": ("SE with 1 May", "SE with 1 May and eves", "SE"),
}
"""Where published lists differ; the first is the one that was notified for the Regulation or stands in the act."""


def lists_of(calendar: str) -> tuple[str, ...]:
    """The lists that are published for a place, the one that counts first."""
    return LISTS.get(calendar, (calendar,))


def is_working(day: date, name: str) -> bool:
    """Whether a day is a working day by a list: no Saturday, no Sunday, no holiday (Art. 2(2))."""
    if day.weekday() >= 5:
        return False
    if name == "none":
        return True
    fixed, moving = _RULES[name.partition(" ")[0]]
    if (day.month, day.day) in fixed or (day - EASTER[day.year]).days in moving:
        return False
    return not _is_eve_or_extra(day, name)


def _is_eve_or_extra(day: date, name: str) -> bool:
    """What single lists have besides. Midsummer's day and All Saints' are Saturdays, their eves Fridays."""
    if day.weekday() == 4 and date(day.year, 6, 19) <= day <= date(day.year, 6, 25):
        return name in ("FI with both eves", "FI with midsummer's eve", "SE with 1 May and eves")
    if (day.month, day.day) == (12, 24):
        return name in ("FI with both eves", "SE with 1 May and eves")
    if (day.month, day.day) == (12, 31):
        return name == "SE with 1 May and eves"
    return (day.month, day.day) == (5, 1) and name.startswith("SE with 1 May")


def working_from(day: date, name: str) -> date:
    """The first working day from a day on."""
    while not is_working(day, name):
        day += timedelta(days=1)
    return day
