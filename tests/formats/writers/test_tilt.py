"""Recipients in TILT: the parts of its schema (snapshot of 2023-05-04) that this fragment fills, restated."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from ketju.formats.writers.outputs.tilt import WRITER
from ketju.text.render import LANGUAGES, phrasebook
from tests.formats.writers.publications import publication

TEXT = {"type": "string"}
MEANS = {
    "type": "object",
    "required": ["available", "description"],
    "properties": {"available": {"type": "boolean"}, "description": TEXT},
}
SAFEGUARDS = (
    "adequacyDecision",
    "appropriateGuarantees",
    "presenceOfEnforceableRightsAndEffectiveRemedies",
    "standardDataProtectionClause",
)
META = ("_id", "name", "created", "modified", "version", "language", "status", "url", "_hash")
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["meta", "dataDisclosed", "thirdCountryTransfers"],
    "properties": {
        "meta": {
            "type": "object",
            "required": list(META),
            "properties": {
                "version": {"type": "integer", "minimum": 1},
                "language": {"enum": list(LANGUAGES)},
                "status": {"enum": ["active", "inactive"]},
                "created": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
                "modified": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
                "_hash": {"type": "string", "minLength": 64, "maxLength": 64},
            },
        },
        "dataDisclosed": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["_id", "category", "purposes", "recipients"],
                "properties": {
                    "_id": TEXT,
                    "category": TEXT,
                    "purposes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["purpose", "description"],
                            "properties": {"purpose": TEXT, "description": TEXT},
                        },
                    },
                    "recipients": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["category"],
                            "properties": {"name": TEXT, "address": TEXT, "country": TEXT, "category": TEXT},
                        },
                    },
                },
            },
        },
        "thirdCountryTransfers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["country", *SAFEGUARDS],
                "properties": {
                    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
                    **dict.fromkeys(SAFEGUARDS, MEANS),
                },
            },
        },
    },
}


def tilt(language: str = "en", made: Any = None) -> dict[str, Any]:
    return json.loads(WRITER.write(made or publication(), phrasebook(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fragment_fits_the_schema(language: str) -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(tilt(language))


def test_each_category_of_data_names_who_receives_it() -> None:
    disclosed = {one["category"]: one for one in tilt()["dataDisclosed"]}

    assert set(disclosed) == {"Nimi", "sähköposti"}
    assert disclosed["Nimi"]["recipients"] == [
        {
            "name": "Kuusi Cloud Oy",
            "address": "Esimerkkikatu 1, Helsinki",
            "country": "FI",
            "category": "Sub-processor",
        }
    ]
    assert disclosed["Nimi"]["purposes"] == [{"purpose": "Servers", "description": "Servers"}]


def test_only_who_receives_data_on_the_day_is_a_recipient() -> None:
    """The mail service starts in April, one has ended, and one is a controller."""
    text = json.dumps(tilt(), ensure_ascii=False)

    assert not any(name in text for name in ("Bolt", "Πάγος", "PR Ab"))
    assert tilt()["thirdCountryTransfers"] == []


def test_a_third_country_is_told_with_what_protects_the_data() -> None:
    from dataclasses import replace
    from datetime import date

    later = replace(publication(), on=date(2026, 5, 1))
    (transfer,) = tilt(made=later)["thirdCountryTransfers"]

    assert transfer["country"] == "US"
    assert transfer["standardDataProtectionClause"] == {
        "available": True,
        "description": "Standard contractual clauses",
    }
    assert transfer["adequacyDecision"]["available"] is False
