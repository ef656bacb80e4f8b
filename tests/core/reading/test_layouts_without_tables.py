"""One small list for each layout that is no table: blocks, bullets, prose, records. The companies are invented."""

from __future__ import annotations

import pytest

from ketju.core.model.date import PartialDate
from tests.core.reading.small import codes, entries, names, purposes


def test_blocks_under_headings() -> None:
    found = entries("""
        # Sub-processors

        ## Fernpost Ltd

        Purpose: Sending e-mail

        Location: Ireland

        ## Mosskabel GmbH

        Purpose: Hosting

        Location: Germany
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found) == ["Sending e-mail", "Hosting"]
    assert codes(found) == [["IE"], ["DE"]]


def test_blocks_of_plain_text() -> None:
    found = entries(
        """
        Sub-processors


        Fernpost Ltd
        Purpose: Sending e-mail
        Location: Ireland


        Mosskabel GmbH
        Purpose: Hosting
        Location: Germany
        """,
        "list.txt",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert codes(found) == [["IE"], ["DE"]]


def test_key_and_value_records_that_name_the_company_by_a_key() -> None:
    found = entries(
        """
        Sub-processors

        Company: Fernpost Ltd
        Purpose: Sending e-mail
        Location: Ireland
        Since: 3 May 2021

        Company: Mosskabel GmbH
        Purpose: Hosting
        Location: Germany
        Since: 2019
        """,
        "list.txt",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert [entry.since for entry in found] == [PartialDate(2021, 5, 3), PartialDate(2019)]


def test_bullets_with_name_purpose_and_place() -> None:
    found = entries("""
        # Sub-processors

        - Fernpost Ltd: Sending e-mail (Ireland)
        - Mosskabel GmbH: Hosting (Germany)
        - Larkwire: Error tracking (USA)
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire"]
    assert [purpose.split(" (")[0] for purpose in purposes(found)] == [
        "Sending e-mail",
        "Hosting",
        "Error tracking",
    ]
    assert codes(found) == [["IE"], ["DE"], ["US"]]


def test_nested_lists() -> None:
    found = entries("""
        # Sub-processors

        - **Fernpost Ltd**
            - Purpose: Sending e-mail
            - Location: Ireland
        - **Mosskabel GmbH**
            - Purpose: Hosting
            - Location: Germany
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found) == ["Sending e-mail", "Hosting"]


PROSE = """
    # Sub-processors

    **Fernpost Ltd** sends our e-mail from its servers in Ireland.

    **Mosskabel GmbH** hosts the service in Germany.

    **Larkwire Inc.** tracks errors in the USA.
    """


def test_prose_with_names_in_bold() -> None:
    found = entries(PROSE)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]
    assert purposes(found)[1] == "hosts the service in Germany."


def test_places_in_prose_with_names_in_bold() -> None:
    found = entries(PROSE)
    assert codes(found) == [["IE"], ["DE"], ["US"]]


def test_a_sentence_that_enumerates() -> None:
    found = entries("""
        # Privacy policy

        We keep your data safe and never sell them.

        ## Sub-processors

        We use the following sub-processors: Fernpost Ltd (Ireland), Mosskabel GmbH (Germany) and Larkwire Inc. (USA).
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]


def test_definition_lists() -> None:
    found = entries(
        """
        <h1>Sub-processors</h1><dl>
        <dt>Fernpost Ltd</dt><dd>Purpose: Sending e-mail</dd><dd>Location: Ireland</dd>
        <dt>Mosskabel GmbH</dt><dd>Purpose: Hosting</dd><dd>Location: Germany</dd></dl>
        """,
        "list.html",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert codes(found) == [["IE"], ["DE"]]


def test_an_array_in_mdx() -> None:
    found = entries(
        """
        ---
        title: Sub-processors
        ---

        export const rows = [
          { name: "Fernpost Ltd", purpose: "Sending e-mail", location: "Ireland" },
          { name: "Mosskabel GmbH", purpose: "Hosting", location: "Germany" },
        ];

        <List rows={rows} />
        """,
        "list.mdx",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert codes(found) == [["IE"], ["DE"]]


def test_groups_nested_in_yaml() -> None:
    found = entries(
        """
        title: Sub-processors
        groups:
          - name: Harbour Mail
            subprocessors:
              - name: Fernpost Ltd
                purpose: Sending e-mail
                location: Ireland
          - name: Harbour Shop
            subprocessors:
              - name: Mosskabel GmbH
                purpose: Hosting
                location: Germany
        """,
        "list.yml",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert [entry.applies_to.sections for entry in found] == [("Harbour Mail",), ("Harbour Shop",)]


def test_records_of_json() -> None:
    found = entries(
        """
        {"subprocessors": [
          {"name": "Fernpost Ltd", "purpose": "Sending e-mail", "location": "Ireland"},
          {"name": "Mosskabel GmbH", "purpose": "Hosting", "location": "Germany"}]}
        """,
        "list.json",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found) == ["Sending e-mail", "Hosting"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_delimited_text(separator: str) -> None:
    rows = [
        ["Name", "Purpose", "Location"],
        ["Fernpost Ltd", "Sending e-mail", "Ireland"],
        ["Mosskabel GmbH", "Hosting", "Germany"],
    ]
    found = entries("\n".join(separator.join(row) for row in rows) + "\n", "list.csv")
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert codes(found) == [["IE"], ["DE"]]


def test_asciidoc_and_restructured_text() -> None:
    asciidoc = entries(
        """
        = Sub-processors

        |===
        | Name | Purpose | Location

        | Fernpost Ltd | Sending e-mail | Ireland
        | Mosskabel GmbH | Hosting | Germany
        |===
        """,
        "list.adoc",
    )
    restructured = entries(
        """
        Sub-processors
        ==============

        .. list-table::
           :header-rows: 1

           * - Name
             - Purpose
             - Location
           * - Fernpost Ltd
             - Sending e-mail
             - Ireland
           * - Mosskabel GmbH
             - Hosting
             - Germany
        """,
        "list.rst",
    )
    for found in (asciidoc, restructured):
        assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
        assert codes(found) == [["IE"], ["DE"]]
