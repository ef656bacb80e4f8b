"""The list mixes tax numbers and register numbers.

What: some companies are given by their VAT number, others by their number in a trade register.
Why: the two cannot be compared, and readers must look in two kinds of registers.
Fix: use one kind for all, or both for each, with the scheme named.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """One observation for a list in which both kinds occur, each for companies that lack the other."""
    kinds = [
        {"vat" if one.scheme.startswith("eu-vat") else "register" for one in entry.identifiers if one.scheme}
        for entry in subject.register.entries
    ]
    vat, register = (sum(found == {kind} for found in kinds) for kind in ("vat", "register"))
    if vat and register:
        yield Observation("entries", {"vat": str(vat), "register": str(register)})


RULE = Rule("REG036", "identifier-schemes-mixed", "info", ("L-5",), check)
