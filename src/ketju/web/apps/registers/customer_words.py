"""What touches a customer, in words of one language: rows for pages and files, notes on what is not decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ketju.core.model.register import Entry, Option, Words
from ketju.core.register.resolution import Reason
from ketju.core.territory.zones import ZONES, Zone, zone_of
from ketju.text.reasons import names_of
from ketju.text.render import Phrasebook
from ketju.text.values import date_words, place_name
from ketju.web.apps.registers.content import register_by_id, shown_entry
from ketju.web.apps.registers.reads_changes import Step, first_step
from ketju.web.apps.registers.reads_customers import Line, Placed, View, Way
from ketju.web.apps.registers.safeguards import Safeguard, safeguards_of
from ketju.web.apps.services.models import Service

SHELVES = ("current", "planned", "ended", "controllers")
"""Where lines stand, in the order of pages."""


_DECISION = re.compile(r"\(E[CU]\) \d+/\d+|\d+/\d+/E[CU]")
_CONDITIONS = {
    "option": "web.touch.why.condition-option",
    "consent": "web.touch.why.condition-consent",
    "contract": "web.touch.why.condition-contract",
    "use": "web.touch.why.condition-use",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a line: its name, cities, what is done there, its zone, and what covers it in words."""

    code: str
    name: str
    details: str
    kinds: str
    zone: Zone
    safeguard: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line in words. ``came`` is the version since which it is on the list."""

    line: Line
    entry: Entry
    name: str
    legal: str
    purpose: str
    function: str
    data: tuple[str, ...]
    subjects: tuple[str, ...]
    role: str
    services: tuple[str, ...]
    why: tuple[str, ...]
    places: tuple[Place, ...]
    printed_transfer: str
    since: str
    until: str
    came: Step
    doubts: tuple[str, ...]
    values: tuple[tuple[str, str], ...]

    @property
    def is_missing(self) -> bool:
        """Whether a safeguard is missing anywhere."""
        return any(one.is_missing for one in self.places)


def rows_of(
    lines: Sequence[Line], on: date, phrases: Phrasebook, *, has_labels: bool = True
) -> tuple[Row, ...]:
    """Lines in words. ``has_labels``: what a customer calls its services itself may be shown."""
    return tuple(_row(one, on, phrases, has_labels) for one in lines)


def service_name(one: Service, phrases: Phrasebook, *, has_label: bool = True) -> str:
    """What a service is called: the product in the language, and the label."""
    names: dict[str, str] = one.product.names
    product = names.get(phrases.language) or names.get("en") or next(iter(names.values()), one.product.slug)
    return f"{product}: {one.label}" if one.label and has_label else product


def _row(line: Line, on: date, phrases: Phrasebook, has_labels: bool) -> Row:
    entry = shown_entry(line.held.version.public_id, line.entry.id)
    safeguards = safeguards_of(entry, line.codes, on)
    services = [service_name(one.service, phrases, has_label=has_labels) for one in line.ways]
    return Row(
        line, entry, entry.name, entry.legal_entity if entry.legal_entity != entry.name else "",
        text_of(entry.purpose, phrases), text_of(entry.function, phrases),
        tuple(one.printed for one in entry.data), entry.data_subjects,
        phrases(f"role-name.{entry.role.replace(' ', '-')}"), tuple(dict.fromkeys(services)),
        why_words(line, phrases), tuple(_place(entry, one, phrases) for one in safeguards),
        entry.transfer.printed if entry.transfer else "",
        date_words(entry.since, phrases) if entry.since else "",
        date_words(entry.until, phrases) if entry.until else "",
        first_step(line.held, entry.id), doubt_words(line, phrases), _values(line, phrases),
    )  # fmt: skip


def text_of(words: Words, phrases: Phrasebook) -> str:
    """The text in the language, else the original."""
    found = words.in_language(phrases.language)
    return found[1] if found else ""


def _place(entry: Entry, safeguard: Safeguard, phrases: Phrasebook) -> Place:
    here = [one for one in entry.places if one.code == safeguard.code and one.kind != "seat"]
    details = dict.fromkeys(text for one in here for text in (one.city, one.region) if text)
    kinds = dict.fromkeys(phrases(f"place-kind.{one.kind.replace(' ', '-')}") for one in here)
    name = place_name(safeguard.code, phrases)
    said = safeguard_words(safeguard, phrases)
    return Place(
        safeguard.code, name, ", ".join(details), ", ".join(kinds), safeguard.zone, said, safeguard.is_missing
    )


def safeguard_words(one: Safeguard, phrases: Phrasebook) -> str:
    """What covers a place, or what is missing."""
    facts = "; ".join(phrases(f"territory.fact.{fact}") for fact in one.facts)
    tools = ", ".join(phrases(f"tool.{tool}") for tool in one.tools)
    kind = "missing-if" if one.kind == "missing" and one.facts else one.kind
    decision = ", ".join(_DECISION.findall(one.decision)) or one.decision
    return phrases(f"web.touch.safeguard.{kind}", tools=tools, facts=facts, decision=decision)


@lru_cache(maxsize=64)
def _names(version: str, language: str) -> dict[tuple[str, str], str]:
    return names_of(register_by_id(version), language)


@lru_cache(maxsize=64)
def _options(version: str) -> dict[str, Option]:
    return {one.id: one for one in register_by_id(version).options}


def why_words(line: Line, phrases: Phrasebook) -> tuple[str, ...]:
    """Every chain of reasons for which a line is there, each once."""
    version = line.held.version.public_id
    names = _names(version, phrases.language)
    found: dict[str, None] = {}
    for way in line.ways:
        for reason in way.touch.reasons:
            if reason.kind == "condition-met":
                option = _options(version).get(reason.option)
                key = _CONDITIONS[option.kind if option else "option"]
                found[phrases(key, option=names.get(("option", reason.option), reason.option))] = None
            else:
                found[_reason(line, reason, way, names, phrases)] = None
    return tuple(found)


def _reason(
    line: Line, reason: Reason, way: Way, names: dict[tuple[str, str], str], phrases: Phrasebook
) -> str:
    service = names.get(("service", reason.service), "") or service_name(
        way.service, phrases, has_label=False
    )
    regions = way.touch.regions
    where = names.get(("region", regions[0]), regions[0]) if len(regions) == 1 else way.region
    where = names.get(("region", where), where)
    used = phrases("web.touch.why.use-in", service=service, region=where) if where else phrases(
        "web.touch.why.use", service=service
    )  # fmt: skip
    if reason.kind == "whole-register":
        some = ", ".join(names.get(("region", one), one) for one in regions) or where
        is_regional = bool(line.entry.applies_to.regions)
        key = "web.touch.why.whole-region" if is_regional else "web.touch.why.whole-register"
        return phrases(key, region=some)
    if reason.kind == "direct":
        return used
    chain = [names.get(("group", one), one) for one in (*reason.via, reason.group)]
    if reason.kind == "all-services-group":
        return phrases("web.touch.why.all-services-group", group=" → ".join(chain))
    return phrases("web.touch.why.group-reference", used=used, group=" → ".join(chain))


def doubt_words(line: Line, phrases: Phrasebook) -> tuple[str, ...]:
    """What it depends on whether an entry touches the customer, or how."""
    names = _names(line.held.version.public_id, phrases.language)
    said = []
    for doubt in line.doubts:
        regions = dict.fromkeys(region for way in line.ways for region in way.touch.regions)
        where = ", ".join(names.get(("region", one), one) for one in regions)
        condition = line.entry.condition
        printed = text_of(condition.printed, phrases) if condition else ""
        said.append(phrases(f"web.touch.depends.{doubt}", regions=where, condition=printed))
    return tuple(said)


def _values(line: Line, phrases: Phrasebook) -> tuple[tuple[str, str], ...]:
    """What was recorded for this customer, with the names of members in words."""
    return tuple(
        (phrases(f"change-field.{name}") if phrases.has(f"change-field.{name}") else name, value)
        for name, value in line.values
    )


def placing_words(one: Placed, phrases: Phrasebook, *, has_label: bool = True) -> str:
    """What a register does not decide of a service, and what that means."""
    names = _names(one.held.version.public_id, phrases.language)
    return phrases(
        f"web.touch.doubt.{one.doubt}",
        service=service_name(one.service, phrases, has_label=has_label),
        country=", ".join(place_name(code, phrases) for code in one.usage.countries),
        regions=", ".join(names.get(("region", region), region) for region in one.asked[1]),
    )


def notes_of(view: View, phrases: Phrasebook, *, has_label: bool = True) -> tuple[str, ...]:
    """What the registers do not decide of the customer's services, each once."""
    return tuple(dict.fromkeys(placing_words(one, phrases, has_label=has_label) for one in view.doubts))


@dataclass(frozen=True, slots=True)
class Counted:
    """A country or bloc with how many lines are there."""

    code: str
    name: str
    zone: Zone
    count: int


def places_counted(lines: Sequence[Line], on: date, phrases: Phrasebook) -> tuple[Counted, ...]:
    """The places of lines: by zone, then those with most lines first."""
    counts = Counter(code for one in lines for code in one.codes)
    found = [
        Counted(code, place_name(code, phrases), zone_of(code, on), many) for code, many in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: (ZONES.index(one.zone), -one.count, one.name)))


def without_place(lines: Sequence[Line]) -> int:
    """How many lines name no place."""
    return sum(not one.codes for one in lines)


def without_labels(view: View) -> View:
    """The view as it is shown to whoever has a link: values that were recorded for the customer are left out."""
    lines = tuple(replace(one, values=()) for one in view.lines)
    return replace(view, lines=lines)
