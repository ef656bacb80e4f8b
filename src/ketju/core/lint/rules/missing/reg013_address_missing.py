"""No address is given.

What: an entry has no postal address of the company.
Why: the name, address and contact person of every processor in the chain must be available to the
customer at all times.
Fix: keep the address of the company in the register file.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.absence import absent
from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Entries without an address."""
    return absent(subject, "address", lambda entry: entry.address)


RULE = Rule("REG013", "address-missing", "info", ("L-15", "EDPB Opinion 22/2024", "SCC Annex IV"), check)
