"""The zones that pictures tell apart: those of the core, as far as a shape and a colour each can show them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ketju.core.territory import zones

Zone = Literal["eea", "adequate", "other"]
ZONES: tuple[Zone, ...] = ("eea", "adequate", "other")
KEYS: dict[Zone, str] = {"eea": "picture.eea", "adequate": "picture.adequate", "other": "picture.other"}
"""The words of each zone."""
_SHOWN: dict[zones.Zone, Zone] = {
    "inside": "eea",
    "adequate": "adequate",
    "partly": "adequate",
    "third": "other",
    "unknown": "other",
}


def zone_of(code: str, on: date) -> Zone:
    """The zone of a country or bloc on a day. One with a decision for some recipients only is adequate for these."""
    return _SHOWN[zones.zone_of(code, on)]


def is_for_some(code: str, on: date) -> bool:
    """Whether the decision for a country holds for some recipients only."""
    return zones.zone_of(code, on) == "partly"
