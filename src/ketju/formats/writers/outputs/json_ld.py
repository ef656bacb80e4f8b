"""The list as linked data: DPV 2.3 for what is processed, schema.org and DCAT for the list and the companies.

The context is inside, so nobody has to fetch one. Names of DPV are those of requirements 6.1 and 6.2; what has no name
there stays a text. There is no property for sub-processors in DPV: they are ``dpv:hasDataProcessor`` of the class
``dpv:DataSubProcessor``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ketju.core.model.date import PartialDate
from ketju.core.model.publication import Publication
from ketju.core.model.register import (
    Entry,
    Group,
    Identifier,
    Place,
    Region,
    Register,
    Service,
    Transfer,
    Words,
)
from ketju.core.territory.membership import is_country, is_outside
from ketju.formats.writers.listing import condition_lead, enumerated
from ketju.formats.writers.outputs.markdown import FACTS, TABLE
from ketju.formats.writers.permanence import entry_id, list_id, version_id
from ketju.formats.writers.writer import Writer
from ketju.text.render import Phrasebook, phrasebook
from ketju.text.values import answer_words

Node = dict[str, Any]

CONTEXT: Node = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "schema": "https://schema.org/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
ARTICLES = frozenset(
    [
        *("45(3)", "46(3)(a)", "46(3)(b)", "49(2)"),
        *(f"46(2)({letter})" for letter in "abcdef"),
        *(f"49(1)({letter})" for letter in "abcdefg"),
    ]
)
"""Articles on transfers that DPV has a name for."""
_DATES = {"year": "xsd:gYear", "month": "xsd:gYearMonth", "day": "xsd:date"}
_BLOCS = {"EU": "loc:EU", "EEA": "loc:EEA"}
_KINDS = {
    "processing": "dpv:ProcessingLocation",
    "remote access": "dpv:ProcessingLocation",
    "storage": "dpv:StorageLocation",
    "backup": "dpv:StorageLocation",
}
_TOLD = ("remote access", "backup")
"""Kinds of places for which DPV has no class of their own."""
_ROLES = {
    "processor": ("dpv:hasDataProcessor", "dpv:DataSubProcessor"),
    "controller": ("dpv:hasDataController", "dpv:DataController"),
    "joint controller": ("dpv:hasJointDataControllers", "dpv:JointDataControllers"),
}


def article_name(article: str) -> str:
    """The name of an article in DPV, "" where it has none.

    >>> article_name("46(2)(c)"), article_name("47")
    ('eu-gdpr:A46-2-c', '')
    """
    return "eu-gdpr:A" + "-".join(re.findall(r"\w+", article)) if article in ARTICLES else ""


def _write(publication: Publication, phrases: Phrasebook) -> bytes:
    data = {"@context": CONTEXT, **_list(publication)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _list(publication: Publication) -> Node:
    register, current = publication.register, publication.current
    return _filled(
        {
            "@id": version_id(publication, current),
            "@type": ["dcat:Dataset", "schema:DigitalDocument"],
            "schema:name": _texts(register.title),
            "schema:url": publication.base_url,
            "schema:publisher": _filled(
                {"@type": ["schema:Organization", "dpv:DataProcessor"], "schema:name": register.publisher}
            )
            if register.publisher
            else None,
            "schema:conditionsOfAccess": register.tlp,
            "schema:version": register.version or str(current.number),
            "schema:dateModified": _date(register.version_on),
            "schema:datePublished": {"@type": "xsd:date", "@value": current.on.isoformat()},
            "dcterms:isVersionOf": {"@id": list_id(publication)},
            "dcat:previousVersion": {"@id": version_id(publication, publication.versions[-2])}
            if len(publication.versions) > 1
            else None,
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": current.digest,
            },
            "schema:mainEntity": {
                "@type": "schema:ItemList",
                "schema:numberOfItems": len(publication.entries),
                "schema:itemListElement": [
                    {
                        "@type": "schema:ListItem",
                        "schema:position": at,
                        "schema:item": _process(entry, publication),
                    }
                    for at, entry in enumerate(publication.entries, 1)
                ],
            },
        }
    )


def _process(entry: Entry, publication: Publication) -> Node:
    """What a company does, as a process that it is the processor of."""
    places = [place for place in entry.places if place.kind != "seat"]
    countries = dict.fromkeys(place.code for place in places)
    property_, _ = _ROLES[entry.role]
    return _filled(
        {
            "@id": entry_id(publication, entry.id),
            "@type": "dpv:Process",
            property_: _company(entry),
            "dpv:hasPurpose": _purpose(entry),
            "dpv:hasPersonalData": [
                {
                    "@type": ["dpv:PersonalData", *(f"pd:{term}" for term in one.terms)],
                    "schema:name": one.printed,
                }
                for one in entry.data
            ],
            "dpv:hasDataSubject": [
                {"@type": "dpv:DataSubject", "schema:name": one} for one in entry.data_subjects
            ],
            "dpv:hasLocation": [_location(place) for place in places],
            "dpv:hasThirdCountry": [
                {"@id": f"loc:{code}"}
                for code in countries
                if is_country(code) and is_outside(code, publication.on)
            ],
            "dpv:isOutsideOfLocation": {"@id": "loc:EEA"} if entry.outside_eea else None,
            "dpv:hasProcessing": _transfer(entry.transfer) if entry.transfer else None,
            "schema:startDate": _date(entry.since),
            "schema:endDate": _date(entry.until),
            "schema:additionalProperty": list(_further(entry, publication.register)),
        }
    )


def _further(entry: Entry, register: Register) -> Iterator[Node]:
    """What neither DPV nor schema.org has a name for, under the English words of the columns."""
    phrases, scope = phrasebook("en"), entry.applies_to
    records: list[Service | Group | Region] = [*register.services, *register.groups, *register.regions]
    names = {one.id: str(one.name) for one in records}
    condition = str(entry.condition.printed) if entry.condition else ""
    lead = condition_lead(entry.condition, condition, phrases) if entry.condition else ""
    values = {
        "outside_eea": [answer_words(entry.outside_eea, phrases)],
        "condition": [": ".join(text for text in (lead, condition) if text)],
        "applies_to": enumerated([names.get(one, one) for one in (*scope.services, *scope.groups)]),
        "regions": enumerated([names.get(one, one) for one in scope.regions]),
        "notified": [str(entry.notified or "")],
        "retention": [entry.retention],
        "notes": entry.notes,
    }
    for column, texts in values.items():
        if said := [text for text in texts if text]:
            yield {
                "@type": "schema:PropertyValue",
                "schema:name": phrases(f"column.{column}"),
                "schema:value": said,
            }


def _company(entry: Entry) -> Node:
    identifiers = [_identifier(one) for one in entry.identifiers]
    seats = [place for place in entry.places if place.kind == "seat"]
    country = seats[0].code if len(seats) == 1 and is_country(seats[0].code) else ""
    address = {"schema:streetAddress": entry.address, "schema:addressCountry": country}
    return _filled(
        {
            "@type": ["schema:Organization", _ROLES[entry.role][1]],
            "schema:name": entry.name,
            "schema:legalName": entry.legal_entity,
            "schema:alternateName": entry.brand,
            "schema:identifier": identifiers,
            "schema:address": {"@type": "schema:PostalAddress", **_filled(address)}
            if any(address.values())
            else None,
            "schema:location": [
                {
                    "@type": "schema:Place",
                    "schema:name": ", ".join(text for text in (seat.city, seat.region, seat.code) if text),
                }
                for seat in seats
                if not country or seat.city or seat.region
            ],
            "schema:url": list(entry.links),
        }
    )


def _identifier(one: Identifier) -> Node:
    return _filled(
        {
            "@type": "schema:PropertyValue",
            "schema:propertyID": one.scheme,
            "schema:value": one.printed or one.value,
        }
    )


def _purpose(entry: Entry) -> Node | None:
    if not entry.purpose and not entry.function and not entry.purpose_read:
        return None
    return _filled(
        {
            "@type": ["dpv:Purpose", *(f"dpv:{term}" for term in entry.purpose_read)],
            "schema:name": _texts(entry.function),
            "schema:description": _texts(entry.purpose),
        }
    )


def _location(place: Place) -> Node:
    name = _BLOCS.get(place.code) or (f"loc:{place.code}" if is_country(place.code) else "")
    return _filled(
        {
            "@type": _KINDS[place.kind],
            "schema:description": place.kind if place.kind in _TOLD else "",
            "dpv:hasCountry" if is_country(place.code) else "dpv:hasLocation": {"@id": name}
            if name
            else None,
            "schema:name": ", ".join(text for text in (place.city, place.region) if text)
            or ("" if name else place.code),
        }
    )


def _transfer(transfer: Transfer) -> Node:
    printed = transfer.printed or ", ".join(phrasebook("en")(f"tool.{tool}") for tool in transfer.tools)
    return _filled(
        {
            "@type": "dpv:Transfer",
            "dpv:hasLegalBasis": [
                {"@id": name} for article in transfer.articles if (name := article_name(article))
            ],
            "schema:description": printed,
        }
    )


def _texts(words: Words) -> list[Node]:
    return [
        {"@language": code, "@value": text} if code and code != "und" else {"@value": text}
        for code, text in words.texts
    ]


def _date(when: PartialDate | None) -> Node | None:
    return {"@type": _DATES[when.precision], "@value": str(when)} if when else None


def _filled(node: Node) -> Node:
    """A node without what is empty."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


WRITER = Writer(
    "jsonld", "JSON-LD", ".jsonld", "application/ld+json", False, TABLE, _write, FACTS | {"publisher"}
)
