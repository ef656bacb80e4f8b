"""What has to come back when a published file is read: what its format declares, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry, Place, Register, Words
from ketju.core.reading.reader import read
from ketju.core.register.status import STATUSES, status_of
from ketju.core.territory.membership import is_country
from ketju.core.vocabulary.conditions import condition_in
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.formats.writers.listing import in_language, title_of
from ketju.formats.writers.site.sections import sections_of
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook, phrasebook

EMPTY = Entry("", "")
ON = date(2026, 3, 1)
"""The day on which lists are published."""


def differences(
    publication: Publication, writer: Writer, language: str, concluded: bool = False
) -> list[str]:
    """What was published and what was read back from it, for each member that differs.

    Where texts of a list may say what their format has no place for, members that the format does not carry may be
    ``concluded`` from those it does. Entries of controllers are shown and left out again by the reader: they are no sub-processors (D-188).
    """
    phrases = phrasebook(language if writer.localised else "en")
    shown = publication if writer.localised else in_its_own_words(publication)
    published = listed(shown, writer)
    again = read_again(writer.write(publication, phrasebook(language)), writer.path(language))
    before, after = [called(entry, writer) for entry in published], [entry.name for entry in again.entries]
    if sorted(before) != sorted(after):
        return [f"names: {before} → {after}"]
    wanted = [told(entry, shown.register, writer, phrases) for entry in published]
    found = [heard(entry, again, writer) for entry in again.entries]
    if writer.id == "tilt":  # it goes by category, so those of a company are in no order
        for one in (*wanted, *found):
            one["data.printed"] = sorted(one["data.printed"])
    if concluded:
        wanted, found = (
            [{key: one[key] for key in {"name", *writer.carries}} for one in every]
            for every in (wanted, found)
        )
    wrong = (
        in_their_order(wanted, found) if writer.id not in ("html", "tilt") else in_any_order(wanted, found)
    )
    return wrong + list(facts(shown, again, writer, phrases))


def in_its_own_words(publication: Publication) -> Publication:
    """A publication as a format of all languages is read: each text in the language that comes first."""

    def own(value: Any) -> Any:
        if isinstance(value, Words):
            return Words((("en", str(value)),)) if value else value
        if isinstance(value, tuple):
            return tuple(map(own, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: own(getattr(value, f.name)) for f in fields(value) if f.init})
        return value

    current = replace(publication.current, register=own(publication.register))
    return replace(publication, versions=(*publication.versions[:-1], current))


def listed(publication: Publication, writer: Writer) -> list[Entry]:
    """The entries that a file lists, in its order."""
    entries = [entry for entry in publication.entries if entry.role != "controller"]
    if writer.id == "tilt":
        return [e for e in entries if status_of(e, publication.on) == "current" and e.role == "processor"]
    if writer.id == "jsonld":
        return entries
    return sorted(entries, key=lambda e: STATUSES.index(status_of(e, publication.on)))


def called(entry: Entry, writer: Writer) -> str:
    return entry.legal_entity or entry.name if writer.id == "tilt" else entry.name


def in_their_order(wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['name']}: {key}: {one[key]!r} → {other[key]!r}"
        for one, other in zip(wanted, found, strict=True)
        for key in one
        if one[key] != other[key]
    ]


def in_any_order(wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """The differences where entries stand by region and product: each beside what is most like it."""
    left, pairs = list(found), []
    for one in sorted(wanted, key=lambda one: one not in found):
        like = max(
            left, key=lambda other: (other["name"] == one["name"], sum(one[k] == other[k] for k in one))
        )
        left.remove(like)
        pairs.append((one, like))
    return [wrong for one, other in pairs for wrong in in_their_order([one], [other])]


def told(entry: Entry, register: Register, writer: Writer, phrases: Phrasebook) -> dict[str, Any]:
    """The members of an entry as a list for people in a language tells them; empty what the format leaves out."""
    values: dict[str, Any] = {path: _told(entry, path, register, writer, phrases) for path in writer.carries}
    carried = {path.partition(".")[0] for path in writer.carries}
    values |= {
        f.name: getattr(EMPTY, f.name)
        for f in fields(Entry)
        if f.name not in carried and f.name not in writer.concluded
    }
    values["name"] = called(entry, writer)
    if "places.city" not in writer.carries:
        values["places.code"] = values["places.kind"] = seats(entry.places)
    return values


def heard(entry: Entry, register: Register, writer: Writer) -> dict[str, Any]:
    """The members of an entry that was read, in the same shape."""
    values: dict[str, Any] = {path: _heard(entry, path, register) for path in writer.carries}
    carried = {path.partition(".")[0] for path in writer.carries}
    return values | {
        f.name: getattr(entry, f.name)
        for f in fields(Entry)
        if f.name not in carried and f.name not in writer.concluded
    }


def spaced(term: str) -> str:
    """The words of a term of DPV: "TargetedAdvertising" → "Targeted Advertising"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", term)


