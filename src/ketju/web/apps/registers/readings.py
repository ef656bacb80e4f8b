"""What reading a document gave, as the text in a snapshot's row and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ketju.core.model.document import Document, ReadProblem
from ketju.core.model.register import Register
from ketju.core.model.result import Part, Provenance, ReadResult
from ketju.core.model.span import Span
from ketju.core.register.canonical import data_from_register, register_from_data
from ketju.formats.document_json import document_from_json, json_from_document, json_from_span, span_from_json

KETJU = "ketju"
"""The format of a register as Ketju writes it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what was read from it."""

    document: Document
    result: ReadResult


def text_from(reading: Reading) -> str:
    """The reading as a text."""
    result = reading.result
    return json.dumps(
        {
            "document": json_from_document(reading.document),
            "register": data_from_register(result.register, whole=True, as_given=True),
            "provenance": [_provenance(one) for one in result.provenance],
            "parts": [[one.kind, json_from_span(one.span), one.text, one.reason] for one in result.parts],
            "problems": [_problem(one) for one in result.problems],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def reading_in(text: str) -> Reading:
    """The reading in a text that ``text_from`` wrote. Raises ValueError."""
    data = json.loads(text)
    result = ReadResult(
        register_from_data(data["register"]) if data["register"] else Register(),
        tuple(_read_provenance(one) for one in data["provenance"]),
        tuple(Part(kind, span_from_json(span), said, why) for kind, span, said, why in data["parts"]),
        tuple(_read_problem(one) for one in data["problems"]),
    )
    return Reading(document_from_json(data["document"]), result)


def _provenance(one: Provenance) -> list[Any]:
    more = [json_from_span(span) for span in one.more]
    return [one.path, json_from_span(one.span), one.confidence, one.reason, more]


def _read_provenance(data: list[Any]) -> Provenance:
    path, span, confidence, reason, more = data
    return Provenance(path, span_from_json(span), confidence, reason, tuple(map(span_from_json, more)))


def _problem(one: ReadProblem) -> list[Any]:
    span = None if one.span is None else json_from_span(one.span)
    return [one.code, span, [list(pair) for pair in one.params], one.severity]


def _read_problem(data: list[Any]) -> ReadProblem:
    code, span, params, severity = data
    where: Span | None = None if span is None else span_from_json(span)
    return ReadProblem(code, where, tuple((name, value) for name, value in params), severity)
