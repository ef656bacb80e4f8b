"""Where a place lies for the law of transfers, in one word: for maps, counts and tables.

Source: GDPR Art. 44 to 46; requirements L-7, D-179.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

from ketju.core.territory.membership import BLOCS, is_place_code
from ketju.core.territory.transfers import Answer, transfer_to

Zone = Literal["inside", "adequate", "partly", "third", "unknown"]
"""EU/EEA; treated like it or a decision for all; a decision for some recipients; none; nobody can say ("anywhere")."""
ZONES: tuple[Zone, ...] = ("inside", "adequate", "partly", "third", "unknown")
_OF_COVER: dict[str, Zone] = {
    "inside": "inside",
    "none-needed": "adequate",
    "adequacy": "adequate",
    "depends": "partly",
}


@lru_cache(maxsize=4096)
def answer_at(code: str, on: date) -> Answer | None:
    """What the law says of data at a country, or at a bloc within the EEA; None for what is no single place."""
    if (code in BLOCS and code not in ("EU", "EEA")) or not is_place_code(code):
        return None
    return transfer_to(code, on)


def zone_of(code: str, on: date) -> Zone:
    """The zone of a country or a bloc on a day."""
    answer = answer_at(code, on)
    return "unknown" if answer is None else _OF_COVER.get(answer.cover, "third")
