"""A company stands in one region's list and is missing in the same part of another's.

What: two regions have a part of the same name, such as "shared services", and one lacks a company of the other.
Why: shared services are rarely shared by halves; one of the lists was probably not kept up to date.
Fix: add the company, or say that the region does without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import Entry
from ketju.core.register.parties import party_from
from ketju.core.vocabulary.fold import folded

MOST_NAMED = 5
"""So many regions are named; where it is more, three dots follow."""


def check(subject: Subject) -> Iterator[Observation]:
    """For parts of the same name under different regions: the companies that some of them lack."""
    parts: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in subject.register.entries:
        sections = entry.applies_to.sections
        if len(sections) > 1:
            parts[folded(sections[-1])][sections[0]].append(entry)
    for by_region in parts.values():
        if len(by_region) > 1:
            yield from _missing(by_region)


def _missing(by_region: Mapping[str, list[Entry]]) -> Iterator[Observation]:
    """The companies of each region that are not in all regions with more than one entry in this part."""
    companies = {entry.id: party_from(entry).stems for entries in by_region.values() for entry in entries}
    regions = [region for region, entries in by_region.items() if len(entries) > 1]
    holding: dict[str, set[str]] = defaultdict(set)
    for region in regions:
        for entry in by_region[region]:
            for stem in companies[entry.id]:
                holding[stem].add(region)

    @cache
    def lacking(company: frozenset[str]) -> str:
        has = {region for stem in company for region in holding[stem]}
        found = list(islice((region for region in regions if region not in has), MOST_NAMED + 1))
        return ", ".join([*found[:MOST_NAMED], *(["…"] if len(found) > MOST_NAMED else [])])

    for entries in by_region.values():
        told: set[str] = set()
        for entry in entries:
            company = companies[entry.id]
            where = lacking(company) if company and entry.name not in told else ""
            if where:
                told.add(entry.name)
                yield Observation(f"entries/{entry.id}/applies_to", {"region": where})


RULE = Rule("REG048", "sister-list-differs", "info", ("D-190", "D-193"), check)
