"""Bars: how many of each kind there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketju.formats.pictures.parts import figure, wide
from ketju.formats.writers.site.markup import Markup, el, escaped
from ketju.text.render import Phrasebook

WIDTH, LEFT, ROW = 900, 260, 26
MOST_ROWS = 30
_LONGEST = 36


@dataclass(frozen=True, slots=True)
class Bar:
    """So many of something; ``kind`` is the class of its colour."""

    name: str
    count: int
    kind: str = "p-eea"


def bars_picture(bars: Sequence[Bar], title: str, phrases: Phrasebook) -> Markup:
    """The bars below each other, as many as can be read; a table beside it has all of them."""
    shown = bars[:MOST_ROWS]
    most = max((one.count for one in shown), default=1) or 1
    rows = [_row(one, at, most) for at, one in enumerate(shown)]
    told = ", ".join(f"{one.name} {one.count}" for one in shown)
    drawn = el(
        "svg", rows, viewBox=f"0 0 {WIDTH} {len(shown) * ROW + 8}", role="img", aria_label=f"{title}: {told}",
        class_="wide",
    )  # fmt: skip
    more = phrases("picture.bars.more", count=len(bars) - len(shown)) if len(bars) > len(shown) else ""
    return figure(wide(drawn, title), caption=more)


def _row(one: Bar, at: int, most: int) -> Markup:
    y = at * ROW + 4
    width = max(round((WIDTH - LEFT - 60) * one.count / most, 1), 2)
    text = one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1]}…"
    return Markup(
        f"<g><title>{escaped(one.name)}: {one.count}</title>"
        f'<text x="8" y="{y + 15}">{escaped(text)}</text>'
        f'<rect class="{one.kind}" x="{LEFT}" y="{y + 3}" width="{width:g}" height="16" rx="3"/>'
        f'<text x="{LEFT + width + 6:g}" y="{y + 15}">{one.count}</text></g>'
    )
