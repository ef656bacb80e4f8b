"""The map of processing places: outlines drawn beforehand, with a mark and a number for each country that is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ketju.core.territory.membership import BLOCS, is_in_eea
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.markup import EMPTY, Markup, el, escaped, joined


@cache
def outlines() -> Any:
    """The packaged outlines; ``tools/make_world.py`` says where they come from."""
    return json.loads((files(__package__) / "world.json").read_bytes())


def world_map(edition: Edition, counts: Mapping[str, int]) -> Markup:
    """The world, and Europe closer where something is there; ``counts`` has the entries of each country or bloc."""
    drawn = outlines()
    countries = {code: count for code, count in counts.items() if code not in BLOCS}
    near = {code for code in countries if code in drawn["europe"]["points"]}
    blocs = [code for code in ("EU", "EEA") if code in counts]
    sheets = [_sheet(edition, "world", countries, near, blocs)]
    if near or blocs:
        sheets.append(_sheet(edition, "europe", countries, set(), blocs))
    caption = joined(
        [_legend(edition, countries, counts, blocs), el("p", edition("map.source"), class_="about")]
    )
    return el("figure", el("div", sheets, class_="sheets"), el("figcaption", caption), class_="map")


def _sheet(
    edition: Edition, name: str, counts: Mapping[str, int], elsewhere: set[str], blocs: list[str]
) -> Markup:
    """One map. Countries of ``elsewhere`` get no mark here, since the other map shows them larger."""
    sheet = outlines()[name]
    width, height = sheet["size"]
    on = edition.subject.publication.on
    shapes: dict[str, list[str]] = {}
    for code, path in sheet["outlines"].items():
        shapes.setdefault(_kind(code, counts, blocs, on), []).append(path)
    land = [Markup(f'<path class="{kind}" d="{"".join(paths)}"/>') for kind, paths in sorted(shapes.items())]
    hatched = [
        Markup(f'<path fill="url(#{name}-{pattern})" d="{"".join(shapes[kind])}"/>')
        for kind, pattern in (("land bloc", "dots"), ("land outside", "lines"))
        if kind in shapes
    ]
    marks = [
        _mark(edition, code, count, sheet["points"][code], outside=not is_in_eea(code, on))
        for code, count in sorted(counts.items(), key=lambda item: -item[1])
        if code in sheet["points"] and code not in elsewhere
    ]
    return el(
        "svg",
        el("title", edition(f"map.{name}")),
        _patterns(name),
        land,
        hatched,
        marks,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=_alternative(edition, name, counts),
        class_=name,
    )


def _kind(code: str, counts: Mapping[str, int], blocs: list[str], on: Any) -> str:
    if code in counts:
        return "land inside" if is_in_eea(code, on) else "land outside"
    return "land bloc" if blocs and is_in_eea(code, on) else "land"


def _patterns(name: str) -> Markup:
    """Hatching beside colour, so that no meaning hangs on colour alone."""
    return Markup(
        f'<defs><pattern id="{name}-lines" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern>'
        f'<pattern id="{name}-dots" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<circle class="dot" cx="2" cy="2" r="1"/></pattern></defs>'
    )


def _mark(edition: Edition, code: str, count: int, point: list[float], *, outside: bool) -> Markup:
    """A disc inside the EEA, a square outside, with the number of entries in it."""
    x, y = point
    shape = (
        f'<rect x="{x - 9:g}" y="{y - 9:g}" width="18" height="18" rx="2"/>'
        if outside
        else f'<circle cx="{x:g}" cy="{y:g}" r="9.5"/>'
    )
    title = joined([edition.place(code), ": ", str(count)])
    text = f'<text x="{x:g}" y="{y + 3.6:g}">{count}</text>'
    return Markup(f'<g class="mark{" square" if outside else ""}"><title>{title}</title>{shape}{text}</g>')


def _alternative(edition: Edition, name: str, counts: Mapping[str, int]) -> str:
    """The map in a sentence; the table below says the same in full."""
    points = outlines()[name]["points"]
    seen = [code for code in counts if code in points]
    listed = ", ".join(f"{edition.place(code)} {counts[code]}" for code in seen)
    return Markup(escaped(edition(f"map.{name}"))) + ": " + Markup(listed) if seen else edition(f"map.{name}")


def _legend(
    edition: Edition, countries: Mapping[str, int], counts: Mapping[str, int], blocs: list[str]
) -> Markup:
    """What shapes and shades mean, with the blocs that are no country."""
    on = edition.subject.publication.on
    items = []
    if any(is_in_eea(code, on) for code in countries):
        items.append(el("li", _sample("circle"), " ", edition("zone.inside")))
    if any(not is_in_eea(code, on) for code in countries):
        items.append(el("li", _sample("square"), " ", edition("zone.outside")))
    for code in blocs:
        items.append(el("li", edition("map.bloc", place=edition.place(code), count=counts[code])))
    if "GLOBAL" in counts:
        items.append(el("li", edition("map.global", count=counts["GLOBAL"])))
    return el("ul", items, class_="legend") if items else EMPTY


def _sample(shape: str) -> Markup:
    inner = (
        '<circle cx="10" cy="10" r="8"/>'
        if shape == "circle"
        else '<rect x="2" y="2" width="16" height="16" rx="2"/>'
    )
    kind = "mark square" if shape == "square" else "mark"
    return Markup(
        f'<svg viewBox="0 0 20 20" class="sample" aria-hidden="true"><g class="{kind}">{inner}</g></svg>'
    )
