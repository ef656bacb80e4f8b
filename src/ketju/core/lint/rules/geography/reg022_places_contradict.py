"""A town and a country do not belong together.

What: in a list that writes "town, country", a town stands beside a country that it does not lie in.
Why: one of the two was copied from another row; the customer records the wrong country.
Fix: correct the town or the country; part two places that are both meant by "and".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.places import PlaceFound, find_places

CITY_STATES = frozenset({"HK", "MO", "SG", "MC", "VA", "GI"})
"""Countries and territories that are one town."""

FEWEST = 2
"""So many rows that write a town and its own country show that the list does so."""


def check(subject: Subject) -> Iterator[Observation]:
    """Entries with exactly a town and a country of which the one is not in the other."""
    pair_of = cache(_pair)
    pairs = {entry.id: pair for entry in subject.register.entries if (pair := pair_of(entry.places_printed))}
    towns = [one for one in pairs.values() if one[0].inferred and one[0].code == one[1].code]
    if len(towns) < FEWEST:
        return
    countries = {country.code for _, country in towns}
    for entry in subject.register.entries:
        first, second = pairs.get(entry.id, (None, None))
        if first is None or second is None or first.code == second.code:
            continue
        if first.inferred or (first.code in CITY_STATES and second.code in countries):
            yield Observation(
                f"entries/{entry.id}/places_printed", {"town": first.printed, "country": second.printed}
            )


def _pair(printed: str) -> tuple[PlaceFound, PlaceFound] | None:
    """The two places of a text that is nothing but "one, other"."""
    found = find_places(printed)
    if len(found) != 2 or printed[found[0].end : found[1].start].strip() != ",":
        return None
    is_all = not printed[: found[0].start].strip() and not printed[found[1].end :].strip()
    is_country = found[1].kind == "country"
    return (found[0], found[1]) if is_all and is_country else None


RULE = Rule("REG022", "places-contradict", "warning", ("L-7", "GDPR Art. 30(2)(c)"), check)
