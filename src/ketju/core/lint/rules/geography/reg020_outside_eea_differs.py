"""What is declared about the EEA and what the places say differ.

What: an entry says that data stay in the EU/EEA and names a place outside, or says that they leave and names places
inside only.
Why: one of the two is wrong, and with it the customer's record of transfers (Art. 30) and its choice of safeguard.
Fix: correct the declaration or the places; name the third country where data do leave.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.territory.membership import outside_eea

ONLY_BLOCS = frozenset({"EU", "EEA", "GLOBAL"})


def check(subject: Subject) -> Iterator[Observation]:
    """Entries whose declaration contradicts the countries that they name."""
    for entry in subject.register.entries:
        computed = outside_eea(entry.places, subject.on)
        if entry.outside_eea is None or computed is None or computed is entry.outside_eea:
            continue
        if entry.outside_eea and _names_a_country_less_place(entry.places_printed, entry.places):
            continue
        codes = ", ".join(dict.fromkeys(place.code for place in entry.places if place.kind != "seat"))
        declared = "outside" if entry.outside_eea else "inside"
        yield Observation(
            f"entries/{entry.id}/outside_eea",
            {"declared": declared, "places": codes},
            related=(f"entries/{entry.id}/places_printed",),
        )


def _names_a_country_less_place(printed: str, places: tuple[object, ...]) -> bool:
    """Whether the place says "EU and outside": the declaration is printed in the place itself, without a country."""
    return all(getattr(place, "code", "") in ONLY_BLOCS for place in places) and bool(printed)


RULE = Rule("REG020", "outside-eea-differs", "error", ("D-7", "L-6", "GDPR Art. 44"), check)
