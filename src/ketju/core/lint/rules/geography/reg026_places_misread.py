"""The codes of the places are not those of the printed text.

What: the printed text names a country, and the codes beside it name another one in its place.
Why: one of the two was changed and the other forgotten; people read one country, programs and comparisons another.
Fix: change the one that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import Entry
from ketju.core.territory.membership import BLOCS
from ketju.core.vocabulary.places import find_places


def check(subject: Subject) -> Iterator[Observation]:
    """Entries whose text and whose codes each name a country that the other does not."""
    for entry in subject.register.entries:
        printed, coded = _printed(entry), {place.code for place in entry.places}
        if printed and coded and not coded & BLOCS and printed - coded and coded - printed:
            yield Observation(
                f"entries/{entry.id}/places",
                {"printed": entry.places_printed, "places": ", ".join(sorted(coded))},
            )


def _printed(entry: Entry) -> set[str]:
    """The countries of the printed text; none where it names a bloc, which may mean any country."""
    found = find_places(entry.places_printed)
    return set() if any(one.kind == "bloc" for one in found) else {one.code for one in found}


RULE = Rule("REG026", "places-misread", "error", ("L-7", "GDPR Art. 30(2)(c)"), check)
