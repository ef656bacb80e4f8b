"""What was read, as one object for JSON: register, entries with their places, what was not read, problems.

Of an entry, ``purpose``, ``data``, ``outside_eea``, ``transfer_mechanism`` … are what is printed; what that was read
as stands beside it (``purpose_read``, ``data_terms``, ``outside_eea_computed``, ``transfer_tools`` …).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from ketju.core.model.document import Document, ReadProblem
from ketju.core.model.register import Entry, Place, Scope, Transfer, Words
from ketju.core.model.result import Part, Provenance, ReadResult
from ketju.core.model.span import BoxSpan, CellSpan, NodeSpan, Span, TextSpan
from ketju.core.territory.membership import outside_eea
from ketju.formats.writers.account import account_data
from ketju.formats.writers.facts import days_of, register_facts
from ketju.formats.writers.json_text import json_pieces
from ketju.text.messages import problem_words
from ketju.text.render import Phrasebook

SPAN_NAMES = {"places_printed": "locations", "places": "locations", "transfer": "transfer_mechanism"}
"""Attributes of an entry that have another name in this object."""


def reading_data(result: ReadResult, document: Document, phrases: Phrasebook, on: date) -> dict[str, Any]:
    """The result of reading ``document``; keys of an entry without a value are null or empty.

    Whether a place lies outside the EEA is told for the date of the list, and for ``on`` where it has none.
    """
    members = _members(result, document, phrases, on)
    return {name: list(value) if isinstance(value, Iterator) else value for name, value in members.items()}


def reading_pieces(result: ReadResult, document: Document, phrases: Phrasebook, on: date) -> Iterator[str]:
    """The same as JSON text, entry by entry: what was written need not be kept."""
    yield from json_pieces(_members(result, document, phrases, on))


def _members(result: ReadResult, document: Document, phrases: Phrasebook, on: date) -> dict[str, Any]:
    """The members of the object; those that grow with the list are iterators."""
    register = result.register
    found = _by_entry(result.provenance)
    days = days_of(register, on)
    return {
        "format": document.format,
        "encoding": document.encoding or None,
        "languages": list(register.languages),
        "register": {**register_facts(register), "territory_on": str(register.version_on or on)},
        "entries": (_entry(e, found.get(e.id, []), document, phrases, days) for e in register.entries),
        "unread": (_unread(part, document, phrases) for part in result.unread),
        "parts": dict(sorted(Counter(part.kind for part in result.parts).items())),
        "account": account_data(result.parts, document),
        "problems": (problem_data(problem, document, phrases) for problem in result.problems),
    }


def problem_data(problem: ReadProblem, document: Document | None, phrases: Phrasebook) -> dict[str, Any]:
    """A problem with its words, its place and its parameters; line and column are null where it has none."""
    sentence, hint = problem_words(problem, phrases)
    place: dict[str, Any] = {"line": None, "column": None}
    if problem.position:
        place |= {"line": problem.position.line, "column": problem.position.column}
    elif problem.span and document:
        place |= span_data(problem.span, document)
    elif document and document.source is not None:
        place = {"line": 1, "column": 1}
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": sentence,
        "hint": hint or None,
        **place,
        "params": dict(problem.params),
    }


def span_data(span: Span, document: Document) -> dict[str, Any]:
    """A place in the source: line and column of a text, a cell, a rectangle, or a node of a part."""
    match span:
        case TextSpan(start, end):
            at = document.position(span)
            return {"line": at.line, "column": at.column, "start": start, "end": end}
        case CellSpan(sheet, row, column):
            return {"sheet": sheet, "row": row, "column": column}
        case BoxSpan(page, x0, y0, x1, y1):
            return {"page": page, "box": [round(edge, 2) for edge in (x0, y0, x1, y1)]}
        case NodeSpan(part, path, start, end):
            return {"part": part, "path": path, "start": start, "end": end}


def _by_entry(provenance: tuple[Provenance, ...]) -> dict[str, list[Provenance]]:
    found: dict[str, list[Provenance]] = {}
    for one in provenance:
        found.setdefault(one.path.split("/", 2)[1], []).append(one)
    return found


def _attribute(one: Provenance) -> str:
    name = one.path.split("/", 2)[2]
    return SPAN_NAMES.get(name, name)


def _unread(part: Part, document: Document, phrases: Phrasebook) -> dict[str, Any]:
    place = {"line": None, "column": None, **span_data(part.span, document)}
    return {**place, "text": part.text, "reason": part.reason, "message": phrases(part.reason)}


def _entry(
    entry: Entry,
    sources: list[Provenance],
    document: Document,
    phrases: Phrasebook,
    days: tuple[date, date],
) -> dict[str, Any]:
    return {
        "id": entry.id,
        **_printed(entry),
        **_read(entry, days),
        "spans": {_attribute(one): span_data(one.span, document) for one in sources},
        "more_spans": {
            _attribute(one): [span_data(span, document) for span in one.more] for one in sources if one.more
        },
        "confidence": {_attribute(one): _confidence(one, phrases) for one in sources},
    }


def _confidence(one: Provenance, phrases: Phrasebook) -> dict[str, Any]:
    if not one.reason:
        return {"value": one.confidence}
    return {"value": one.confidence, "reason": one.reason, "message": phrases(one.reason)}


def _printed(entry: Entry) -> dict[str, Any]:
    """The values as printed."""
    return {
        "name": entry.name,
        "legal_entity": entry.legal_entity or None,
        "brand": entry.brand or None,
        "service": entry.service or None,
        "function": str(entry.function) or None,
        "purpose": str(entry.purpose) or None,
        "data": [category.printed for category in entry.data],
        "data_subjects": list(entry.data_subjects),
        "locations": _locations(entry.places),
        "locations_printed": entry.places_printed or None,
        "outside_eea": entry.outside_eea,
        "identifiers": [
            {"raw": i.printed, "scheme": i.scheme or None, "value": i.value or None, "valid": i.valid}
            | {"country": i.country or None}
            for i in entry.identifiers
        ],
        "address": entry.address or None,
        "links": list(entry.links),
        "transfer_mechanism": entry.transfer.printed if entry.transfer else None,
        "since": _text(entry.since),
        "until": _text(entry.until),
        "notified": _text(entry.notified),
        "retention": entry.retention or None,
        "status": entry.status or None,
        "mentions": list(entry.mentions),
        "notes": list(entry.notes),
        "placeholders": list(entry.placeholders),
        "applies_to": list(entry.applies_to.sections),
    }


def _read(entry: Entry, days: tuple[date, date]) -> dict[str, Any]:
    """What the printed values were read as."""
    transfer = entry.transfer or Transfer("")
    condition = entry.condition
    return {
        "role": entry.role,
        "access": entry.access,
        "purpose_read": list(entry.purpose_read),
        "data_terms": [{"printed": c.printed, "terms": list(c.terms)} for c in entry.data if c.terms],
        "places": [_place(place) for place in entry.places],
        "outside_eea_computed": outside_during(entry.places, days),
        "transfer_tools": list(transfer.tools),
        "transfer_articles": list(transfer.articles),
        "condition": {
            "printed": str(condition.printed),
            "kind": condition.kind,
            "option": condition.option or None,
        }
        if condition
        else None,
        "varies_by_customer": entry.varies_by_customer,
        "scope": _scope(entry.applies_to),
        "languages": _languages(entry.purpose, entry.function),
    }


def _locations(places: tuple[Place, ...]) -> list[str]:
    """The codes of the places of processing; those of seats only where nothing else is printed."""
    codes = [place.code for place in places if place.kind != "seat"] or [place.code for place in places]
    return list(dict.fromkeys(codes))


def _place(place: Place) -> dict[str, Any]:
    return {
        "code": place.code,
        "kind": place.kind,
        "city": place.city or None,
        "region": place.region or None,
        "inferred": place.inferred,
    }


def outside_during(places: tuple[Place, ...], days: tuple[date, date]) -> bool | None:
    """Whether processing leaves the EEA; None when that is not known or changed between the two days."""
    first, last = (outside_eea(places, day) for day in days)
    return first if first == last else None


def _scope(scope: Scope) -> dict[str, list[str]]:
    return {
        "services": list(scope.services),
        "regions": list(scope.regions),
        "groups": list(scope.groups),
    }


def _languages(*texts: Words) -> list[str]:
    return list(dict.fromkeys(code for words in texts for code, _ in words.texts if code))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
