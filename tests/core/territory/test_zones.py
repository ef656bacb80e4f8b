"""One word for where a place lies: membership, decisions on adequacy and the bridge of the trade agreement, by day."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.territory.zones import Zone, zone_of


@pytest.mark.parametrize(
    ("code", "on", "zone"),
    [
        ("FI", "2026-11-29", "inside"),
        ("NO", "2026-11-29", "inside"),  # EEA
        ("EU", "2026-11-29", "inside"),
        ("CH", "2026-11-29", "adequate"),  # Decision 2000/518/EC
        ("US", "2026-11-29", "partly"),  # Decision (EU) 2023/1795, for recipients on the list
        ("US", "2021-01-15", "third"),  # after C-311/18 of 16 July 2020
        ("IN", "2026-11-29", "third"),
        ("GB", "2019-06-01", "inside"),
        ("GB", "2021-03-01", "adequate"),  # the bridge: no transfer to a third country, and no member
        ("GLOBAL", "2026-11-29", "unknown"),
    ],
)
def test_where_a_place_lies(code: str, on: str, zone: Zone) -> None:
    assert zone_of(code, date.fromisoformat(on)) == zone
