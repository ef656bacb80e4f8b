"""Linked data of others: schema.org lists of organizations and DPV processes. Names as the two vocabularies have them."""

from __future__ import annotations

import json
from typing import Any

from ketju.core.model.register import Place, Register
from tests.core.reading.lists import register_of

CONTEXT = {
    "dpv": "https://w3id.org/dpv#", "pd": "https://w3id.org/dpv/pd#", "loc": "https://w3id.org/dpv/loc#",
    "schema": "https://schema.org/",
}  # fmt: skip
QUILLON = {
    "@type": "Organization",
    "name": "Quillon",
    "legalName": "Quillon Hosting GmbH",
    "description": "Hosting of servers",
    "url": "https://quillon.example/",
    "vatID": "DE136695976",
    "address": {
        "@type": "PostalAddress", "streetAddress": "Musterweg 1", "postalCode": "10115", "addressLocality": "Berlin",
        "addressCountry": "DE",
    },
}  # fmt: skip
FERNPOST = {
    "@type": "Corporation",
    "name": "Fernpost Ltd",
    "description": "Sending of e-mail",
    "address": "1 Example Quay",
}


def read(data: Any) -> Register:
    return register_of(json.dumps(data), "list.jsonld")


def test_a_list_of_organizations_is_read_with_numbers_addresses_and_seats() -> None:
    found = read(
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": "Sub-processors of Aalto",
            "dateModified": "2026-02-03",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "item": QUILLON},
                {"@type": "ListItem", "position": 2, "item": FERNPOST},
            ],
        }
    )
    first, second = found.entries
    assert str(found.title) == "Sub-processors of Aalto" and str(found.version_on) == "2026-02-03"
    assert (first.name, first.legal_entity, str(first.purpose)) == (
        "Quillon",
        "Quillon Hosting GmbH",
        "Hosting of servers",
    )
    assert first.address == "Musterweg 1, 10115, Berlin"
    assert first.places == (Place("DE", "seat"),)
    assert [one.printed for one in first.identifiers] == ["DE136695976"]
    assert first.links == ("https://quillon.example/",)
    assert (second.name, second.address) == ("Fernpost Ltd", "1 Example Quay")


def test_processes_are_read_whatever_prefixes_and_references_they_use() -> None:
    found = read(
        {
            "@context": CONTEXT,
            "@graph": [
                {
                    "@id": "ex:1",
                    "@type": "dpv:Process",
                    "dpv:hasRecipient": {"@id": "ex:quillon"},
                    "dpv:hasPurpose": {"@id": "dpv:TechnicalServiceProvision"},
                    "dpv:hasPersonalData": [{"@id": "pd:EmailAddress"}, {"@id": "pd:Name"}],
                    "dpv:hasLocation": {"@id": "loc:DE"},
                },
                {"@id": "ex:quillon", "@type": "dpv:DataProcessor", "dpv:hasName": "Quillon Hosting GmbH"},
                {
                    "@type": "https://w3id.org/dpv#Process",
                    "https://w3id.org/dpv#hasDataProcessor": {
                        "@type": "https://w3id.org/dpv#DataSubProcessor", "https://schema.org/name": "Fernpost Ltd",
                    },
                    "https://w3id.org/dpv#hasLocation": [
                        {"@id": "https://w3id.org/dpv/loc#IE"}, {"@id": "https://w3id.org/dpv/loc#US"},
                    ],
                },
            ],
        }
    )  # fmt: skip
    first, second = found.entries
    assert (first.name, str(first.purpose)) == ("Quillon Hosting GmbH", "Technical Service Provision")
    assert [one.printed for one in first.data] == ["Email Address", "Name"]
    assert [one.terms for one in first.data] == [("EmailAddress",), ("Name",)]
    assert [place.code for place in first.places] == ["DE"]
    assert (second.name, [place.code for place in second.places]) == ("Fernpost Ltd", ["IE", "US"])


def test_the_company_behind_a_page_is_no_list() -> None:
    found = read(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "Organization", "@id": "https://aalto.example/#org", "name": "Aalto Oy"},
                {"@type": "WebSite", "name": "Aalto", "publisher": {"@id": "https://aalto.example/#org"}},
                {
                    "@type": "WebPage",
                    "name": "Home",
                    "author": {"@type": "Organization", "name": "Sivupaja Oy"},
                },
            ],
        }
    )
    assert found.entries == ()


def test_a_controller_is_no_sub_processor() -> None:
    process = {
        "@type": "dpv:Process",
        "dpv:hasDataController": {"@type": "dpv:DataController", "schema:name": "Aalto Oy"},
    }
    other = {
        "@type": "dpv:Process",
        "dpv:hasDataProcessor": {"@type": "dpv:DataProcessor", "schema:name": "Fernpost Ltd"},
    }

    assert [entry.name for entry in read({"@context": CONTEXT, "@graph": [process, other]}).entries] == [
        "Fernpost Ltd"
    ]


def test_records_that_refer_to_each_other_in_a_circle_are_read() -> None:
    circle = {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": "ex:a",
                "@type": "dpv:Process",
                "dpv:hasDataProcessor": {"@id": "ex:b"},
                "dpv:hasPurpose": {"@id": "ex:a"},
            },
            {
                "@id": "ex:b",
                "@type": "schema:Organization",
                "schema:name": "Fernpost Ltd",
                "schema:member": {"@id": "ex:a"},
            },
        ],
    }
    assert [entry.name for entry in read(circle).entries] == ["Fernpost Ltd"]


def test_keys_about_a_record_are_no_fields_of_it() -> None:
    found = read(
        {
            "subprocessors": [
                {"@type": "x:Vendor", "name": "Fernpost Ltd", "purpose": "E-mail", "country": "Ireland"}
            ]
            * 2
        }
    )

    assert {(entry.name, str(entry.purpose), entry.notes) for entry in found.entries} == {
        ("Fernpost Ltd", "E-mail", ())
    }
