"""One small list for each layout that people publish. The companies are invented."""

from __future__ import annotations

from textwrap import dedent

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Entry, Register
from tests.core.reading.lists import read_bytes, register_of


def register(text: str, name: str = "list.md") -> Register:
    return register_of(dedent(text).lstrip("\n"), name)


def entries(text: str, name: str = "list.md") -> tuple[Entry, ...]:
    return register(text, name).entries


def names(found: tuple[Entry, ...]) -> list[str]:
    return [entry.name for entry in found]


def codes(found: tuple[Entry, ...]) -> list[list[str]]:
    return [[place.code for place in entry.places] for entry in found]


def purposes(found: tuple[Entry, ...]) -> list[str]:
    return [str(entry.purpose) for entry in found]


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
    found = entries("""
        <h1>Sub-processors</h1><table>
        <tr><th>Name</th><th>Purpose</th><th>Location</th></tr>
        <tr><td colspan="3">Core platform</td></tr>
        <tr><td>Fernpost Ltd</td><td>Sending e-mail</td><td>Ireland</td></tr>
        <tr><td colspan="3">Optional features</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting</td><td>Germany</td></tr>
        </table>
        """, "list.html")
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


@pytest.mark.xfail(strict=False, reason="a cell that rowspan merges is read for the first of its rows only")
def test_a_cell_merged_over_two_rows_counts_for_both() -> None:
    found = entries("""
        <h1>Sub-processors</h1><table>
        <tr><th>Name</th><th>Purpose</th><th>Location</th></tr>
        <tr><td>Fernpost Ltd</td><td>Sending e-mail</td><td rowspan="2">Ireland</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting</td></tr>
        </table>
        """, "list.html")
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


@pytest.mark.xfail(strict=False, reason="places inside a sentence about a company are not read")
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


def test_a_list_inside_a_long_agreement() -> None:
    clause = "\n\n".join(
        f"{n}. The processor shall keep the personal data confidential and act on documented instructions only."
        for n in range(1, 30)
    )
    text = f"""# Data processing agreement

{clause}

## Annex 3: Sub-processors

| Name | Purpose | Location |
| --- | --- | --- |
| Fernpost Ltd | Sending e-mail | Ireland |
| Mosskabel GmbH | Hosting | Germany |

## Annex 4: Technical and organisational measures

| Measure | Description |
| --- | --- |
| Encryption | Data are encrypted in transit and at rest |
| Access control | Two factors for each login |
"""
    assert names(register_of(text, "list.md").entries) == ["Fernpost Ltd", "Mosskabel GmbH"]


def test_a_footnote_belongs_to_the_company_with_its_mark() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Larkwire Inc.* | Error tracking | USA |

        \\* The transfer rests on Standard Contractual Clauses.
        """)
    assert names(found) == ["Fernpost Ltd", "Larkwire Inc."]
    assert found[0].transfer is None and not found[0].notes
    assert found[1].transfer is not None and found[1].transfer.tools == ("SCC",)


@pytest.mark.parametrize("words", ["shared relay infrastructure", "shared relay infrastucture"])
def test_a_row_that_refers_to_shared_infrastructure_also_misspelt(words: str) -> None:
    found = register(f"""
        # Sub-processors

        ## Shared relay infrastructure

        Many Harbour services use the shared relay infrastructure.

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Tarnlink Oy | Sending e-mail | Finland |

        ## Harbour Mail

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Mosskabel GmbH | Hosting | Germany |

        Uses the {words}

        ## Harbour Shop

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Larkwire Inc. | Error tracking | USA |
        """)
    assert names(found.entries) == ["Fernpost Ltd", "Tarnlink Oy", "Mosskabel GmbH", "Larkwire Inc."]
    group = next(one.id for one in found.groups if str(one.name) == "Shared relay infrastructure")
    services = {str(one.name): one.groups for one in found.services}
    assert services["Harbour Mail"] == (group,)
    assert services["Harbour Shop"] == ()


def test_a_row_broken_by_a_blank_line() -> None:
    found = entries(
        "Sub-processors\n\nName\tLocation\tPurpose\n"
        "Fernpost Ltd\tIreland\tSending e-mail to the\n\ncustomers of our customers.\n"
        "Mosskabel GmbH\tGermany\tHosting of the service\n",
        "list.txt",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert purposes(found)[0] == "Sending e-mail to the customers of our customers."


def test_a_company_that_is_expressly_no_sub_processor() -> None:
    text = dedent("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Mosskabel GmbH | Hosting | Germany |
        | Larkwire Bank plc | Payments. Larkwire is not a sub-processor but an independent controller. | Ireland |
        """)
    result = read_bytes(text.encode(), "list.md")[1]
    assert names(result.register.entries) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert [problem.code for problem in result.problems] == ["read.not-a-subprocessor"]


def test_a_change_log_with_removed_suppliers_is_no_list() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Mosskabel GmbH | Hosting | Germany |

        ## Change log

        | Date | Change |
        | --- | --- |
        | 2026-02-01 | Removed Larkwire Inc. |
        | 2025-06-01 | Added Mosskabel GmbH |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]


def test_a_table_of_cookies_is_no_list() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Mosskabel GmbH | Hosting | Germany |

        # Cookies

        | Cookie | Purpose | Duration |
        | --- | --- | --- |
        | _session | Keeps you logged in | 1 day |
        | _theme | Remembers the colours | 1 year |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]


