"""What stands around and inside a list: footnotes, references, other tables, conditions. The companies are invented."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.core.reading.lists import read_bytes, register_of
from tests.core.reading.small import codes, entries, names, register


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
    services = {str(one.name): tuple(r.group for r in one.groups) for one in found.services}
    assert services["Harbour Mail"] == (group,)
    assert services["Harbour Shop"] == ()


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
    found = entries(
        """
        <!DOCTYPE html><html lang="en"><head><title>Sub-processors | Harbour</title></head><body>
        <nav><ul><li><a href="/a">Products</a></li><li><a href="/b">Prices</a></li></ul></nav>
        <main><h1>Sub-processors</h1><table>
        <tr><td>Fernpost Ltd</td><td>Sending e-mail</td><td>Ireland</td></tr>
        <tr><td>Mosskabel GmbH</td><td>Hosting of the service</td><td>Germany</td></tr>
        </table></main>
        <footer><p>Harbour Oy, Trial Street 1, Helsinki</p></footer></body></html>
        """,
        "list.html",
    )
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]


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
    header = "Sub-processors\r\n\r\nName\tPurpose\tLocation\r\n"
    rows = "Fernpost\u00a0Ltd\tMail\tIreland\r\nMosskabel GmbH\tHost\0ing\tGermany\r"
    result = read_bytes(b"\xef\xbb\xbf" + (header + rows).encode(), "list.txt")[1]
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


def test_companies_in_clauses_below_a_key() -> None:
    found = entries("""
        # Sub-processors

        1. **Infrastructure:**
           * **Purpose:** Hosting
           * **Provider:** Mosskabel GmbH, Germany.
        2. **Answers:**
           * **Purpose:** Suggested replies
           * **Providers:**

                (a) For residents of the European Economic Area (EEA): Fernpost Ltd, Ireland;
                (b) For all others: Larkwire Inc., USA.
        """)
    assert [name.split(",")[0] for name in names(found)] == [
        "Mosskabel GmbH",
        "Fernpost Ltd",
        "Larkwire Inc.",
    ]


def test_tools_under_a_heading_that_says_no_subprocessors_are_none() -> None:
    found = entries("""
        # Subprocessors

        | Vendor | Purpose | Region |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |

        ## Out-of-scope tools (not subprocessors)

        - **Mosskabel** (private repository): source code of our own.
        - **Development tooling**: editors and build chain.
        """)
    assert names(found) == ["Fernpost Ltd"]


def test_a_sentence_that_denies_it_keeps_the_list_below_out() -> None:
    found = entries("""
        # Subprocessors

        | Subprocessor | What it does | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |

        ## What we run ourselves

        These are not subprocessors, because we operate them on our own servers:

        - **Mail server:** a server of our own handles mail.
        - **Virus scanning:** files are scanned on our machines.
        """)
    assert names(found) == ["Fernpost Ltd"]


def test_headings_about_subprocessors_and_measures_below_them_are_no_companies() -> None:
    found = entries("""
        # Sub-processors

        ## Current Sub-processors

        | Sub-processor | Purpose | Location |
        | --- | --- | --- |
        | Fernpost Ltd | Sending e-mail | Ireland |
        | Mosskabel GmbH | Hosting | Germany |

        ## On-Premise Deployments

        For on-premise deployments no company of ours is involved.

        ## What Sub-processors Can Access

        Sub-processors provide infrastructure only. Access to databases is protected by:

        - Row-level security that keeps customers apart
        - Encrypted credentials (AES-256-GCM)
        - Role-based access controls at the application layer
        """)
    assert names(found) == ["Fernpost Ltd", "Mosskabel GmbH"]
