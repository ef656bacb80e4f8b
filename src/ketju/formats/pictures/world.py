"""The map of places: a disc in the EEA, a diamond where a decision says that it is adequate, a triangle where one does
for some recipients only, a square elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from ketju.core.territory.membership import BLOCS, is_in_eea
from ketju.formats.pictures.parts import figure, sample, table
from ketju.formats.pictures.zones import KEYS, ZONES, Zone, zone_of
from ketju.formats.writers.site.geography import outlines
from ketju.formats.writers.site.markup import Markup, el, escaped, joined
from ketju.text.render import Phrasebook
from ketju.text.values import place_name

_SHAPES: dict[Zone, str] = {"eea": "disc", "adequate": "diamond", "some": "triangle", "other": "square"}


def places_picture(counts: Mapping[str, int], on: date, phrases: Phrasebook) -> Markup:
    """The world, and Europe closer where something is there; ``counts`` has so many of each country or bloc."""
    countries = {code: count for code, count in counts.items() if code not in BLOCS}
    near = {code for code in countries if code in outlines()["europe"]["points"]}
    has_bloc = "EU" in counts or "EEA" in counts
    sheets = [_sheet("world", countries, near, on, phrases, has_bloc=has_bloc)]
    if near or has_bloc:
        sheets.append(_sheet("europe", countries, (), on, phrases, has_bloc=has_bloc))
    zones = {zone_of(code, on) for code in countries}
    key = [
        joined([sample(f"p-{zone}", _SHAPES[zone]), " ", phrases(KEYS[zone])])
        for zone in ZONES
        if zone in zones
    ]
    key += [
        joined(
            [sample("p-bloc"), " ", place_name(code, phrases), ": ", str(counts[code])]
            if code != "GLOBAL"
            else [place_name(code, phrases), ": ", str(counts[code])]
        )
        for code in sorted(counts)
        if code in BLOCS
    ]
    return figure(el("div", sheets, class_="sheets"), key=key, caption=phrases("site.map.source"))


def places_table(counts: Mapping[str, int], on: date, phrases: Phrasebook) -> Markup:
    """The same as a table, the most first."""
    headers = [phrases(f"picture.{name}") for name in ("place", "zone", "count")]
    rows = [
        (place_name(code, phrases), _zone_words(code, on, phrases), str(counts[code]))
        for code in sorted(counts, key=lambda code: (-counts[code], code))
    ]
    return table(phrases("picture.places"), headers, rows)


def _zone_words(code: str, on: date, phrases: Phrasebook) -> str:
    if code == "GLOBAL":
        return phrases("picture.anywhere")
    return phrases(KEYS[zone_of(code, on)])


def _sheet(
    name: str,
    counts: Mapping[str, int],
    elsewhere: Collection[str],
    on: date,
    phrases: Phrasebook,
    *,
    has_bloc: bool,
) -> Markup:
    """One map. Countries of ``elsewhere`` get no mark here, since the other map shows them larger.

    With ``has_bloc`` something may be in any country of the EEA, which is shaded.
    """
    sheet = outlines()[name]
    width, height = sheet["size"]
    shapes: dict[str, list[str]] = {}
    for code, path in sheet["outlines"].items():
        kind = f"p-land p-{zone_of(code, on)}" if code in counts else "p-land"
        if has_bloc and code not in counts and is_in_eea(code, on):
            kind = "p-land p-bloc"
        shapes.setdefault(kind, []).append(path)
    land = [Markup(f'<path class="{kind}" d="{"".join(paths)}"/>') for kind, paths in sorted(shapes.items())]
    marks = [
        _mark(code, counts[code], sheet["points"][code], on, phrases)
        for code in sorted(counts, key=lambda code: -counts[code])
        if code in sheet["points"] and code not in elsewhere
    ]
    said = phrases(f"site.map.{name}")
    told = ", ".join(
        f"{place_name(code, phrases)} {count}" for code, count in counts.items() if code in sheet["points"]
    )
    return el(
        "svg", land, marks, viewBox=f"0 0 {width} {height}", role="img",
        aria_label=f"{said}: {told}" if told else said, class_=f"wide {name}",
    )  # fmt: skip


def _mark(code: str, count: int, point: list[float], on: date, phrases: Phrasebook) -> Markup:
    x, y = point
    shape = {
        "eea": f'<circle class="p-mark" cx="{x:g}" cy="{y:g}" r="9.5"/>',
        "adequate": f'<path class="p-mark" d="M{x:g} {y - 13:g}l13 13-13 13-13-13z"/>',
        "some": f'<path class="p-mark" d="M{x:g} {y - 14:g}l15 24h-30z"/>',
        "other": f'<rect class="p-mark" x="{x - 9:g}" y="{y - 9:g}" width="18" height="18" rx="2"/>',
    }[zone_of(code, on)]
    title = escaped(f"{place_name(code, phrases)}: {count}")
    text = f'<text class="p-number" x="{x:g}" y="{y + 3.8:g}">{count}</text>'
    return Markup(f'<g class="spot"><title>{title}</title>{shape}{text}</g>')