def test_a_document_without_a_list_has_no_entries_and_says_so() -> None:
    text = "# Opening hours\n\nWe are open from nine to five. Call us at any other time.\n"
    result = read_bytes(text.encode(), "page.md")[1]
    assert result.register.entries == ()
    assert "read.no-list" in [problem.code for problem in result.problems]


def test_navigation_of_a_whole_page_is_no_part_of_the_list() -> None:
    found = entries("""
        <!DOCTYPE html><html lang="en"><head><title>Sub-processors | Harbour</title></head><body>
        <nav><ul><li><a href="/a">Products</a></li><li><a href="/b">Prices</a></li></ul></nav>
        <main><h1>Sub-processors</h1><table>
        <tr><td>Fernpost Ltd</td><td>Sending e-mail</td><td>Ireland</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting of the service</td><td>Germany</td></tr>
        </table></main>
        <footer><p>Harbour Oy, Trial Street 1, Helsinki</p></footer></body></html>
        """, "list.html")
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]


def test_definition_lists() -> None:
    found = entries("""
        <h1>Sub-processors</h1><dl>
        <dt>Fernpost Ltd</dt><dd>Purpose: Sending e-mail</dd><dd>Location: Ireland</dd>
        <dt>Mosskabel GmbH</dt><dd>Purpose: Hosting</dd><dd>Location: Germany</dd></dl>
        """, "list.html")
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert codes(found) == [["IE"], ["DE"]]


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


def test_an_array_in_mdx() -> None:
    found = entries("""
        ---
        title: Sub-processors
        ---

        export const rows = [
          { name: "Fernpost Ltd", purpose: "Sending e-mail", location: "Ireland" },
          { name: "Mosskabel GmbH", purpose: "Hosting", location: "Germany" },
        ];

        <List rows={rows} />
        """, "list.mdx")
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert codes(found) == [["IE"], ["DE"]]


def test_groups_nested_in_yaml() -> None:
    found = entries("""
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
        """, "list.yml")
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert [entry.applies_to.sections for entry in found] == [("Harbour Mail",), ("Harbour Shop",)]


def test_records_of_json() -> None:
    found = entries("""
        {"subprocessors": [
          {"name": "Fernpost Ltd", "purpose": "Sending e-mail", "location": "Ireland"},
          {"name": "Mosskabel GmbH", "purpose": "Hosting", "location": "Germany"}]}
        """, "list.json")
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
    asciidoc = entries("""
        = Sub-processors

        |===
        | Name | Purpose | Location

        | Fernpost Ltd | Sending e-mail | Ireland
        | Mosskabel GmbH | Hosting | Germany
        |===
        """, "list.adoc")
    restructured = entries("""
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
        """, "list.rst")
    for found in (asciidoc, restructured):
        assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
        assert codes(found) == [["IE"], ["DE"]]


def test_languages_that_are_mixed_in_one_list() -> None:
    found = entries("""
        # Alikäsittelijät / Sub-processors

        | Nimi / Name | Käyttötarkoitus / Purpose | Sijainti / Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sähköpostin lähetys / Sending e-mail | Irlanti / Ireland |
        | Mosskabel GmbH | Ylläpito / Hosting | Saksa / Germany |
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
    assert [set(places) for places in codes(found)] == [{"IE"}, {"DE"}]


def test_a_byte_order_mark_nuls_and_hard_spaces_do_no_harm() -> None:
    text = "Sub-processors\r\n\r\nName\tPurpose\tLocation\r\nFernpost\u00a0Ltd\tMail\tIreland\r\nMosskabel GmbH\tHost\0ing\tGermany\r"
    result = read_bytes(b"\xef\xbb\xbf" + text.encode(), "list.txt")[1]
    assert [name.replace("\u00a0", " ") for name in names(result.register.entries)] == [
        "Fernpost Ltd",
        "Mosskabel GmbH",
    ]


def test_what_is_declared_outside_the_eea_is_told_and_what_is_not_is_left_open() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Location | Outside the EU/EEA |
        | --- | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland | no |
        | Larkwire Inc. | Error tracking | USA | yes |
        | Mosskabel GmbH | Hosting | Germany | |
        """)
    assert [entry.outside_eea for entry in found] == [False, True, None]


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Hosting (only by contract)", "contract"),
        ("Hosting (only with the customer's consent)", "consent"),
        ("Hosting (only if the customer has enabled the add-on)", "option"),
    ],
)
def test_a_condition_is_told_with_its_kind(printed: str, kind: str) -> None:
    found = entries(f"""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Mosskabel GmbH | {printed} | Germany |
        """)
    assert found[0].condition is None
    assert found[1].condition is not None and found[1].condition.kind == kind


@pytest.mark.parametrize("purpose", ["A/B testing", "AB testing", "AS operations", "SA and EA reports"])
def test_capitals_in_a_purpose_make_no_company_of_it(purpose: str) -> None:
    found = entries(f"""
        # Sub-processors

        - Fernpost: {purpose} (Ireland)
        - Mosskabel: Hosting (Germany)
        """)
    assert names(found) == ["Fernpost", "Mosskabel"]
    assert codes(found) == [["IE"], ["DE"]]
