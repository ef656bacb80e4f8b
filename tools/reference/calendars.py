"""The page of calendars and readings: whose public holidays count, and the positions on each open point."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale

from ketju.core.packaged import table as packaged
from ketju.core.periods.calendars import Calendar, calendar_from, known_codes, regions_of
from ketju.core.periods.method import REGULATION
from ketju.core.periods.readings import POSITIONS
from ketju.text.render import phrasebook
from tools.reference.markdown import code, page, table

YEAR = 2026
"""The year whose days off are shown."""

ABOUT = f"""What `ketju period --calendar` takes. A calendar says which days are public holidays; Saturdays \
and Sundays are no working days in any of them (Regulation 1182/71 Art. 2(2)). Beneath each state's calendar is the \
package `holidays`; where an official list differs, it stands on top with its source. "Weekdays off" are the \
public holidays of {YEAR} from Monday to Friday. "Checked against" names what a calendar was held against; \
where it says "package", only the package vouches for the days below, so check a date that matters. Beyond \
the years that are known there is no answer."""

POINTS = {
    "Q-1": "Whether two days or more need two working days (Art. 3(5)) also where they are counted in hours",
    "Q-2": "From when hours run",
    "Q-3": "What an hour is where clocks change",
    "Q-6": "From which day weeks, months and years run",
    "Q-7": "From what an extension is counted",
    "Q-9": "What days off do to a period of a contract",
    "3(5)": "Whether Art. 3(5) speaks of periods that are counted backwards",
}
READINGS = """Each disputed point has positions with names. The default is the strict reading; `--reading ID` computes \
by another. A result shows those that lead to another end. Why the defaults are what they are is told in [the \
decision](../decisions/0012-readings-of-periods.md)."""


def pages() -> Iterator[tuple[str, str]]:
    """(path below docs/reference, text) of the page."""
    rows = [_row(calendar_from(one)) for one in known_codes()]
    listed = table(("code", "place", "public holidays", "checked against", "years", "weekdays off"), rows)
    names = [
        (code(name), code(calendar_from(of).code)) for name, of in packaged("calendars")["same_as"].items()
    ]
    yield (
        "calendars.md",
        page(
            "Calendars and readings",
            ABOUT,
            f"## Calendars\n\n{listed}",
            f"## Other names\n\n{table(('name', 'calendar'), names)}",
            f"## Regions\n\n{_regions()}",
            f"## Readings\n\n{READINGS}\n\n{_readings()}",
        ),
    )


def _row(calendar: Calendar) -> tuple[str, ...]:
    days = [day for day in calendar.holidays_in(YEAR) if day.weekday() < 5]
    place = Locale("en").territories.get(calendar.base, "European Union" if calendar.code == "EU" else "")
    years = f"{calendar.first_year}–{calendar.last_year}" if calendar.code != "none" else "all"
    return (
        code(calendar.code),
        place,
        phrasebook("en")(f"period.source.{calendar.source}"),
        calendar.checked,
        years,
        ", ".join(f"{day.day}.{day.month}." for day in days),
    )


def _regions() -> str:
    rows = []
    for state in packaged("calendars")["states"]:
        found = sorted(regions_of(state))
        if found:
            rows.append((code(f"{state}-…"), ", ".join(map(code, found))))
    about = (
        "Lists of the Official Journal are national; a region is an option for those who are bound by its holidays "
        "(Q-11). Write `DE-BY`."
    )
    return f"{about}\n\n{table(('state', 'regions'), rows)}"


def _readings() -> str:
    words = phrasebook("en")
    rows = [
        (
            POINTS[one.point] if one.point != before else "",
            code(one.id),
            words(f"period.reading.{one.id}"),
            _role(one.id, is_default=one.change(REGULATION) == REGULATION, is_shown=one.is_shown),
        )
        for one, before in zip(POSITIONS, ["", *(one.point for one in POSITIONS)], strict=False)
    ]
    return table(("point", "reading", "in words", ""), rows)


def _role(name: str, *, is_default: bool, is_shown: bool) -> str:
    if name.startswith("extension-"):
        return "the earliest is the default"
    if name in ("moved-to-working-day", "not-moved"):
        return "contract periods only"
    return "default" if is_default else "" if is_shown else "only when asked for"
