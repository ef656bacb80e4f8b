"""Documents in the Transparency Information Language of others. Members as its schema has them (requirements 6.3)."""

from __future__ import annotations

import json
from typing import Any

from ketju.core.model.register import Place, Register
from tests.core.reading.lists import register_of

FERNPOST = {
    "name": "Fernpost Inc.",
    "division": "Mail",
    "address": "1 Example Street",
    "country": "US",
    "category": "Versand",
}
NOT_THERE = {"available": False, "description": ""}


def document(**members: Any) -> dict[str, Any]:
    return {
        "meta": {
            "name": "Grünladen",
            "modified": "2026-02-03T15:53:05",
            "language": "de",
            "status": "active",
        },
        "controller": {"name": "Grünladen AG", "address": "Musterweg 9, Berlin", "country": "DE"},
        "dataDisclosed": [
            {
                "category": "E-Mail-Adresse",
                "purposes": [{"purpose": "Newsletter", "description": "Versand von Newslettern"}],
                "recipients": [FERNPOST, {"category": "Werbepartner"}],
            },
            {"category": "Name", "purposes": [], "recipients": [FERNPOST]},
        ],
        **members,
    }


def read(data: dict[str, Any]) -> Register:
    return register_of(json.dumps(data), "tilt.json")


def test_a_recipient_is_one_entry_with_all_that_it_receives() -> None:
    found = read(document())
    (entry,) = found.entries

    assert (entry.name, entry.address, str(entry.function)) == (
        "Fernpost Inc.",
        "1 Example Street",
        "Versand",
    )
    assert [one.printed for one in entry.data] == ["E-Mail-Adresse", "Name"]
    assert str(entry.purpose) == "Versand von Newslettern"
    assert entry.places == (Place("US", "seat"),)
    assert (found.publisher, str(found.version_on), found.languages) == ("Grünladen", "2026-02-03", ("de",))


def test_safeguards_of_a_country_are_those_of_the_recipients_there() -> None:
    clauses = {"available": True, "description": "EU-Standardvertragsklauseln"}
    transfers = [{"country": "US", "adequacyDecision": NOT_THERE, "standardDataProtectionClause": clauses}]
    (entry,) = read(document(thirdCountryTransfers=transfers)).entries

    assert entry.transfer is not None
    assert (entry.transfer.printed, entry.transfer.tools) == ("EU-Standardvertragsklauseln", ("SCC",))


def test_safeguards_that_are_not_there_or_of_other_countries_are_none() -> None:
    clauses = {"available": True, "description": "EU-Standardvertragsklauseln"}
    transfers = [
        {"country": "US", "standardDataProtectionClause": {**clauses, "available": False}},
        {"country": "IN", "standardDataProtectionClause": clauses},
    ]
    (entry,) = read(document(thirdCountryTransfers=transfers)).entries

    assert entry.transfer is None
