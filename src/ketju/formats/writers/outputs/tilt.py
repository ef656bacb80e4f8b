"""Recipients for the privacy information of customers, in the Transparency Information Language (TILT).

A fragment: what a processor knows. Of ``dataDisclosed`` it gives categories, purposes and recipients, and of transfers
the country and the safeguards; legal bases, interests and storage are the controller's to add. TILT has no
sub-processors and no notices. Source: requirements 6.3, GDPR Art. 13(1)(e) and (f).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ketju.core.model.publication import Publication
from ketju.core.model.register import Entry
from ketju.core.register.status import status_of
from ketju.core.territory.adequacy import adequacy
from ketju.core.territory.membership import is_country, is_third_country
from ketju.formats.writers.listing import in_language, title_of
from ketju.formats.writers.permanence import entry_id, list_id
from ketju.formats.writers.writer import CONCLUDED, Writer
from ketju.text.render import Phrasebook

Data = dict[str, Any]

CARRIES = frozenset({"name", "address", "function", "purpose", "data.printed", "places.code", "places.kind"})
"""A recipient is called by its legal entity, and its country is its seat; only who is in use stands here.

Safeguards stand with the country that they are for, and so they hold for the recipients there.
"""
FACTS = frozenset({"publisher", "version_on"})
CLAUSES = frozenset({"SCC"})
ADEQUATE = frozenset({"DPF", "ADEQUACY"})


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    entries = [
        entry
        for entry in publication.entries
        if entry.role == "processor" and status_of(entry, publication.on) == "current"
    ]
    data = {
        "meta": _meta(publication, phrases),
        "dataDisclosed": _disclosed(entries, publication, phrases),
        "thirdCountryTransfers": _transfers(entries, publication, phrases),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _meta(publication: Publication, phrases: Phrasebook) -> Data:
    current = publication.current
    return {
        "_id": list_id(publication).removeprefix("urn:uuid:"),
        "name": publication.register.publisher or title_of(publication, phrases),
        "created": f"{publication.versions[0].on.isoformat()}T00:00:00Z",
        "modified": f"{current.on.isoformat()}T00:00:00Z",
        "version": current.number,
        "language": phrases.language,
        "status": "active",
        "url": publication.base_url or list_id(publication),
        "_hash": current.digest,
        "distribution": publication.register.tlp,
    }


def _disclosed(entries: Sequence[Entry], publication: Publication, phrases: Phrasebook) -> list[Data]:
    """Who receives what for which purpose; what has no category stated stands under words that say so."""
    uses: dict[tuple[str, tuple[str, str]], list[Entry]] = {}
    for entry in entries:
        purpose = in_language(entry.purpose, phrases)
        use = (in_language(entry.function, phrases) or purpose, purpose)
        for category in dict.fromkeys(one.printed for one in entry.data) or (phrases("tilt.not-stated"),):
            uses.setdefault((category, use), []).append(entry)
    return [
        {
            "_id": entry_id(publication, f"data/{category}/{purpose}").removeprefix("urn:uuid:"),
            "category": category,
            "purposes": [{"purpose": name, "description": purpose}] if purpose else [],
            "recipients": [_recipient(entry, phrases) for entry in found],
        }
        for (category, (name, purpose)), found in uses.items()
    ]


def _recipient(entry: Entry, phrases: Phrasebook) -> Data:
    seat = [p.code for p in entry.places if p.kind == "seat" and is_country(p.code)]
    category = in_language(entry.function, phrases) or phrases("column.name")
    found = {
        "name": entry.legal_entity or entry.name,
        "address": entry.address,
        "country": seat[0] if seat else "",
    }
    return {**{name: value for name, value in found.items() if value}, "category": category}


def _transfers(entries: Sequence[Entry], publication: Publication, phrases: Phrasebook) -> list[Data]:
    """Each third country with what protects the data there, as the list says and as decisions of adequacy say."""
    by_country: dict[str, list[Entry]] = {}
    for entry in entries:
        for code in dict.fromkeys(place.code for place in entry.places if place.kind != "seat"):
            if is_country(code) and is_third_country(code, publication.on):
                by_country.setdefault(code, []).append(entry)
    found = []
    for code, users in sorted(by_country.items()):
        printed = [e.transfer.printed for e in users if e.transfer and e.transfer.printed]
        clauses = [e.transfer.printed for e in users if e.transfer and CLAUSES & set(e.transfer.tools)]
        found.append(
            {
                "country": code,
                "adequacyDecision": {"available": _is_adequate(code, users, publication), "description": ""},
                "appropriateGuarantees": _means(printed),
                "presenceOfEnforceableRightsAndEffectiveRemedies": _means(()),
                "standardDataProtectionClause": _means(clauses),
            }
        )
    return found


def _is_adequate(code: str, users: Sequence[Entry], publication: Publication) -> bool:
    """Whether a decision covers everybody in the country, or all these companies say that it covers them."""
    decisions = adequacy(code, publication.on)
    if any(decision.scope == "all" for decision in decisions):
        return True
    return bool(decisions) and all(e.transfer and ADEQUATE & set(e.transfer.tools) for e in users)


def _means(texts: Sequence[str]) -> Data:
    return {"available": bool(texts), "description": "; ".join(dict.fromkeys(texts))}


WRITER = Writer(
    "tilt", "TILT", ".tilt.json", "application/json", True, CARRIES, _write, FACTS, CONCLUDED | {"transfer"}
)
