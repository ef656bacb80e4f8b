"""Only a bloc is named, no country.

What: an entry's place is "EU", "EEA" or "worldwide", and nothing closer.
Why: customers with promises about a country, such as backups at home, cannot check them; "worldwide" hides transfers.
Fix: name the countries.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.territory.membership import BLOCS


def check(subject: Subject) -> Iterator[Observation]:
    """Entries all of whose places are blocs."""
    for entry in subject.register.entries:
        codes = [place.code for place in entry.places if place.kind != "seat"]
        if codes and BLOCS.issuperset(codes) and not entry.outside_eea:
            yield Observation(
                f"entries/{entry.id}/places_printed", {"places": ", ".join(dict.fromkeys(codes))}
            )


RULE = Rule("REG025", "country-unnamed", "info", ("L-7", "GDPR Art. 30(2)(c)"), check)
