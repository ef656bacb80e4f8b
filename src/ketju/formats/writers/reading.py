"""What was read, as one JSON-able object: entries with their printed values, spans, confidence and problems."""

from __future__ import annotations

from typing import Any

from ketju.core.model.register import Entry
from ketju.core.model.result import ReadResult


def reading_data(result: ReadResult) -> dict[str, Any]:
    """The result of reading as plain data; keys of an entry without a value are null or empty."""
    return {"entries": [_entry(entry) for entry in result.register.entries]}


def _entry(entry: Entry) -> dict[str, Any]:
    places = [place.code for place in entry.places if place.kind != "seat"] or [
        place.code for place in entry.places
    ]
    return {
        "name": entry.name,
        "legal_entity": entry.legal_entity or None,
        "purpose": str(entry.purpose) or None,
        "data": [category.printed for category in entry.data],
        "locations": list(dict.fromkeys(places)),
        "locations_raw": entry.places_printed or None,
        "outside_eea": entry.outside_eea,
        "identifiers": [{"raw": one.printed} for one in entry.identifiers],
        "address": entry.address or None,
        "links": list(entry.links),
        "transfer_mechanism": entry.transfer.printed if entry.transfer else None,
        "since": str(entry.since) if entry.since else None,
        "until": str(entry.until) if entry.until else None,
        "applies_to": list(entry.applies_to.sections),
    }
