"""Where a place lies for the law of transfers: in the EEA, in a country with an adequacy decision, or elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ketju.core.territory.membership import BLOCS
from ketju.core.territory.transfers import transfer_to

Zone = Literal["eea", "adequate", "other"]
ZONES: tuple[Zone, ...] = ("eea", "adequate", "other")
KEYS: dict[Zone, str] = {"eea": "picture.eea", "adequate": "picture.adequate", "other": "picture.other"}
"""The words of each zone."""


def zone_of(code: str, on: date) -> Zone:
    """The zone of a country or bloc on a day. One with a decision for some recipients only is adequate for these."""
    if code in BLOCS:
        return "other" if code == "GLOBAL" else "eea"
    cover = transfer_to(code, on).cover
    if cover in ("inside", "none-needed"):
        return "eea"
    return "adequate" if cover in ("adequacy", "depends") else "other"


def is_for_some(code: str, on: date) -> bool:
    """Whether the decision for a country holds for some recipients only."""
    return code not in BLOCS and transfer_to(code, on).cover == "depends"
