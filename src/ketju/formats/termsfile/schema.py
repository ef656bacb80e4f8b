"""The JSON Schema of the file of terms, made from the catalogue: editors complete keys and mark mistakes with it.

``make data`` writes the published one, ``docs/reference/terms.schema.json``; a test fails while that is out of date.
"""

from __future__ import annotations

import json
from typing import Any

from ketju.core.terms.layers import RANKS
from ketju.core.terms.parameters import Parameter, parameters
from ketju.core.terms.values import MANY
from ketju.formats.termsfile.reading import FORMAT, KINDS, OPEN, VERSION_KEY

Schema = dict[str, Any]

_NAME: Schema = {"type": ["string", "number"]}
_TEXT: Schema = {"type": ["string", "number", "null"]}
_NEEDED_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_DAY: Schema = {**_NEEDED_DAY, "type": ["string", "null"]}
_ONE_LINE: Schema = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9, –-]+$"}]
}
_LINES: Schema = {"anyOf": [_ONE_LINE, {"type": "array", "items": _ONE_LINE, "minItems": 1}]}
_SAID_LINES: Schema = {"anyOf": [_ONE_LINE, {"type": "array", "items": _ONE_LINE}, {"type": "null"}]}
_OPEN: Schema = {"enum": [OPEN[0], None]}


def terms_schema() -> Schema:
    """The schema (JSON Schema 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ketju:schema:terms:{FORMAT}",
        "title": "Terms of an agreement on the processing of personal data",
        "type": "object",
        "additionalProperties": False,
        "required": [VERSION_KEY, "id"],
        "properties": {
            VERSION_KEY: {"description": "The number of the form.", "enum": [FORMAT, str(FORMAT)]},
            "kind": {"enum": [*KINDS, None]},
            "id": _NAME,
            "document": {"enum": [*RANKS, None]},
            "valid_from": _DAY,
            "valid_to": _DAY,
            **dict.fromkeys(("name", "version", "mark", "language"), _TEXT),
            "terms": {
                "type": ["object", "null"],
                "additionalProperties": False,
                "properties": {key: _said(one) for key, one in parameters().items()},
            },
            "duties": _list({"lines": _LINES, "rows": _several({"type": "string"})}, ("lines", "rows")),
            "no_effect": _list({"lines": _LINES, "why": _NAME}, ("lines", "why")),
            "accepted": _list(
                {"agreement": _NAME, "version": _TEXT, "from": _NEEDED_DAY, "by": _TEXT},
                ("agreement", "from"),
            ),
        },
        "$defs": {"text": _TEXT, "day": _DAY, "lines": _SAID_LINES},
    }


def terms_schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(terms_schema(), ensure_ascii=False, indent=2) + "\n"


def _list(members: Schema, needed: tuple[str, ...]) -> Schema:
    item = {
        "type": "object",
        "additionalProperties": False,
        "required": list(needed),
        "properties": members,
    }
    return {"type": ["array", "null"], "items": item}


def _shared(name: str) -> Schema:
    """What every statement has alike, written once."""
    return {"$ref": f"#/$defs/{name}"}


def _several(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _said(parameter: Parameter) -> Schema:
    value = {"anyOf": [_OPEN, _value(parameter)]}
    statement = {
        "type": "object",
        "additionalProperties": False,
        "required": ["value"],
        "properties": {
            "value": value,
            "lines": _shared("lines"),
            **dict.fromkeys(("clause", "note", "owner"), _shared("text")),
            **dict.fromkeys(("due", "valid_from", "valid_to", "signed"), _shared("day")),
        },
    }
    rows = ", ".join(parameter.rows)
    article = f"GDPR Art. {parameter.article}" if parameter.article else ""
    about = "; ".join(text for text in (rows, article) if text)
    return {"description": about, "anyOf": [value, statement, {"type": "array", "items": statement}]}


def _value(parameter: Parameter) -> Schema:
    match parameter.kind:
        case "flag":
            return {"enum": ["yes", "no", "true", "false", True, False]}
        case "count":
            return {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+$"}]}
        case "choice":
            return {"enum": list(parameter.choices)}
        case kind if kind in MANY:
            item: Schema = {"enum": list(parameter.choices)} if parameter.choices else {"type": "string"}
            return _several(item)
    return _TEXT
