"""Regions, services and groups of a list, from its headings, and what refers to what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ketju.core.model.document import Text
from ketju.core.model.register import (
    Entry,
    Group,
    GroupReference,
    Option,
    Region,
    Role,
    Scope,
    Service,
    Site,
    Words,
)
from ketju.core.reading.draft import Reference
from ketju.core.reading.grouping import clean_heading
from ketju.core.reading.texts import flat
from ketju.core.register.group_names import group_named
from ketju.core.register.slugs import slug
from ketju.core.vocabulary.phrases import has
from ketju.core.vocabulary.places import find_places

OPTION_WORDS = 4
_SITE = re.compile(r"\b([a-z]{2})-([a-z]{3,}\d*)\b")


@dataclass(slots=True)
class Structure:
    """The parts of a register beside its entries."""

    regions: tuple[Region, ...] = ()
    services: tuple[Service, ...] = ()
    groups: tuple[Group, ...] = ()
    options: tuple[Option, ...] = ()
    sites: tuple[Site, ...] = ()
    entries: list[Entry] = field(default_factory=list)


def structure_of(
    entries: Sequence[Entry],
    references: Sequence[tuple[Reference, tuple[str, ...]]],
    leads: dict[str, str],
    language: str,
) -> Structure:
    """Sort the sections of ``entries`` into regions (outer), groups (referred to, or for all) and services.

    ``references`` come with the sections they stand in; ``leads`` give the prose under each heading.
    """
    return _Sorter(references, leads, language).sort(entries)


class _Sorter:
    def __init__(
        self, references: Sequence[tuple[Reference, tuple[str, ...]]], leads: dict[str, str], language: str
    ) -> None:
        self._references = references
        self._leads = leads
        self._language = language
        self._regions: dict[str, Region] = {}
        self._services: dict[str, Service] = {}
        self._groups: dict[str, Group] = {}

    def sort(self, entries: Sequence[Entry]) -> Structure:
        inner = list(
            dict.fromkeys(entry.applies_to.sections[-1] for entry in entries if entry.applies_to.sections)
        )
        shared = {
            name
            for reference, _ in self._references
            if (name := group_named(flat(reference.text.text), inner))
        }
        placed = [self._place(entry, shared) for entry in entries]
        for reference, sections in self._references:
            self._refer(reference, sections, inner)
        options = {
            c.option: Option(c.option, c.printed, c.kind) for e in placed if (c := e.condition) and c.option
        }
        sites = {site.id: site for entry in placed for site in _sites(entry)}
        return Structure(
            tuple(self._regions.values()),
            tuple(self._services.values()),
            tuple(self._groups.values()),
            tuple(options.values()),
            tuple(sites.values()),
            placed,
        )

    def _words(self, text: str) -> Words:
        return Words(((self._language, text),))

    def _place(self, entry: Entry, shared: set[str]) -> Entry:
        scope, role = self._scope(entry.applies_to, shared)
        condition = entry.condition
        if condition and condition.kind in ("contract", "consent", "option"):
            condition = replace(condition, option=_option_id(str(condition.printed)))
        role = role or entry.role
        if (scope, role, condition) == (entry.applies_to, entry.role, entry.condition):
            return entry
        return replace(entry, applies_to=scope, role=role, condition=condition)

    def _scope(self, printed: Scope, shared: set[str]) -> tuple[Scope, Role | None]:
        """(the scope with ids for names, the role that the innermost heading gives, None when it gives none)."""
        sections = printed.sections
        named = tuple(map(self._region, printed.regions))
        scope = Scope(regions=named, sections=sections)
        if printed.services:
            return replace(scope, services=tuple(self._service(name, ()) for name in printed.services)), None
        if not sections:
            return scope, None
        outer = (self._region(sections[0]),) if len(sections) > 1 else ()
        last = sections[-1]
        lead = self._leads.get(last, "") + " " + last
        if has(lead, "reference.controller_side"):
            return scope, "controller"  # the publisher's own use is no product of its customers (D-188)
        if last in shared or has(lead, "reference.all_products"):
            # what is referred to is used wherever the reference stands
            own = () if last in shared else outer
            groups = (self._group(last, own, last not in shared),)
            return replace(scope, regions=tuple(dict.fromkeys((*own, *named))), groups=groups), None
        regions = tuple(dict.fromkeys((*outer, *named)))
        return replace(scope, regions=regions, services=(self._service(last, outer),)), None

    def _region(self, name: str) -> str:
        codes = tuple(dict.fromkeys(place.code for place in find_places(name)))
        return self._regions.setdefault(name, Region(slug(name), self._words(name), codes)).id

    def _group(self, name: str, regions: tuple[str, ...], everything: bool) -> str:
        known = self._groups.get(name) or Group(slug(name), self._words(name), (), everything)
        self._groups[name] = replace(known, regions=tuple(dict.fromkeys((*known.regions, *regions))))
        return known.id

    def _service(self, name: str, regions: tuple[str, ...]) -> str:
        known = self._services.get(name) or Service(slug(name), self._words(name))
        self._services[name] = replace(known, regions=tuple(dict.fromkeys((*known.regions, *regions))))
        return known.id

    def _refer(self, reference: Reference, sections: tuple[str, ...], names: Sequence[str]) -> None:
        group = group_named(flat(reference.text.text), names)
        service = self._services.get(sections[-1]) if sections else None
        if group and service and group in self._groups:
            groups = tuple(dict.fromkeys((*service.groups, GroupReference(self._groups[group].id))))
            self._services[sections[-1]] = replace(service, groups=groups)


def _option_id(printed: str) -> str:
    """A machine id for what a customer orders or agrees to: the first words of the clause that says so."""
    return "-".join(slug(printed).split("-")[:OPTION_WORDS])


def _sites(entry: Entry) -> list[Site]:
    """Site and cluster codes that start with a country's code ("se-broo")."""
    found = []
    for text in (str(entry.function), str(entry.purpose)):
        for match in _SITE.finditer(text):
            code = find_places(match[1].upper())
            if code and code[0].kind == "code":
                found.append(Site(match[0], code[0].code, text))
    return found


def reference_sections(reference: Reference) -> tuple[str, ...]:
    """The headings above a reference, as they are shown."""
    return tuple(clean_heading(text.text) for text in reference.path)


def lead_texts(headings: Sequence[tuple[Text, Sequence[Text]]]) -> dict[str, str]:
    """Heading as shown → the prose right under it."""
    return {
        clean_heading(heading.text): " ".join(flat(text.text) for text in texts)
        for heading, texts in headings
    }
