"""What has to come back when a published file is read: the members of each entry that its format carries."""

from __future__ import annotations

from typing import Any

from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry, Register
from ketju.core.reading.reader import read
from ketju.core.register.status import STATUSES, status_of
from ketju.formats.format import Source
from ketju.formats.reading import read_document
from ketju.formats.writers.listing import in_language
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook, phrasebook


def differences(publication: Publication, writer: Writer, language: str) -> list[str]:
    """What was published and what was read back from it, for each member that differs.

    Entries of controllers are shown and left out again by the reader: they are no sub-processors (D-188).
    """
    phrases = phrasebook(language)
    published = [
        entry
        for entry in sorted(publication.entries, key=lambda e: STATUSES.index(status_of(e, publication.on)))
        if entry.role != "controller"
    ]
    again = read_again(writer.write(publication, phrases), writer.path(language))
    before, after = [entry.name for entry in published], [entry.name for entry in again.entries]
    if before != after:
        return [f"names: {before} → {after}"]
    found = [
        f"{entry.name}: {member}: {shown(entry, member, phrases)!r} → {shown(other, member, phrases)!r}"
        for entry, other in zip(published, again.entries, strict=True)
        for member in sorted(writer.carries)
        if shown(entry, member, phrases) != shown(other, member, phrases)
    ]
    if again.tlp != publication.register.tlp:
        found.append(f"label: {again.tlp}")
    return found


def read_again(data: bytes, name: str) -> Register:
    return read(read_document(Source(data, name))).register


def shown(entry: Entry, member: str, phrases: Phrasebook) -> Any:
    """The value of a member as far as a list for people shows it."""
    value = getattr(entry, member)
    match member:
        case "places":
            return {(place.code, place.kind) for place in value}
        case "data" | "identifiers":
            return [one.printed for one in value]
        case "transfer":
            return (value.printed or ", ".join(phrases(f"tool.{t}") for t in value.tools)) if value else ""
        case "purpose" | "function":
            return in_language(value, phrases)
        case "links":
            return set(value)
    return value
