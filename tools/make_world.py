"""Draw the outlines of countries once: Natural Earth → ``world.json``, which the map of a published list is made of.

Source: Natural Earth (https://www.naturalearthdata.com), public domain, in the form of the npm package
world-atlas 2.0.2 (ISC). Get it with ``npm pack world-atlas@2.0.2``, unpack it, and run

    python -m tools.make_world FOLDER

with the folder that holds ``countries-110m.json``, ``countries-50m.json`` and ``countries-10m.json``. The world is
drawn in the Equal Earth projection, Europe in Lambert's azimuthal equal-area projection around 10° E, 52° N, as the
EU's own statistics do. Borders are those of the source and take no side.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.core import get_global

TARGET = Path(__file__).resolve().parent.parent / "src/ketju/formats/writers/site/world.json"
SOURCE = "Natural Earth (public domain), by world-atlas 2.0.2 (ISC)"

Point = tuple[float, float]
Ring = list[Point]
Projection = Callable[[float, float], Point]

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of Equal Earth (Šavrič, Patterson, Jenny 2018)."""
NAMELESS = {"Kosovo": "XK"}
"""Areas to which the source gives no number and ISO 3166 a code, or everybody else does."""
LEFT_OUT = frozenset({"AQ"})
WORLD_WIDTH, EUROPE_WIDTH = 960.0, 640.0
SOUTH, NORTH = -56.0, 83.7
EUROPE = (-11.0, 33.5, 33.5, 71.5)
"""West, south, east, north of what the map of Europe shows in the middle of its edges, in degrees."""


def equal_earth(longitude: float, latitude: float) -> Point:
    """Degrees → a plane on which areas are true; (0, 0) is in the middle, y grows upwards, the radius is 1."""
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = t * t
    t6 = t2 * t2 * t2
    slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


def lambert(longitude: float, latitude: float) -> Point:
    """Degrees → Lambert's azimuthal equal-area plane around 10° E, 52° N, on a sphere of radius 1."""
    middle, turn = math.radians(52), math.radians(longitude - 10)
    high = math.radians(latitude)
    cosine = math.sin(middle) * math.sin(high) + math.cos(middle) * math.cos(high) * math.cos(turn)
    k = math.sqrt(2 / max(1 + cosine, 1e-9))
    x = k * math.cos(high) * math.sin(turn)
    y = k * (math.cos(middle) * math.sin(high) - math.sin(middle) * math.cos(high) * math.cos(turn))
    return x, y


class Atlas:
    """The countries of one file: rings of degrees by code."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_bytes())
        (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
        self.arcs: list[Ring] = []
        for arc in data["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self.countries = dict(self._countries(data["objects"]["countries"]["geometries"]))

    def _countries(self, geometries: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[Ring]]]:
        aliases = get_global("territory_aliases")
        for geometry in geometries:
            code = NAMELESS.get(geometry["properties"]["name"], "")
            number = geometry.get("id")
            if number and aliases.get(number):
                code = aliases[number][0]
            if len(code) == 2 and code not in LEFT_OUT and geometry.get("arcs"):
                polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
                yield code, [part for polygon in polygons for part in parted(self._ring(polygon[0]))]

    def _ring(self, arcs: Sequence[int]) -> Ring:
        """The outer ring of a polygon: arcs one after another, those with a negative number turned round."""
        ring: Ring = []
        for number in arcs:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            ring += arc[1:] if ring else arc
        return ring


class Sheet:
    """A map: a projection, scaled to a width, with y growing downwards."""

    def __init__(self, project: Projection, corners: Sequence[Point], width: float) -> None:
        planes = [project(*corner) for corner in corners]
        self.project = project
        self.left, self.top = min(x for x, _ in planes), max(y for _, y in planes)
        self.scale = width / (max(x for x, _ in planes) - self.left)
        self.width = width
        self.height = (self.top - min(y for _, y in planes)) * self.scale

    def at(self, longitude: float, latitude: float) -> Point:
        x, y = self.project(longitude, latitude)
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def shows(self, point: Point, margin: float = 0.0) -> bool:
        x, y = point
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin


def parted(ring: Ring) -> list[Ring]:
    """A ring that crosses the date line as two, one on either edge of the map; any other as it is."""
    whole = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((whole[-1][0] - longitude) / 360)
        whole.append((longitude + 360 * turns, latitude))
    if all(-180 <= longitude <= 180 for longitude, _ in whole):
        return [whole]
    edge = 180.0 if max(longitude for longitude, _ in whole) > 180 else -180.0
    turn = -360.0 if edge > 0 else 360.0
    beyond = [(x + turn, y) for x, y in _side(whole, edge, east=edge > 0)]
    return [part for part in (_side(whole, edge, east=edge < 0), beyond) if len(part) > 2]


def _side(ring: Ring, edge: float, *, east: bool) -> Ring:
    """What of a ring is east, or west, of a meridian (Sutherland, Hodgman)."""
    found: Ring = []
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        first, second = ((x >= edge) == east or x == edge for x in (x1, x2))
        if first:
            found.append((x1, y1))
        if first != second:
            found.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
    return found


def area(ring: Ring) -> float:
    """The area inside a ring."""
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2
    )


def simplified(ring: Ring, tolerance: float) -> Ring:
    """The ring without points that are closer than ``tolerance`` to the line without them (Douglas, Peucker)."""
    if len(ring) < 5:
        return ring
    keep = {0, len(ring) - 1}
    far = max(range(len(ring)), key=lambda at: math.dist(ring[at], ring[0]))
    keep.add(far)
    stack = [(0, far), (far, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        worst, at = 0.0, 0
        for index in range(first + 1, last):
            off = _distance(ring[index], ring[first], ring[last])
            if off > worst:
                worst, at = off, index
        if worst > tolerance:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [ring[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    t = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
    return math.dist(point, (x1 + t * (x2 - x1), y1 + t * (y2 - y1)))


def inside(point: Point, ring: Ring) -> bool:
    """Whether a point is inside a ring."""
    x, y = point
    found = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            found = not found
    return found


def middle(ring: Ring, steps: int = 24) -> Point:
    """A point well inside a ring: of a grid over it the one that is farthest from the edge."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    grid = [
        (min(xs) + width * (i + 0.5) / steps, min(ys) + height * (j + 0.5) / steps)
        for i in range(steps)
        for j in range(steps)
    ]
    edges = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    candidates = [point for point in grid if inside(point, ring)]
    if not candidates:
        return sum(xs) / len(xs), sum(ys) / len(ys)
    return max(candidates, key=lambda point: min(_distance(point, a, b) for a, b in edges))


