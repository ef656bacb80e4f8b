"""Inside or outside: membership of the EU and the EEA on a day, and what that makes of places of processing.

The day is always an argument. Source: requirements 2.5 (which asks to verify parts of it; the facts say
which).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from ketju.core.model.register import Place
from ketju.core.territory.facts import (
    Bridge,
    Territory,
    Union,
    bridges,
    country_codes,
    memberships,
    territories,
    usage_codes,
)

BLOCS = frozenset({"EU", "EEA", "GLOBAL"})
"""Codes of places that are no countries."""


def is_country(code: str) -> bool:
    """Whether ``code`` is a code of ISO 3166-1 alpha-2 (or XK), in capitals."""
    return code in country_codes()


def is_place_code(code: str) -> bool:
    """Whether ``code`` may stand in a place: a country or a bloc."""
    return code in BLOCS or is_country(code)


def iso_code(code: str) -> str:
    """The ISO code for a code of EU usage: "EL" → "GR", "UK" → "GB"; any other code as it is."""
    return usage_codes().get(code, code)


def is_in_eu(code: str, on: date) -> bool:
    """Whether EU law binds the place as a member's territory on the day; "EU" itself is inside, "EEA" is not.

    A special territory is inside while EU law covers it and the state it belongs to is a member: Åland is,
    Greenland was to 1985-01-31. The United Kingdom was a member to 2020-01-31. An unknown code is outside.
    """
    return code == "EU" or _is_member("eu", code, on)


def is_in_eea(code: str, on: date) -> bool:
    """Whether the place belongs to the European Economic Area on the day; so do "EU" and "EEA" themselves.

    Svalbard and Jan Mayen (SJ) are outside although Norway is inside. A state that the EU has and the EEA
    Agreement does not bind yet (Croatia in 2013) is not in the EEA: see ``is_outside``. An unknown code is
    outside.
    """
    return code in ("EU", "EEA") or _is_member("eea", code, on)


def is_in_transition(code: str, on: date) -> bool:
    """Whether EU law still binds the place though it has left (GB and GI from 2020-02-01 to 2020-12-31)."""
    code = iso_code(code)
    if code in territories():
        special = _special(code, on)
        return special is not None and special.inside and is_in_transition(special.part_of, on)
    return any(
        fact.last is not None
        and fact.transition_until is not None
        and fact.last < on <= fact.transition_until
        for fact in memberships("eu").get(code, ())
    )


def bridge(code: str, on: date) -> Bridge | None:
    """What makes data sent to a place outside no transfer to a third country on the day (GB to 2021-06-27), or None.

    A territory has no part in the bridge of its state: the agreement with the United Kingdom leaves Gibraltar out.
    """
    return next((one for one in bridges().get(iso_code(code), ()) if one.holds(on)), None)


def is_third_country(code: str, on: date) -> bool | None:
    """Whether data that go there need what Chapter V asks for: the place is outside, and no bridge leads there.

    None for a code that is no place.
    """
    outside = is_outside(code, on)
    return outside and bridge(code, on) is None


@lru_cache(maxsize=4096)
def is_outside(code: str, on: date) -> bool | None:
    """Whether data there have left the EU and the EEA on the day; None for a code that is no place.

    Inside are members of either, and a state in transition, for which Chapter V of the GDPR did not apply
    yet.
    """
    code = iso_code(code)
    if not is_place_code(code):
        return None
    return not (is_in_eu(code, on) or is_in_eea(code, on) or is_in_transition(code, on))


def outside_eea(places: Iterable[Place], on: date) -> bool | None:
    """Whether processing at ``places`` leaves the EU/EEA on the day: one place outside is enough.

    A seat is no place of processing and does not count. None when no place is known, or when one of them is
    no known code and no other lies outside. Source: D-7, L-6, GDPR Art. 44; requirements 2.5.
    """
    found = {is_outside(place.code, on) for place in places if place.kind != "seat"}
    if True in found:
        return True
    return None if None in found or not found else False


def _is_member(union: Union, code: str, on: date) -> bool:
    code = iso_code(code)
    if code in territories():
        special = _special(code, on)
        return special is not None and special.inside and _is_member(union, special.part_of, on)
    return any(fact.holds(on) for fact in memberships(union).get(code, ()))


def _special(code: str, on: date) -> Territory | None:
    return next((one for one in territories()[code] if one.holds(on)), None)
