"""Two-letter codes in a text: countries of ISO 3166-1, or states of the US and provinces of Canada behind a city."""

from __future__ import annotations

import re

from ketju.core.packaged import table

ODD_CODES = {"UK": "GB", "EL": "GR"}
"""Codes of the EU's own usage (requirements 2.5)."""
HOME_CODES = {"IR": "IE", "SW": "SE", "DK": "DK", "AU": "AT", "FL": "LI"}
"""Codes that people write for their own country, right behind one of its towns: "Dublin, IR" is not in Iran."""
WORDS = frozenset(
    [
        "AI",
        "AT",
        "BE",
        "CC",
        "CD",
        "CI",
        "DO",
        "HR",
        "ID",
        "IM",
        "IN",
        "IO",
        "IS",
        "IT",
        "ME",
        "ML",
        "MY",
        "NO",
        "PM",
        "PR",
        "PS",
        "QA",
        "SC",
        "SL",
        "SO",
        "TO",
        "TV",
        "US",
        "VC",
    ]
)
"""Codes that are words or abbreviations too: they count only between separators, or all of the text."""
NO_PLACE = frozenset(["NA"])
"""Codes that mean something else wherever lists print them: "not applicable" or North America, not Namibia."""
_BEFORE = re.compile(r"(?:^|[,;/(+&|•\n–—]|\bor|\band)\s*$")
_AFTER = re.compile(r"\s*(?:$|[,;/)+&|.\n–—]|\d{5}|or\b|and\b)")
_UNITED_STATES = re.compile(r"\s+\d{5}(?:-\d{4})?\b|,?\s*(?:\d{5},?\s*)?(?:USA?|U\.S\.A?\.?|United States)\b")
STATES_FIRST = frozenset("AL AR AZ CO GA KY LA MA MD MN MO MS NC NE NJ PA SC SD VA".split())  # noqa: SIM905
"""Codes that stand for a state rather than a country behind a town that nobody knows ("Cambridge, MA")."""
_TOWN_BEFORE = re.compile(r"[^\W\d_]{2,},\s*$")
EEA_AND_UK = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "CH",
    ]
)


def code_at(text: str, start: int, end: int, city: str) -> tuple[str, str]:
    """("state" or "code", country) of the two capitals at ``start``; ("", "") when they are no place.

    ``city`` is the country of the city right before, or "". A code of that very country is the country again; one
    that the US or Canada has for a state, and Europe for no country, is a state.
    """
    printed = text[start:end]
    states: dict[str, str] = table("state_codes")
    country = ODD_CODES.get(printed, printed)
    if city and city in (country, HOME_CODES.get(printed)):
        return "code", city
    if printed in states and _UNITED_STATES.match(text, end):
        return "state", states[printed]
    if city and printed in states and (city == states[printed] or country not in EEA_AND_UK):
        return "state", states[printed]
    if printed in STATES_FIRST and _TOWN_BEFORE.search(text, 0, start):
        return "state", states[printed]
    if printed in NO_PLACE:
        return "", ""
    if printed in WORDS and not (_BEFORE.search(text, 0, start) and _AFTER.match(text, end)):
        return "", ""
    return "code", country
