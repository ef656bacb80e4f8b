"""Entries that share something, as many as are wanted: what a careless comparison of all pairs would trip over."""

from __future__ import annotations

from typing import Any

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry, Identifier, Place, Register, Scope, Words

FORMS = ("GmbH", "Ltd", "Oy", "Inc.", "AB", "SAS")


def words(text: str) -> Words:
    return Words((("en", text),))


SHARED = {
    "one name of many legal entities": lambda at: {"name": "Kite", "legal_entity": f"Company {at} Oy"},
    "one name with many numbers": lambda at: {
        "name": "Kite",
        "identifiers": (Identifier(f"{at:09}", "", f"{at:09}"),),
    },
    "one name with many forms": lambda at: {"name": f"Kite {FORMS[at % len(FORMS)]}"},
    "one brand of many companies": lambda at: {"brand": "Kite"},
    "one company with many brands": lambda at: {"name": "Kite Oy", "brand": f"Brand {at}"},
    "one former name of many": lambda at: {"name": f"Company {at} Oy (formerly Kite Oy)"},
    "one company for many purposes": lambda at: {"name": "Kite Oy", "purpose": words(f"Task number {at}")},
    "one number of many": lambda at: {"identifiers": (Identifier("2431560-5", "fi-ytunnus", "2431560-5"),)},
    "one use that ends and begins": lambda at: {
        "purpose": words("Mail"),
        "until": PartialDate(2021 + at % 5, 1 + at % 12, 1),
    },
    "one part in many regions": lambda at: {
        "applies_to": Scope(sections=(f"Region {at // 2}", "Shared services"))
    },
    "other companies named": lambda at: {"mentions": (f"Other {at} GmbH", f"Further {at} GmbH")},
}
"""What is shared → the members of the entry at a position that differ from those of ``entry``."""


def entry(at: int, **more: Any) -> Entry:
    """An entry of a company of its own, with what is shared in ``more``."""
    own: dict[str, Any] = {
        "name": f"Company {at} Oy",
        "purpose": words(f"Sending of mail {at % 7}"),
        "places": (Place("FI"),),
        "places_printed": "Finland",
        "since": PartialDate(2020, 1 + at % 12, 1),
    }
    return Entry(f"e-{at}", **{**own, **more})


def register(shared: str, size: int) -> Register:
    """So many entries that share something."""
    entries = (entry(at, **SHARED[shared](at)) for at in range(size))
    return Register(publisher="Example", languages=("en",), entries=tuple(entries))
