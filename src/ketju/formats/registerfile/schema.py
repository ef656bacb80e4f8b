"""The JSON Schema of the register file, made from the model: editors complete keys and mark mistakes with it.

``make data`` writes the published one, ``docs/reference/ketju.schema.json``; a test fails while that is out of
date.

Ketju reads every scalar as a text, an editor's YAML does not: to it a plain ``2015`` is a number. The
schema takes both, so that nobody has to write quotes for the editor's sake. References, the calendar and
the codes of countries are checked by Ketju alone.
"""

from __future__ import annotations

import json
from typing import Any

from ketju.core.model.register import Identifier, Register
from ketju.core.register.canonical import FORMAT, SOURCE
from ketju.core.register.shape import (
    SHORT,
    ChoiceKind,
    DateKind,
    FlagKind,
    Kind,
    ListKind,
    MapKind,
    Member,
    NumberKind,
    RecordKind,
    TextKind,
    WordsKind,
    member,
    members,
    required,
)
from ketju.formats.registerfile.checks import DATE, LANGUAGE, NO, NUMBER, TLP_LABELS, TOKEN, YES
from ketju.formats.registerfile.descriptions import DESCRIPTIONS
from ketju.formats.registerfile.reading import VERSION_KEY

Schema = dict[str, Any]

SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
EMPTY: Schema = {"type": "null"}
TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
"""A plain scalar of any look; null is a key with nothing behind it, which reads as if it were not there."""


def register_schema() -> Schema:
    """The schema (JSON Schema 2020-12)."""
    root = _record(Register)
    properties = {VERSION_KEY: {"description": "The number of the form.", "enum": [FORMAT, str(FORMAT)]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ketju:schema:register:{FORMAT}",
        "title": "Register of sub-processors",
        **root,
        "properties": {**properties, **root["properties"]},
        "required": [VERSION_KEY, *root.get("required", [])],
        "$defs": {**_shared(), **{of.__name__: _definition(of) for of in _records(Register)}},
    }


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(register_schema(), ensure_ascii=False, indent=2) + "\n"


def _shared() -> dict[str, Schema]:
    year: Schema = {"type": "integer", "minimum": 1, "maximum": 9999}
    number: Schema = {"type": "integer", "minimum": 0, "maximum": 99999}
    return {
        "text": TEXT,
        "words": _words(),
        "date": {
            "description": "2015, 2015-04 or 2015-04-01",
            "anyOf": [{"type": "string", "pattern": f"^{DATE}$"}, year, EMPTY],
        },
        "number": {"anyOf": [number, {"type": "string", "pattern": f"^{NUMBER}$"}, EMPTY]},
        "flag": {"enum": [*YES, *NO, True, False, None]},
        "country": _text_of("^[A-Z]{2}$"),
        "place": _text_of("^([A-Z]{2}|EEA|GLOBAL)$"),
        "language": _text_of(f"^{LANGUAGE}$"),
        "token": _text_of(f"^{TOKEN}$"),
        "tlp": {"enum": [*TLP_LABELS, None]},
        "id": _text_of(SLUG),
    }


def _words() -> Schema:
    by_language = {
        "type": "object",
        "propertyNames": {"anyOf": [{"pattern": f"^{LANGUAGE}$"}, {"const": SOURCE}]},
        "properties": {SOURCE: {"description": "The language of the original."}},
        "additionalProperties": _ref("text"),
    }
    return {
        "description": "A text in the register's first language, or texts by language; the original first.",
        "anyOf": [_ref("text"), by_language],
    }


def _text_of(pattern: str) -> Schema:
    """A text of a form; a plain NO is false to YAML 1.1, so the answers of YAML are let through."""
    return {"anyOf": [{"type": "string", "pattern": pattern}, {"type": ["number", "boolean", "null"]}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _records(of: type) -> list[type]:
    """The classes of all records within a record."""
    found: list[type] = []
    for one in members(of):
        inner = one.kind.item if isinstance(one.kind, ListKind) else one.kind
        if isinstance(inner, RecordKind | MapKind):
            found += [inner.of, *_records(inner.of)]
    return list(dict.fromkeys(found))


def _definition(of: type) -> Schema:
    """A record, in its short form as well if it has one."""
    short = SHORT.get(of)
    long = _record(of)
    if short:
        return {"anyOf": [_kind(member(of, short).kind), long]}
    return long if required(of) else {"anyOf": [long, EMPTY]}


def _record(of: type) -> Schema:
    summary = " ".join((of.__doc__ or "").split("\n\n")[0].split())
    schema: Schema = {
        "type": "object",
        "description": summary,
        "properties": {one.name: _member(of, one) for one in members(of)},
        "additionalProperties": False,
    }
    if required(of):
        schema["required"] = list(required(of))
    if of is Identifier:
        schema["anyOf"] = [{"required": ["printed"]}, {"required": ["value"]}]
    return schema


def _member(of: type, one: Member) -> Schema:
    schema = {"description": DESCRIPTIONS[of.__name__][one.name], **_kind(one.kind)}
    return schema if one.default is None else {**schema, "default": one.default}


def _kind(kind: Kind) -> Schema:
    match kind:
        case TextKind(check, home):
            return _ref("id" if home or check == "id" else "text" if check in ("", "scheme") else check)
        case ChoiceKind(values):
            return {"enum": [*values, None]}
        case FlagKind():
            return _ref("flag")
        case NumberKind():
            return _ref("number")
        case DateKind():
            return _ref("date")
        case WordsKind():
            return _ref("words")
        case RecordKind(of):
            return _ref(of.__name__)
        case ListKind(item, _):
            return {"anyOf": [{"type": "array", "items": _kind(item)}, EMPTY]}
        case MapKind(of):
            named = {"propertyNames": {"pattern": SLUG}, "additionalProperties": _ref(of.__name__)}
            return {"anyOf": [{"type": "object", **named}, EMPTY]}
