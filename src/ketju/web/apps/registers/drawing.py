"""Pictures for pages of a customer: the map of public pages, a timeline. Each has a text alternative in it.

They are drawn on the server as SVG without styles of their own; style sheets colour their classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from ketju.core.territory.membership import BLOCS
from ketju.formats.pictures.world import places_picture
from ketju.formats.writers.site.markup import Markup, el
from ketju.text.render import Phrasebook, phrasebook
from ketju.web.apps.registers.customer_words import Counted


def map_of(counted: Sequence[Counted], on: date, phrases: Phrasebook) -> SafeString:
    """The map that public pages have, with the places of one customer; empty where nothing can be drawn."""
    shown = tuple(
        (one.code, one.count) for one in counted if one.code not in BLOCS or one.code in ("EU", "EEA")
    )
    return _map(shown, on, phrases.language) if shown else SafeString("")


@lru_cache(maxsize=256)
def _map(counted: tuple[tuple[str, int], ...], on: date, language: str) -> SafeString:
    return mark_safe(str(places_picture(dict(counted), on, phrasebook(language))))


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on a timeline: its day, and words for it."""

    on: date
    words: str


WIDTH, LEFT, TOP = 720, 16, 40


def _anchor(x: float) -> str:
    """Where a text at a place begins, so that it stays inside."""
    return "start" if x < 2 * LEFT else "end" if x > WIDTH - 2 * LEFT else "middle"


def timeline(moments: Sequence[Moment], today: date, phrases: Phrasebook, days: Sequence[str]) -> SafeString:
    """Moments on a line from the first to the last day, with a mark for today; ``days`` are their days in words."""
    if not moments:
        return SafeString("")
    first = min(today, *(one.on for one in moments))
    last = max(today, *(one.on for one in moments))
    span = max((last - first).days, 1)

    def at(on: date) -> float:
        return LEFT + (WIDTH - 2 * LEFT) * (on - first).days / span

    now = at(today)
    parts = [
        Markup(f'<path class="axis" d="M{LEFT} {TOP}H{WIDTH - LEFT}"/>'),
        Markup(f'<path class="now" d="M{now:.1f} {TOP - 22}V{TOP + 22}"/>'),
        el("text", phrases("web.touch.today"), x=f"{now:.1f}", y=TOP + 36, text_anchor=_anchor(now)),
        *(
            Markup(f'<g class="moment{" later" if one.on > today else ""}">')
            + el("title", f"{day}: {one.words}")
            + Markup(f'<circle cx="{at(one.on):.1f}" cy="{TOP}" r="7"/></g>')
            for one, day in zip(moments, days, strict=True)
        ),
    ]
    told = "; ".join(f"{day}: {one.words}" for one, day in zip(moments, days, strict=True))
    label = f"{phrases('web.touch.timeline')}: {told}"
    figure = el(
        "svg", el("title", phrases("web.touch.timeline")), [Markup(one) for one in parts],
        viewBox=f"0 0 {WIDTH} {2 * TOP}", role="img", aria_label=label, class_="timeline",
    )  # fmt: skip
    return mark_safe(str(figure))
