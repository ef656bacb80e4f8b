"""One small list for each layout of tables that people publish. The companies are invented."""

from __future__ import annotations

import pytest

from tests.core.reading.small import codes, entries, names, purposes


def test_a_table_with_a_header() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Mosskabel GmbH | Hosting | Germany |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found) == ["Sending e-mail", "Hosting"]
    assert codes(found) == [["IE"], ["DE"]]


def test_one_table_for_each_product() -> None:
    found = entries("""
        # Sub-processors

        ## Harbour Mail

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |

        ## Harbour Shop

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Mosskabel GmbH | Hosting | Germany |
        | Fernpost Ltd | Receipts | Ireland |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Fernpost Ltd"]
    scopes = [entry.applies_to.sections for entry in found]
    assert scopes == [("Harbour Mail",), ("Harbour Shop",), ("Harbour Shop",)]
    assert len({entry.id for entry in found}) == 3


def test_tables_by_region_and_product_nest() -> None:
    found = entries("""
        # Sub-processors

        ## European Union

        ### Harbour Mail

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |

        ## United States

        ### Harbour Mail

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Larkwire Inc. | Sending e-mail | USA |
        """)
    scopes = [entry.applies_to.sections for entry in found]
    assert scopes == [("European Union", "Harbour Mail"), ("United States", "Harbour Mail")]
    assert [len(entry.applies_to.regions) for entry in found] == [1, 1]
    assert found[0].applies_to.regions != found[1].applies_to.regions


def test_tab_separated_rows_without_a_header() -> None:
    found = entries(
        """
        Our sub-processors

        Fernpost Ltd\tSending e-mail\tIreland
        Mosskabel GmbH\tHosting of the service\tGermany
        Larkwire Inc.\tError tracking\tUSA
        """,
        "list.txt",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]
    assert codes(found) == [["IE"], ["DE"], ["US"]]
    assert purposes(found)[1] == "Hosting of the service"


def test_names_that_end_in_a_form_in_small_letters_stand_in_a_table_without_a_header() -> None:
    found = entries(
        """
        Seznam dílčích zpracovatelů

        Kapradina Data s.r.o.\tHosting služby\tČesko
        Mechová Pošta s.r.o.\tRozesílání e-mailů\tSlovensko
        Skřivan Sítě s.r.o.\tSledování chyb\tČesko
        """,
        "list.txt",
    )
    assert names(found) == ["Kapradina Data s.r.o.", "Mechová Pošta s.r.o.", "Skřivan Sítě s.r.o."]


def test_an_empty_header_row() -> None:
    found = entries("""
        # Sub-processors

        |  |  |  |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Mosskabel GmbH | Hosting of the service | Germany |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert codes(found) == [["IE"], ["DE"]]


def test_a_header_that_is_repeated_inside_the_body() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Name | Purpose | Location |
        | Mosskabel GmbH | Hosting | Germany |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]


