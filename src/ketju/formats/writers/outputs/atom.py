"""Changes of the list as an Atom feed (RFC 4287): an item for each sub-processor and each version, newest first.

An item of a sub-processor is updated by the version that changed it last; one that was removed becomes a tombstone
(RFC 6721), so that a program which follows the feed knows. Ids stay the same for ever (``permanence``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from ketju.core.model.date import first_day
from ketju.core.model.publication import Publication, PublishedVersion
from ketju.core.model.register import Entry
from ketju.core.register.status import status_of
from ketju.formats.writers.listing import DATES, listing, title_of
from ketju.formats.writers.permanence import entry_id, list_id, version_id
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook
from ketju.text.values import date_words

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
    found = list(steps(publication))
    _add(feed, "updated", _instant(max(_updated(step, publication) for step in found)))
    _add(feed, "rights", publication.register.tlp)
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    _add(author, "name", publication.register.publisher or title_of(publication, phrases))
    if publication.base_url:
        _link(feed, "self", publication.base_url + WRITER.path(phrases.language), MEDIA_TYPE)
        _link(feed, "alternate", publication.base_url, "text/html")
    for step in reversed(found):
        feed.append(_version(step, publication, phrases))
    feed.extend(_companies(found, publication, phrases))
    feed.extend(_tombstones(found, publication))
    ET.indent(feed, " ")
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _version(step: Step, publication: Publication, phrases: Phrasebook) -> ET.Element:
    version = step.version
    item = _item(version_id(publication, version), _updated(step, publication), VERSION)
    _add(item, "title", phrases("list.version", version=version.register.version or version.number))
    ahead = [entry for entry in step.added if _is_ahead(entry, version.on)]
    lines = [_coming(_now(entry, publication), publication, phrases) for entry in ahead]
    lines += [
        phrases(key, count=len(entries), names=", ".join(entry.name for entry in entries))
        for key, entries in (
            ("feed.added", [entry for entry in step.added if entry not in ahead]),
            ("feed.changed", step.changed),
            ("feed.removed", step.removed),
        )
        if entries
    ]
    _add(item, "content", "\n".join(lines) or phrases("feed.same"), {"type": "text"})
    return item


def _is_ahead(entry: Entry, on: date) -> bool:
    """Whether an entry was only planned on a day."""
    return status_of(entry, on) == "planned"


def _now(entry: Entry, publication: Publication) -> Entry:
    """The entry as the current version has it: its first day may have moved."""
    return next((one for one in publication.entries if one.id == entry.id), entry)


def _coming(entry: Entry, publication: Publication, phrases: Phrasebook) -> str:
    """From when an entry is planned and when that was announced, or since when it is in use."""
    if entry.since is None:
        return phrases("feed.added", count=1, names=entry.name)
    day = date_words(entry.since, phrases)
    if not _is_ahead(entry, publication.on):
        return phrases("feed.in-use", names=entry.name, day=day)
    dates = (publication.dates or {}).get(entry.id)
    if dates is None:
        return phrases("feed.planned", names=entry.name, day=day)
    told = date_words(dates.announced, phrases)
    return phrases("feed.announced", names=entry.name, day=day, announced=told)


def _begun_on(entry: Entry, after: date, on: date) -> date | None:
    """The day on which an entry came into use after a version and not after ``on``; None for no such day."""
    since = date(*first_day(entry.since)) if entry.since else None
    return since if since is not None and after < since <= on else None


def _updated(step: Step, publication: Publication) -> date:
    """When the item of a version said something new last: with the version, or when something of it came into use."""
    on = step.version.on
    begun = (_begun_on(_now(entry, publication), on, publication.on) for entry in step.added)
    return max([on, *filter(None, begun)])


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
        begun = _begun_on(entry, updated, publication.on)
        item = _item(entry_id(publication, entry.id), begun or updated, COMPANY)
        _add(item, "title", entry.name)
        _add(item, "published", _instant(published))
        lines = [f"{header}: {'; '.join(cell)}" for header, cell in rows[entry.id]]
        _add(item, "content", "\n".join([*lines, *_days(entry, publication, phrases)]), {"type": "text"})
        yield item


def _days(entry: Entry, publication: Publication, phrases: Phrasebook) -> Iterator[str]:
    """The four days of an entry, those that are known."""
    dates = (publication.dates or {}).get(entry.id)
    for name in DATES if dates else ():
        day: date | None = getattr(dates, name)
        if day is not None:
            yield f"{phrases(f'entry-dates.{name}')}: {date_words(day, phrases)}"


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
