"""A company stands in one region's list and is missing in the same part of another's.

What: two regions have a part of the same name, such as "shared services", and one lacks a company of the other.
Why: shared services are rarely shared by halves; one of the lists was probably not kept up to date.
Fix: add the company, or say that the region does without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import Entry
from ketju.core.register.parties import party_from
from ketju.core.vocabulary.fold import folded


def check(subject: Subject) -> Iterator[Observation]:
    """For parts of the same name under different regions: the companies that some of them lack."""
    parts: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in subject.register.entries:
        sections = entry.applies_to.sections
        if len(sections) > 1:
            parts[folded(sections[-1])][sections[0]].append(entry)
    for by_region in parts.values():
        for region, entries in by_region.items():
            for other, others in by_region.items():
                if other != region and len(others) > 1:
                    yield from _missing(entries, others, other)


def _missing(entries: list[Entry], others: list[Entry], region: str) -> Iterator[Observation]:
    known = frozenset(stem for entry in others for stem in party_from(entry).stems)
    told: set[str] = set()
    for entry in entries:
        if not party_from(entry).stems & known and entry.name not in told:
            told.add(entry.name)
            yield Observation(f"entries/{entry.id}/applies_to", {"region": region})


RULE = Rule("REG048", "sister-list-differs", "info", ("D-190", "D-193"), check)