def test_headings_of_groups_inside_a_table() -> None:
    found = entries(
        """
        <h1>Sub-processors</h1><table>
        <tr><th>Name</th><th>Purpose</th><th>Location</th></tr>
        <tr><td colspan="3">Core platform</td></tr>
        <tr><td>Fernpost Ltd</td><td>Sending e-mail</td><td>Ireland</td></tr>
        <tr><td colspan="3">Optional features</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting</td><td>Germany</td></tr>
        </table>
        """,
        "list.html",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert [entry.applies_to.sections for entry in found] == [("Core platform",), ("Optional features",)]


@pytest.mark.parametrize(
    ("header", "first", "second"), [("No.", "1", "2"), ("#", "1.", "2."), ("Category", "E-mail", "Hosting")]
)
def test_a_first_column_that_is_an_ordinal_or_a_category(header: str, first: str, second: str) -> None:
    found = entries(f"""
        # Sub-processors

        | {header} | Name | Purpose | Location |
        | --- | --- | --- | --- |
        | {first} | Fernpost Ltd | Sending newsletters | Ireland |
        | {second} | Mosskabel GmbH | Servers | Germany |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found) == ["Sending newsletters", "Servers"]


def test_a_cell_merged_over_two_rows_counts_for_both() -> None:
    found = entries(
        """
        <h1>Sub-processors</h1><table>
        <tr><th>Name</th><th>Purpose</th><th>Location</th></tr>
        <tr><td>Fernpost Ltd</td><td>Sending e-mail</td><td rowspan="2">Ireland</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting</td></tr>
        </table>
        """,
        "list.html",
    )
    assert codes(found) == [["IE"], ["IE"]]


def test_brand_and_legal_entity_in_one_cell() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Postfern (Fernpost Ltd) | Sending e-mail | Ireland |
        | Mosskabel GmbH | Hosting | Germany |
        """)
    assert (found[0].legal_entity, found[0].brand) == ("Fernpost Ltd", "Postfern")
    assert (found[1].name, found[1].legal_entity) == ("Mosskabel GmbH", "")


def test_brand_and_entity_on_two_lines_of_one_cell() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Postfern<br>Fernpost Ltd | Sending e-mail | Ireland |
        | Kabelmoss<br>Mosskabel GmbH | Hosting | Germany |
        """)
    assert names(found) == ["Postfern", "Kabelmoss"]
    assert [entry.legal_entity for entry in found] == ["Fernpost Ltd", "Mosskabel GmbH"]


def test_brand_and_legal_entity_in_two_columns() -> None:
    found = entries("""
        # Sub-processors

        | Sub-processor | Legal entity | Purpose | Location |
        | --- | --- | --- | --- |
        | Postfern | Fernpost Ltd | Sending e-mail | Ireland |
        | Kabelmoss | Mosskabel GmbH | Hosting | Germany |
        """)
    assert names(found) == ["Postfern", "Kabelmoss"]
    assert [entry.legal_entity for entry in found] == ["Fernpost Ltd", "Mosskabel GmbH"]


def test_name_and_address_in_one_cell() -> None:
    found = entries("""
        # Sub-processors

        | Name and address | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd, 4 Trial Quay, Dublin 2, Ireland | Sending e-mail | Ireland |
        | Mosskabel GmbH, Musterweg 7, 10115 Berlin, Germany | Hosting | Germany |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert found[0].address.startswith("4 Trial Quay")
    assert found[1].address.startswith("Musterweg 7, 10115 Berlin")


def test_a_row_broken_by_a_blank_line() -> None:
    found = entries(
        "Sub-processors\n\nName\tLocation\tPurpose\n"
        "Fernpost Ltd\tIreland\tSending e-mail to the\n\ncustomers of our customers.\n"
        "Mosskabel GmbH\tGermany\tHosting of the service\n",
        "list.txt",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found)[0] == "Sending e-mail to the customers of our customers."


def test_an_upright_table_for_each_company() -> None:
    found = entries("""
        # Sub-processors

        | Name | Fernpost Ltd |
        | --- | --- |
        | Purpose | Sending e-mail |
        | Location | Ireland |

        | Name | Mosskabel GmbH |
        | --- | --- |
        | Purpose | Hosting |
        | Location | Germany |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found) == ["Sending e-mail", "Hosting"]
    assert codes(found) == [["IE"], ["DE"]]


def test_a_table_with_companies_as_columns() -> None:
    found = entries("""
        # Sub-processors

        | Name | Fernpost Ltd | Mosskabel GmbH | Larkwire Inc. |
        | --- | --- | --- | --- |
        | Purpose | Sending e-mail | Hosting | Error tracking |
        | Location | Ireland | Germany | USA |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]
    assert purposes(found) == ["Sending e-mail", "Hosting", "Error tracking"]
    assert codes(found) == [["IE"], ["DE"], ["US"]]


def test_rows_that_lost_their_borders() -> None:
    found = entries(
        """
        Sub-processors

        Name Purpose Location
        Fernpost Ltd Sending e-mail Ireland
        Mosskabel GmbH Hosting Germany
        Larkwire Inc. Error tracking USA
        """,
        "list.txt",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]
    assert codes(found) == [["IE"], ["DE"], ["US"]]


def test_one_cell_on_each_line() -> None:
    found = entries(
        """
        Sub-processors

        Name
        Purpose
        Location
        Fernpost Ltd
        Sending e-mail
        Ireland
        Mosskabel GmbH
        Hosting
        Germany
        Larkwire Inc.
        Error tracking
        USA
        """,
        "list.txt",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH", "Larkwire Inc."]
    assert purposes(found) == ["Sending e-mail", "Hosting", "Error tracking"]


def test_links_on_a_line_below_the_name_are_links_of_the_company() -> None:
    found = entries(
        """
        <h1>Sub-processors</h1>
        <table>
        <tr><th>Provider</th><th>Purpose</th><th>Location</th></tr>
        <tr><td><b>Fernpost</b><br><a href="https://fernpost.example/privacy">Privacy terms</a> ·
        <a href="https://fernpost.example/dpa">DPA</a></td><td>Sending e-mail</td><td>Ireland</td></tr>
        <tr><td><b>Mosskabel</b></td><td>Hosting</td><td>Germany</td></tr>
        </table>
        """,
        "list.html",
    )
    assert names(found) == ["Fernpost", "Mosskabel"]
    assert found[0].links == ("https://fernpost.example/privacy", "https://fernpost.example/dpa")


def test_a_row_whose_words_could_head_other_columns_is_no_repeated_header() -> None:
    found = entries("""
        # Subprocessors

        | **Name** | **Related Services** |
        | --- | --- |
        | Larkwire Web Services | Networking and other hosting services. |
        | Mosskabel | Networking and storage. |
        """)
    assert names(found) == ["Larkwire Web Services", "Mosskabel"]