def _told(entry: Entry, path: str, register: Register, writer: Writer, phrases: Phrasebook) -> Any:
    match path:
        case "purpose" if writer.id == "jsonld":
            return str(entry.purpose) or ", ".join(map(spaced, entry.purpose_read))
        case "purpose" | "function":
            return in_language(getattr(entry, path), phrases)
        case "data.printed":
            return [one.printed for one in entry.data]
        case "identifiers.printed":
            return [one.printed for one in entry.identifiers]
        case "transfer.printed":
            transfer = entry.transfer
            return (transfer.printed or phrases(f"tool.{transfer.tools[0]}")) if transfer else ""
        case "condition.printed":
            return condition_told(entry, phrases)
        case "condition.kind":
            return entry.condition.kind if entry.condition else ""
        case "applies_to.services":
            return names_of(
                (*register.services, *register.groups),
                (*entry.applies_to.services, *entry.applies_to.groups),
                phrases,
            )
        case "applies_to.regions":
            return names_of(register.regions, entry.applies_to.regions, phrases)
        case "applies_to.sections":
            return headings(entry, register, phrases)
        case _ if path.startswith("places."):
            return places(entry.places)
        case "links":
            return set(entry.links)
        case "notes" if writer.id == "pdf":  # the end of a line on paper is none of a remark
            return ("; ".join(entry.notes),) if entry.notes else ()
    return getattr(entry, path)


def _heard(entry: Entry, path: str, register: Register) -> Any:
    match path:
        case "purpose" | "function":
            return str(getattr(entry, path))
        case "data.printed":
            return [one.printed for one in entry.data]
        case "identifiers.printed":
            return [one.printed for one in entry.identifiers]
        case "transfer.printed":
            return entry.transfer.printed if entry.transfer else ""
        case "condition.printed":
            return str(entry.condition.printed) if entry.condition else ""
        case "condition.kind":
            return entry.condition.kind if entry.condition else ""
        case "applies_to.services":
            scope = entry.applies_to
            return names_of(
                (*register.services, *register.groups), (*scope.services, *scope.groups), phrasebook("en")
            )
        case "applies_to.regions":
            return names_of(register.regions, entry.applies_to.regions, phrasebook("en"))
        case "applies_to.sections":
            return entry.applies_to.sections
        case _ if path.startswith("places."):
            return {(place.code, place.kind, place.city, place.region) for place in entry.places}
        case "links":
            return set(entry.links)
    return getattr(entry, path)


def condition_told(entry: Entry, phrases: Phrasebook) -> str:
    """The condition, after the words for its kind where it does not tell that itself."""
    condition = entry.condition
    if condition is None:
        return ""
    printed = in_language(condition.printed, phrases)
    stated = condition_in(printed)
    kind = "" if stated and stated[0] == condition.kind else phrases(f"condition.{condition.kind}")
    return ": ".join(text for text in (kind, printed) if text)


def names_of(records: Iterable[Any], ids: Iterable[str], phrases: Phrasebook) -> tuple[str, ...]:
    names = {one.id: in_language(one.name, phrases) for one in records}
    return tuple(names[id] for id in ids)


def headings(entry: Entry, register: Register, phrases: Phrasebook) -> tuple[str, ...]:
    """The headings above an entry on a page: its regions but for all of them, and what it belongs to.

    There are none where all of the same status apply to everybody, and none above those who are controllers too.
    """
    (section,) = sections_of(register, [entry])
    own = status_of(entry, ON)
    alike = [e for e in register.entries if e.role == "processor" and status_of(e, ON) == own]
    (first, *others) = sections_of(register, alike) or (section,)
    if entry.role != "processor" or (not others and first.is_for_all and not first.regions):
        return ()
    regions = names_of(register.regions, section.regions, phrases)
    users = names_of((*register.groups, *register.services), (*section.groups, *section.services), phrases)
    return tuple(
        text for text in (", ".join(regions), ", ".join(users) or phrases("site.section.all")) if text
    )


def places(of: Iterable[Place]) -> set[tuple[str, str, str, str]]:
    """The places, but for a country without a city beside one with a city in the same country."""
    found = {(place.code, place.kind, place.city, place.region) for place in of}
    inner = {(code, kind) for code, kind, city, region in found if city or region}
    return {one for one in found if one[2] or one[3] or one[:2] not in inner}


def seats(of: Iterable[Place]) -> set[tuple[str, str, str, str]]:
    """The first country that a company is established in."""
    return {
        (place.code, "seat", "", "")
        for place in [p for p in of if p.kind == "seat" and is_country(p.code)][:1]
    }


def facts(publication: Publication, again: Register, writer: Writer, phrases: Phrasebook) -> Iterable[str]:
    """The members of the register that differ."""
    register = publication.register
    wanted = {
        "title": title_of(publication, phrases) if writer.localised else str(register.title),
        "publisher": register.publisher or (title_of(publication, phrases) if writer.id == "tilt" else ""),
        "tlp": register.tlp,
        "version_on": str(
            publication.current.on if writer.id == "tilt" else register.version_on or publication.current.on
        ),
    }
    found = {
        "title": str(again.title), "publisher": again.publisher, "tlp": again.tlp, "version_on": str(again.version_on),
    }  # fmt: skip
    yield from (
        f"{name}: {wanted[name]} → {found[name]}" for name in writer.facts if wanted[name] != found[name]
    )


def read_again(data: bytes, name: str) -> Register:
    return read(read_document(Source(data, name))).register
