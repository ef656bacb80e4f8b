"""Timelines: the versions of a list, and from when until when each company was engaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry
from ketju.core.register.status import status_of
from ketju.formats.pictures.parts import figure, sample, table, wide
from ketju.formats.writers.facts import first_day, last_day
from ketju.formats.writers.site.markup import Markup, el, escaped, joined
from ketju.text.render import Phrasebook
from ketju.text.values import date_words

WIDTH, LEFT, RIGHT, ROW, TOP = 900, 220, 20, 22, 30
MOST_ROWS = 80
"""A picture with more rows says nothing any more; the table says it then."""
MOST_LABELS = 15
"""So many versions get their numbers beside their marks."""
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Point:
    """A version: its number, its day, how much it added, changed and removed, and where it stands ("" nowhere)."""

    number: int
    on: date
    added: int
    changed: int
    removed: int
    address: str = ""

    @property
    def size(self) -> int:
        """How many entries it touched."""
        return self.added + self.changed + self.removed


class _Scale:
    """Days as places between two edges, with a line at the start of each year."""

    def __init__(self, first: date, last: date, left: int, right: int) -> None:
        self.first, self.days = first, max((last - first).days, 1)
        self.left, self.width = left, right - left
        self.last = last

    def x(self, day: date) -> float:
        """Where a day is; days beyond the edges are at the edges."""
        part = min(max((day - self.first).days / self.days, 0), 1)
        return round(self.left + part * self.width, 1)

    def years(self, top: int, bottom: int) -> list[Markup]:
        """Lines and numbers of years, so few that they can be read."""
        years = list(range(self.first.year + 1, self.last.year + 1))
        every = max(1, len(years) // 12 + 1)
        return [
            Markup(
                f'<path class="p-axis" d="M{self.x(date(year, 1, 1)):g} {top}V{bottom}"/>'
                f'<text class="faint" x="{self.x(date(year, 1, 1)) + 3:g}" y="{top + 10}">{year}</text>'
            )
            for year in years[::every]
        ]


def versions_picture(points: Sequence[Point], on: date, phrases: Phrasebook) -> Markup:
    """A mark for each version on a line of time; the more it changed the larger."""
    first = min((one.on for one in points), default=on)
    scale = _Scale(first, max([on, *(one.on for one in points)]), 40, WIDTH - 40)
    marks = [_version(one, scale, phrases) for one in points]
    if len(points) <= MOST_LABELS:
        marks += [_label(one, scale) for one in points]
    drawn = el(
        "svg", scale.years(8, 74), Markup(f'<path class="p-axis" d="M24 52H{WIDTH - 24}"/>'), marks,
        viewBox=f"0 0 {WIDTH} 84", role="img", class_="wide",
        aria_label=phrases("picture.versions.alternative", count=len(points), first=_day(first, phrases)),
    )  # fmt: skip
    return figure(wide(drawn, phrases("picture.versions")), caption=phrases("picture.versions.caption"))


def _version(one: Point, scale: _Scale, phrases: Phrasebook) -> Markup:
    radius = min(5 + one.size**0.5 * 2, 18)
    title = escaped(f"{phrases('site.version', number=one.number)}, {_day(one.on, phrases)}: {one.size}")
    return Markup(
        f'<circle class="p-eea" fill-opacity=".75" cx="{scale.x(one.on):g}" cy="52" r="{radius:.1f}">'
        f"<title>{title}</title></circle>"
    )


def _label(one: Point, scale: _Scale) -> Markup:
    return Markup(f'<text class="p-number" x="{scale.x(one.on):g}" y="28">{one.number}</text>')


def versions_table(points: Sequence[Point], phrases: Phrasebook) -> Markup:
    """The same as a table, the newest first."""
    names = ("version", "day", "added", "changed", "removed")
    rows = [
        (
            el("a", str(one.number), href=one.address) if one.address else str(one.number),
            _day(one.on, phrases), str(one.added), str(one.changed), str(one.removed),
        )
        for one in reversed(points)
    ]  # fmt: skip
    return table(phrases("picture.versions"), [phrases(f"picture.{name}") for name in names], rows)


def engagements_picture(entries: Sequence[Entry], on: date, phrases: Phrasebook) -> Markup | None:
    """A bar for each engagement that says when it began or ends; None where none does, or too many do."""
    dated = _dated(entries)
    if not 0 < len(dated) <= MOST_ROWS:
        return None
    days = [
        *(first_day(one.since) for one in dated if one.since),
        *(last_day(one.until) for one in dated if one.until),
    ]
    scale = _Scale(min([*days, on]), max([*days, on]), LEFT, WIDTH - RIGHT)
    bottom = TOP + len(dated) * ROW + 6
    bars = [_bar(one, TOP + at * ROW, scale, on, phrases) for at, one in enumerate(dated)]
    today = Markup(f'<path class="p-today" d="M{scale.x(on):g} {TOP - 8}V{bottom}"/>')
    drawn = el(
        "svg", scale.years(8, bottom), today, bars, viewBox=f"0 0 {WIDTH} {bottom + 8}", role="img",
        class_="wide", aria_label=phrases("picture.engagements.alternative", count=len(dated)),
    )  # fmt: skip
    statuses = {status_of(one, on) for one in dated}
    kinds = (("current", "p-eea"), ("planned", "p-planned"), ("ended", "p-ended"))
    key = [
        joined([sample(kind), " ", phrases(f"status.{status}")])
        for status, kind in kinds
        if status in statuses
    ]
    caption = phrases("picture.engagements.caption", day=_day(on, phrases))
    return figure(wide(drawn, phrases("picture.engagements")), key=key, caption=caption)


def engagements_table(entries: Sequence[Entry], on: date, phrases: Phrasebook) -> Markup:
    """The same as a table."""
    rows = [
        (
            one.name, phrases(f"status.{status_of(one, on)}"),
            date_words(one.since, phrases) if one.since else "–",
            date_words(one.until, phrases) if one.until else "–",
        )
        for one in _dated(entries)
    ]  # fmt: skip
    headers = [phrases(f"column.{name}") for name in ("name", "status", "since", "until")]
    return table(phrases("picture.engagements"), headers, rows)


def _dated(entries: Sequence[Entry]) -> list[Entry]:
    """The engagements that say when, the earliest first."""
    found = [one for one in entries if one.since or one.until]
    return sorted(found, key=lambda one: (_start(one.since), one.name))


def _start(since: PartialDate | None) -> date:
    return first_day(since) if since else date.min


def _bar(one: Entry, y: int, scale: _Scale, on: date, phrases: Phrasebook) -> Markup:
    status = status_of(one, on)
    kind = {"current": "p-eea", "planned": "p-planned", "ended": "p-ended"}[status]
    start = scale.x(first_day(one.since)) if one.since else float(LEFT)
    end = scale.x(last_day(one.until)) if one.until else float(WIDTH - RIGHT)
    text = one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1]}…"
    return Markup(
        f"<g><title>{escaped(one.name)}: {escaped(phrases(f'status.{status}'))}</title>"
        f'<text x="8" y="{y + 14}">{escaped(text)}</text>'
        f'<rect class="{kind}" x="{start:g}" y="{y + 3}" width="{max(end - start, 3):g}" height="14" rx="3"/></g>'
    )


def _day(when: date, phrases: Phrasebook) -> str:
    return date_words(when, phrases)
