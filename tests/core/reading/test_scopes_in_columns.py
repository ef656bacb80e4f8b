"""Columns that say which products and which customers an entry is for, remarks, cities and links in cells."""

from __future__ import annotations

from ketju.core.model.register import Place
from tests.core.reading.small import entries, register


def test_products_that_a_cell_enumerates_are_products_of_their_own() -> None:
    found = register(
        """
        # Sub-processors

        | Company | Purpose | Country | Products |
        | --- | --- | --- | --- |
        | Quillon GmbH | Hosting | Germany | Aalto Mail, Aalto Chat |
        | Fernpost Ltd | E-mail | Ireland | Aalto Mail |
        """
    )
    assert [str(service.name) for service in found.services] == ["Aalto Mail", "Aalto Chat"]
    assert [entry.applies_to.services for entry in found.entries] == [
        ("aalto-mail", "aalto-chat"),
        ("aalto-mail",),
    ]


def test_a_sentence_about_products_is_no_enumeration() -> None:
    found = register(
        """
        # Sub-processors

        | Company | Purpose | Country | Products |
        | --- | --- | --- | --- |
        | Quillon GmbH | Hosting | Germany | Mail, when the customer has turned on sending of newsletters |
        | Fernpost Ltd | E-mail | Ireland | Aalto Chat |
        """
    )
    assert len(found.services) == 2


def test_a_region_beside_a_place_is_that_of_the_customers() -> None:
    found = register(
        """
        # Sub-processors

        | Company | Purpose | Country | Customer region |
        | --- | --- | --- | --- |
        | Quillon GmbH | Hosting | Germany | EU |
        | Fernpost Ltd | E-mail | Ireland | EU, US |
        | Oldwick Inc. | Chat | United States | |
        """
    )
    assert [entry.applies_to.regions for entry in found.entries] == [("eu",), ("eu", "us"), ()]
    assert [[place.code for place in entry.places] for entry in found.entries] == [["DE"], ["IE"], ["US"]]


def test_a_region_alone_is_where_data_are() -> None:
    found = register(
        """
        # Sub-processors

        | Company | Purpose | Region |
        | --- | --- | --- |
        | Quillon GmbH | Hosting | EU |
        | Oldwick Inc. | Chat | US |
        """
    )
    assert [[place.code for place in entry.places] for entry in found.entries] == [["EU"], ["US"]]
    assert not found.regions


def test_remarks_are_kept_as_they_stand_and_other_columns_say_what_they_are() -> None:
    found = entries(
        """
        # Sub-processors

        | Company | Purpose | Country | Remarks | Security |
        | --- | --- | --- | --- | --- |
        | Quillon GmbH | Hosting | Germany | Second data centre<br>Reached by night only | ISO 27001 |
        | Fernpost Ltd | E-mail | Ireland | | |
        """
    )
    assert found[0].notes == ("Second data centre", "Reached by night only", "Security: ISO 27001")


def test_a_city_beside_its_country_is_one_place_and_no_guess() -> None:
    found = entries(
        """
        # Sub-processors

        | Company | Purpose | Location |
        | --- | --- | --- |
        | Quillon GmbH | Hosting | Germany (Frankfurt) |
        | Fernpost Ltd | E-mail | Dublin, Ireland; backups: Germany |
        | Oldwick Inc. | Chat | Helsinki |
        """
    )
    assert [entry.places for entry in found] == [
        (Place("DE", city="Frankfurt"),),
        (Place("IE", city="Dublin"), Place("DE", "backup")),
        (Place("FI", city="Helsinki", inferred=True),),
    ]


def test_a_link_within_the_lists_own_site_is_none_of_the_company() -> None:
    found = entries(
        """
        # Sub-processors

        | Company | Purpose | Location |
        | --- | --- | --- |
        | [Quillon GmbH](companies/quillon.html) | Hosting | Germany |
        | [Fernpost Ltd](/legal/fernpost) | E-mail | Ireland |
        | [Oldwick Inc.](https://oldwick.example/privacy) | Chat | Ireland |
        | [Mailvind ApS](mailvind.example/privacy) | Chat | Ireland |
        """
    )
    assert [entry.links for entry in found] == [
        (), (), ("https://oldwick.example/privacy",), ("mailvind.example/privacy",),
    ]  # fmt: skip
