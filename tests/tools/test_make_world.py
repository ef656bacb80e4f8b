"""The projections against what their authors publish, and the outlines against geography."""

from __future__ import annotations

import math

import pytest

from ketju.core.territory.facts import country_codes
from ketju.formats.writers.site.geography import outlines
from tools.make_world import area, equal_earth, inside, lambert, parted, simplified


def test_equal_earth_is_2_05458_times_as_wide_as_it_is_high() -> None:
    """Šavrič, Patterson, Jenny (2018): the aspect ratio of the projection."""
    assert equal_earth(180, 0)[0] / equal_earth(0, 90)[1] == pytest.approx(2.05458, abs=1e-4)


def test_equal_earth_keeps_areas() -> None:
    """A sphere of radius 1 has the area 4π; a band from 30° N to 60° N has 2π(sin 60° - sin 30°) of it."""
    west = [equal_earth(-180, latitude / 4) for latitude in range(120, 241)]
    east = [equal_earth(180, latitude / 4) for latitude in range(240, 119, -1)]
    expected = 2 * math.pi * (math.sin(math.radians(60)) - 0.5)
    assert area([*west, *east]) == pytest.approx(expected, rel=1e-3)


def test_lambert_has_its_middle_in_the_middle_and_true_distances_near_it() -> None:
    assert lambert(10, 52) == pytest.approx((0, 0), abs=1e-12)
    assert math.hypot(*lambert(10, 53)) == pytest.approx(math.radians(1), rel=1e-4)


def test_a_ring_over_the_date_line_becomes_two() -> None:
    west, east = sorted(parted([(170.0, 10.0), (-170.0, 10.0), (-170.0, -10.0), (170.0, -10.0)]))
    assert {x for x, _ in west} == {-180.0, -170.0}
    assert {x for x, _ in east} == {170.0, 180.0}


def test_a_ring_without_the_points_on_its_edges_is_the_same() -> None:
    square = [(0.0, 0.0), (5.0, 0.01), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert (5.0, 0.01) not in simplified(square, 0.5)
    assert inside((5.0, 5.0), simplified(square, 0.5))


def test_every_country_of_iso_that_the_source_knows_has_a_place_on_the_map() -> None:
    points = outlines()["world"]["points"]
    assert set(points) <= country_codes()
    assert {"FI", "SE", "US", "SG", "HK", "MT", "AE", "LI", "XK"} <= set(points)
    assert len(points) > 230


@pytest.mark.parametrize(("one", "other"), [("FI", "SE"), ("US", "GB"), ("GB", "SG"), ("BR", "ZA")])
def test_east_is_on_the_right(one: str, other: str) -> None:
    points = outlines()["world"]["points"]
    east, west = max(points[one][0], points[other][0]), min(points[one][0], points[other][0])
    assert (points[one][0], points[other][0]) == (
        (east, west) if (one, other) == ("FI", "SE") else (west, east)
    )


def test_north_is_above() -> None:
    europe = outlines()["europe"]["points"]
    assert europe["FI"][1] < europe["DE"][1] < europe["IT"][1] < europe["MT"][1]
