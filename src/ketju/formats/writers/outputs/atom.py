"""Changes of the list as an Atom feed (RFC 4287): an item for each sub-processor and each version, newest first.

An item of a sub-processor is updated by the version that changed it last; one that was removed becomes a tombstone
(RFC 6721), so that a program which follows the feed knows. Ids stay the same for ever (``permanence``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.model.register import Entry
from ketju.formats.writers.listing import listing, title_of
from ketju.formats.writers.permanence import entry_id, list_id, version_id
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA_TYPE = "application/atom+xml"
VERSION, COMPANY = "version", "sub-processor"
"""Terms of the categories that tell items apart."""


@dataclass(frozen=True, slots=True)
class Step:
    """A version with the entries that it added, changed and removed, against the one before."""

    version: PublishedVersion
    added: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    removed: tuple[Entry, ...]


def steps(publication: Publication) -> Iterator[Step]:
    """What each version did, oldest first. An entry is the same as long as its id is."""
    before: dict[str, Entry] = {}
    kept = publication.steps or [None] * len(publication.versions)
    for version, step in zip(publication.versions, kept, strict=True):
        register = step.new if step else version.register
        if step and step.old:
            before = {entry.id: entry for entry in step.old.entries}
        after = {entry.id: entry for entry in register.entries}
        yield Step(
            version,
            tuple(entry for key, entry in after.items() if key not in before),
            tuple(entry for key, entry in after.items() if key in before and before[key] != entry),
            tuple(entry for key, entry in before.items() if key not in after),
        )
        before = after


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    ET.register_namespace("", ATOM)
    ET.register_namespace("at", TOMBSTONES)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": phrases.language})
    _add(feed, "id", list_id(publication))
    _add(feed, "title", title_of(publication, phrases))
    _add(feed, "subtitle", publication.register.tlp)
    _add(feed, "updated", _instant(publication.current.on))
    _add(feed, "rights", publication.register.tlp)
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", publication.register.publisher or title_of(publication, phrases))
    if publication.base_url:
        _link(feed, "self", publication.base_url + WRITER.path(phrases.language), MEDIA_TYPE)
        _link(feed, "alternate", publication.base_url, "text/html")
    found = list(steps(publication))
    for step in reversed(found):
        feed.append(_version(step, publication, phrases))
    feed.extend(_companies(found, publication, phrases))
    feed.extend(_tombstones(found, publication))
    ET.indent(feed, " ")
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _version(step: Step, publication: Publication, phrases: Phrasebook) -> ET.Element:
    version = step.version
    item = _item(version_id(publication, version), version.on, VERSION)
    _add(item, "title", phrases("list.version", version=version.register.version or version.number))
    lines = [
        phrases(key, count=len(entries), names=", ".join(entry.name for entry in entries))
        for key, entries in (
            ("feed.added", step.added),
            ("feed.changed", step.changed),
            ("feed.removed", step.removed),
        )
        if entries
    ]
    _add(item, "content", "\n".join(lines) or phrases("feed.same"), {"type": "text"})
    return item


def _companies(found: Sequence[Step], publication: Publication, phrases: Phrasebook) -> Iterator[ET.Element]:
    """An item for each entry of the current version, those that changed last first."""
    last: dict[str, tuple[int, date, date]] = {}
    for step in found:
        for entry in step.added:
            last[entry.id] = (step.version.number, step.version.on, step.version.on)
        for entry in step.changed:
            last[entry.id] = (step.version.number, step.version.on, last[entry.id][2])
    rows = listing(publication, phrases).by_entry()
    for entry in sorted(publication.entries, key=lambda e: -last[e.id][0]):
        _, updated, published = last[entry.id]
        item = _item(entry_id(publication, entry.id), updated, COMPANY)
        _add(item, "title", entry.name)
        _add(item, "published", _instant(published))
        text = "\n".join(f"{header}: {'; '.join(cell)}" for header, cell in rows[entry.id])
        _add(item, "content", text, {"type": "text"})
        yield item


def _tombstones(found: Sequence[Step], publication: Publication) -> Iterator[ET.Element]:
    """What was removed and did not come back, newest first."""
    now = {entry.id for entry in publication.entries}
    gone: dict[str, tuple[str, date]] = {}
    for step in found:
        for entry in step.removed:
            gone.pop(entry.id, None)
            gone[entry.id] = (entry.name, step.version.on)
    for key, (name, on) in reversed(gone.items()):
        if key not in now:
            deleted = ET.Element(
                f"{{{TOMBSTONES}}}deleted-entry", {"ref": entry_id(publication, key), "when": _instant(on)}
            )
            ET.SubElement(deleted, f"{{{TOMBSTONES}}}comment").text = name
            yield deleted


def _item(name: str, updated: date, term: str) -> ET.Element:
    item = ET.Element(f"{{{ATOM}}}entry")
    _add(item, "id", name)
    _add(item, "updated", _instant(updated))
    ET.SubElement(item, f"{{{ATOM}}}category", {"term": term})
    return item


def _add(parent: ET.Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    clean = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes or {}).text = clean


def _link(parent: ET.Element, relation: str, address: str, kind: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address, "type": kind})


def _instant(on: date) -> str:
    """The start of a day (RFC 3339)."""
    return f"{on.isoformat()}T00:00:00Z"


WRITER = Writer("atom", "Atom", ".atom", MEDIA_TYPE, True, frozenset({"name"}), _write)
