"""No place of processing is given.

What: an entry, or the whole list, names neither a country nor a bloc in which data are processed.
Why: customers must record transfers by country (Art. 30(1)(e), 30(2)(c)) and judge them under Chapter V.
Fix: name the country of each place where data are processed, stored or reached from.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import Entry


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without a printed or read place of processing; a seat is none."""
    return absent(subject, "places", _has_place)


def _has_place(entry: Entry) -> bool:
    """Whether anything is said of the place; an entry that only says "outside the EEA" is another rule's."""
    is_named = entry.places_printed or any(place.kind != "seat" for place in entry.places)
    return bool(is_named or entry.outside_eea)


RULE = Rule("REG004", "place-missing", "error", ("L-7", "D-7", "GDPR Art. 30(2)(c)"), check)
