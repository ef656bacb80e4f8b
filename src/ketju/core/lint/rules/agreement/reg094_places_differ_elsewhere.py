"""Two documents give different places.

What: the places of an entry are others in an annex, a notice or a translation.
Why: the customer records the transfers of the document that it has.
Fix: correct the document that is wrong, and announce the change if it is one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.agreement import disagreements_about
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.change import ChangeKind
from ketju.core.model.register import Entry

KINDS: frozenset[ChangeKind] = frozenset(
    {"place-added", "place-removed", "place-changed", "first-third-country", "outside-eea"}
)


def check(subject: Subject) -> Iterator[Observation]:
    """Values that both documents state, and state differently."""
    return disagreements_about(subject, KINDS, _places)


def _places(entry: Entry) -> str:
    codes = dict.fromkeys(place.code for place in entry.places if place.kind != "seat")
    return ", ".join(sorted(codes))


RULE = Rule(
    "REG094", "places-differ-elsewhere", "error", ("L-7", "GDPR Art. 30(2)(c)"), check, needs_others=True
)
