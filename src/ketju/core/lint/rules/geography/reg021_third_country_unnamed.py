"""Data leave the EU/EEA, and nothing says where to.

What: an entry declares processing outside the EU/EEA, and names no country there.
Why: records and notices must name the third country (Art. 13(1)(f), 30(2)(c)); "outside" cannot be judged.
Fix: name each third country.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import Place
from ketju.core.territory.membership import is_country, is_outside


def check(subject: Subject) -> Iterator[Observation]:
    """Entries that are declared outside without a country that is."""
    for entry in subject.register.entries:
        if entry.outside_eea and not any(_is_third_country(place, subject.on) for place in entry.places):
            field = "places_printed" if entry.places_printed else "outside_eea"
            yield Observation(f"entries/{entry.id}/{field}")


def _is_third_country(place: Place, on: date) -> bool:
    return place.kind != "seat" and is_country(place.code) and bool(is_outside(place.code, on))


RULE = Rule(
    "REG021", "third-country-unnamed", "warning", ("L-7", "GDPR Art. 30(2)(c)", "GDPR Art. 13(1)(f)"), check
)
