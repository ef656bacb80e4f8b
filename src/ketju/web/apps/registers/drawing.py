"""Pictures for pages of a customer: a map that tells zones apart, a timeline. Each has a text alternative in it.

They are drawn on the server as SVG without styles of their own; the style sheet colours their classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from ketju.core.territory.membership import BLOCS
from ketju.formats.writers.site.geography import outlines
from ketju.formats.writers.site.markup import Markup, el
from ketju.text.render import Phrasebook, phrasebook
from ketju.web.apps.registers.customer_words import Counted
from ketju.web.apps.registers.safeguards import ZONES

_HATCHED = {"partly": "dots", "third": "lines"}
_MARKS = {
    "inside": '<circle cx="{x:g}" cy="{y:g}" r="9.5"/>',
    "adequate": '<rect x="{left:g}" y="{top:g}" width="19" height="19" rx="6"/>',
    "partly": '<path d="M{x:g} {above:g}l12 12-12 12-12-12z"/>',
    "third": '<rect x="{left:g}" y="{top:g}" width="19" height="19"/>',
}


def map_of(counted: Sequence[Counted], phrases: Phrasebook) -> SafeString:
    """A map of the places, Europe and the world as far as something is there; empty where nothing can be drawn."""
    known = tuple(one for one in counted if one.code not in BLOCS)
    blocs = any(one.code in ("EU", "EEA") for one in counted)
    return _map(known, blocs, phrases.language) if known or blocs else SafeString("")


@lru_cache(maxsize=256)
def _map(counted: tuple[Counted, ...], has_blocs: bool, language: str) -> SafeString:
    phrases, drawn = phrasebook(language), outlines()
    near = {one.code for one in counted if one.code in drawn["europe"]["points"]}
    far = [one for one in counted if one.code not in near]
    sheets = []
    if near or has_blocs:
        sheets.append(_sheet("europe", [one for one in counted if one.code in near], phrases))
    if far:
        sheets.append(_sheet("world", far, phrases))
    zones = [zone for zone in ZONES if any(one.zone == zone for one in counted)]
    legend = el("ul", [_key(zone, phrases) for zone in zones], class_="legend")
    figure = el("figure", el("div", sheets, class_="sheets"), el("figcaption", legend), class_="map")
    return mark_safe(str(figure))


def _sheet(name: str, counted: Sequence[Counted], phrases: Phrasebook) -> Markup:
    sheet = outlines()[name]
    width, height = sheet["size"]
    zones = {one.code: one.zone for one in counted}
    shapes: dict[str, list[str]] = {}
    for code, path in sheet["outlines"].items():
        shapes.setdefault(zones.get(code, ""), []).append(path)
    land = [
        Markup(f'<path class="land {zone}" d="{"".join(paths)}"/>') for zone, paths in sorted(shapes.items())
    ]
    hatched = [
        Markup(f'<path fill="url(#{name}-{_HATCHED[zone]})" d="{"".join(paths)}"/>')
        for zone, paths in sorted(shapes.items())
        if zone in _HATCHED
    ]
    marks = [_mark(one, sheet["points"][one.code]) for one in counted if one.code in sheet["points"]]
    title = phrases(f"web.touch.map.{name}")
    listed = ", ".join(f"{one.name} {one.count}" for one in counted)
    return el(
        "svg", el("title", title), _patterns(name), land, hatched, marks, viewBox=f"0 0 {width} {height}",
        role="img", aria_label=f"{title}: {listed}" if listed else title, class_=name,
    )  # fmt: skip


def _patterns(name: str) -> Markup:
    """Hatching beside colour, so that no meaning hangs on colour alone."""
    return Markup(
        f'<defs><pattern id="{name}-lines" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern>'
        f'<pattern id="{name}-dots" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<circle class="dot" cx="2" cy="2" r="1"/></pattern></defs>'
    )


def _shape(zone: str, x: float, y: float) -> str:
    form = _MARKS.get(zone, _MARKS["third"])
    return form.format(x=x, y=y, left=x - 9.5, top=y - 9.5, above=y - 12)


def _mark(one: Counted, point: Sequence[float]) -> Markup:
    """A shape for the zone with the number in it."""
    x, y = point
    title = el("title", f"{one.name}: {one.count}")
    text = f'<text x="{x:g}" y="{y + 3.6:g}">{one.count}</text>'
    return Markup(f'<g class="mark {one.zone}">{title}{_shape(one.zone, x, y)}{text}</g>')


def _key(zone: str, phrases: Phrasebook) -> Markup:
    group = f'<g class="mark {zone}">{_shape(zone, 13, 13)}</g>'
    shape = f'<svg viewBox="0 0 26 26" class="sample" aria-hidden="true">{group}</svg>'
    return el("li", Markup(shape), " ", phrases(f"web.touch.zone.{zone}"))


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