def path_of(rings: Sequence[Ring]) -> str:
    """Rings as an SVG path of whole and half units, each point told from the one before."""
    parts = []
    for ring in rings:
        points = [(round(x * 2), round(y * 2)) for x, y in ring]
        x, y = points[0]
        steps = [f"M{x / 2:g} {y / 2:g}l"]
        moves = []
        for nx, ny in points[1:]:
            if (nx, ny) != (x, y):
                moves.append(f"{(nx - x) / 2:g} {(ny - y) / 2:g}")
                x, y = nx, ny
        if len(moves) > 1:
            parts.append(steps[0] + " ".join(moves).replace(" -", "-") + "z")
    return "".join(parts)


def drawn(atlas: Atlas, sheet: Sheet, tolerance: float, smallest: float) -> dict[str, str]:
    """The outlines of a map by code: rings that it shows, the small ones only where a country has no other."""
    found = {}
    for code, rings in sorted(atlas.countries.items()):
        planes = sorted(([sheet.at(*p) for p in ring] for ring in rings), key=area, reverse=True)
        seen = [ring for ring in planes if any(sheet.shows(point) for point in ring)]
        kept = [ring for at, ring in enumerate(seen) if at == 0 or area(ring) >= smallest]
        path = path_of([simplified(ring, tolerance) for ring in kept])
        if path:
            found[code] = path
    return found


def points(atlases: Sequence[Atlas], sheet: Sheet, *, cut: bool) -> dict[str, list[float]]:
    """Where the mark of each country stands; with ``cut`` only of those whose middle the map shows."""
    found: dict[str, list[float]] = {}
    for atlas in atlases:
        for code, rings in atlas.countries.items():
            if code in found:
                continue
            largest = max(([sheet.at(*p) for p in ring] for ring in rings), key=area)
            point = middle(simplified(largest, 0.3))
            if not cut or sheet.shows(point, -6):
                found[code] = [round(point[0], 1), round(point[1], 1)]
    return dict(sorted(found.items()))


def main() -> int:
    """Write ``world.json``."""
    folder = Path(sys.argv[1])
    coarse, fine, finest = (Atlas(folder / f"countries-{scale}.json") for scale in ("110m", "50m", "10m"))
    world = Sheet(equal_earth, [(-180, 0), (180, 0), (0, SOUTH), (0, NORTH)], WORLD_WIDTH)
    west, south, east, north = EUROPE
    europe = Sheet(lambert, [(west, 50), (east + 5, 50), (10, south), (10, north)], EUROPE_WIDTH)
    data = {
        "source": SOURCE,
        "world": {
            "projection": "Equal Earth",
            "size": [round(world.width), round(world.height)],
            "outlines": drawn(coarse, world, 0.5, 3.0),
            "points": points([coarse, fine, finest], world, cut=False),
        },
        "europe": {
            "projection": "Lambert azimuthal equal-area, 10° E 52° N",
            "size": [round(europe.width), round(europe.height)],
            "outlines": drawn(fine, europe, 0.8, 6.0),
            "points": points([fine, finest], europe, cut=True),
        },
    }
    TARGET.write_text(
        json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", "utf-8"
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
