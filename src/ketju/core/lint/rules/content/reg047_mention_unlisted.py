"""Another company is named, and is not on the list.

What: the words of an entry name a company, with its legal form, that has no entry of its own.
Why: it may be a sub-processor of the sub-processor, which the customer must be able to identify at any tier.
Fix: add an entry for it with its tier, or say what it has to do with the data.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.register.parties import party_from, party_from_name


def check(subject: Subject) -> Iterator[Observation]:
    """Companies that an entry mentions and that no entry is about; the publisher itself is none."""
    if not any(entry.mentions for entry in subject.register.entries):
        return
    known = set(party_from_name(subject.register.publisher).stems)
    for entry in subject.register.entries:
        known |= party_from(entry).stems
    for entry in subject.register.entries:
        for name in entry.mentions:
            if not party_from_name(name).stems & known:
                yield Observation(f"entries/{entry.id}/mentions", {"other": name})


RULE = Rule("REG047", "mention-unlisted", "info", ("L-1", "D-133", "EDPB Opinion 22/2024"), check)
