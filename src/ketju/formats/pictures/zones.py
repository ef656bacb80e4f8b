"""The zones that pictures tell apart: those of the core, as far as a shape and a colour each can show them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ketju.core.territory import zones

Zone = Literal["eea", "adequate", "some", "other"]
ZONES: tuple[Zone, ...] = ("eea", "adequate", "some", "other")
KEYS: dict[Zone, str] = {
    "eea": "picture.eea",
    "adequate": "picture.adequate",
    "some": "picture.adequate-some",
    "other": "picture.other",
}
"""The words of each zone."""
_SHOWN: dict[zones.Zone, Zone] = {
    "inside": "eea",
    "adequate": "adequate",
    "partly": "some",
    "third": "other",
    "unknown": "other",
}


def zone_of(code: str, on: date) -> Zone:
    """The zone of a country or bloc on a day. One with a decision for some recipients only is a zone of its own: a list
    that does not say whether its company is one of them shows no safeguard (GDPR Art. 45, Decision (EU) 2023/1795).
    """
    return _SHOWN[zones.zone_of(code, on)]
