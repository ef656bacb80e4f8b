"""Documents that speak of sub-processors, or look like a list of them, and hold none. The companies are invented."""

from __future__ import annotations

import pytest

from tests.core.reading.small import codes, entries, names, purposes


def test_records_of_something_else_are_no_list() -> None:
    customers = """
        {"customers": [{"name": "Fernpost Ltd", "plan": "Pro", "country": "Ireland"},
                       {"name": "Mosskabel GmbH", "plan": "Basic", "country": "Germany"}]}
        """
    assert entries(customers, "customers.json") == ()
    containers = """
        services:
          web:
            image: larkwire
            location: eu-west-1
          db:
            image: mosskabel
            location: eu-central-1
        """
    assert entries(containers, "compose.yaml") == ()


def test_records_that_tell_purposes_are_a_list_without_a_title() -> None:
    found = entries(
        """
        - name: Fernpost
          purpose: Sending e-mail
          country: Ireland
        - name: Mosskabel
          purpose: Hosting
          country: Germany
        """,
        "vendors.yaml",
    )
    assert names(found) == ["Fernpost", "Mosskabel"]


@pytest.mark.parametrize(
    "text",
    [
        """
        # Subprocessor List

        **DRAFT**

        ## Section 2: Current Subprocessors

        Claims are not effective until legal approval.

        **Document Status:** DRAFT
        **Last Updated:** 2026-06-12
        **Legal Contact:** legal@ruskoilves.example
        """,
        """
        # Sub-processor change notification

        We intend to engage a new sub-processor. Details:

        | Field | Value |
        | --- | --- |
        | Legal name | [NAME] |
        | Purpose | [PURPOSE] |
        | Location | [COUNTRY] |
        | Start date | [DATE] |
        """,
        """
        # Annex II: Technical and organisational measures

        | Measure | Description |
        | --- | --- |
        | Access control | Roles, with a review each quarter |
        | Physical security | Data centres in Frankfurt, Germany |
        | Sub-processor management | Sub-processors are assessed before use |
        """,
        """
        # Subprocessors

        TBD
        """,
        """
        # Subprocessors

        ## What counts as a subprocessor

        A subprocessor is a third party that processes personal data for you:

        - Cloud infrastructure (Larkwire, Mosskabel)
        - Payment processors (Fernpost, Pellavapay)
        - Customer support platforms (Kaislatuki)
        """,
        """
        # Vad är ett personuppgiftsbiträde?

        Typiska exempel på personuppgiftsbiträden:

        - Molnlagring (Larkwire, Mosskabel)
        - CRM-system (Fernpost, Kaislatuki)
        - E-posttjänster (Pellavapost, Ruskoposti)
        """,
        """
        # Subprocessors

        ## Files of the site

        These services only serve files to your browser. They are not subprocessors in the sense of the law (we share
        no personal data with them), but they may see the address of your device when it asks them for a file:

        - **Larkwire Fonts** — serves letters.
        - **Mosskabel CDN** — serves scripts.
        """,
        """
        # Subprocessors

        ## Hosting

        | Subprocessor | Purpose | Location |
        | --- | --- | --- |
        | [Hosting provider — TBD] | Hosting | EU |
        | [CDN provider — TBD] | Delivery of files | EU |
        """,
        """
        # Roles

        | Processing | Shop | Platform | Provider |
        | --- | --- | --- | --- |
        | Chat with customers | Controller | Processor | Sub-processor |
        | Bookings | Controller | Processor | Sub-processor |
        """,
    ],
    ids=[
        "drafts",
        "templates",
        "measures",
        "placeholders",
        "kinds",
        "examples",
        "negated",
        "unnamed",
        "roles",
    ],
)
def test_what_only_speaks_of_subprocessors_has_no_entries(text: str) -> None:
    assert entries(text) == ()


def test_what_is_said_again_of_the_companies_of_a_table_adds_no_entries() -> None:
    found = entries(
        """
        # Subprocessors

        ## Current subprocessors

        | Subprocessor | Purpose | Location |
        | --- | --- | --- |
        | Larkwire | Hosting | Germany |
        | Mosskabel | Sending e-mail | Ireland |

        ## Certificates of our subprocessors

        - **Larkwire** — ISO 27001, SOC 2 Type II.
        - **Mosskabel** — none published so far.

        ## Assessments of subprocessors

        - **B.2.1 — Larkwire:** done in April.
        - **B.2.2 — Mosskabel:** done in May.
        """
    )
    assert names(found) == ["Larkwire", "Mosskabel"]
    assert purposes(found) == ["Hosting", "Sending e-mail"]


def test_another_list_beside_a_table_is_read_when_it_names_others() -> None:
    found = entries(
        """
        # Subprocessors

        ## Current subprocessors

        | Subprocessor | Purpose | Location |
        | --- | --- | --- |
        | Larkwire | Hosting | Germany |
        | Mosskabel | Sending e-mail | Ireland |

        ## Subprocessors for support

        - **Kaislatuki Oy** — answers tickets.
        - **Fernpost GmbH** — answers calls.
        """
    )
    assert names(found) == ["Larkwire", "Mosskabel", "Kaislatuki Oy", "Fernpost GmbH"]


def test_a_website_below_a_heading_is_the_link_of_the_company() -> None:
    found = entries(
        """
        <h1>Subprocessor agreement</h1>
        <h2>Larkwire</h2><p><a href="https://larkwire.example/">larkwire.example</a></p>
        <ul><li><b>Country:</b> Germany.</li><li><b>Purpose:</b> hosting.</li></ul>
        <h2>Mosskabel</h2><p><a href="https://mosskabel.example/">mosskabel.example</a></p>
        <ul><li><b>Country:</b> Ireland.</li><li><b>Purpose:</b> sending e-mail.</li></ul>
        """,
        "list.html",
    )
    assert names(found) == ["Larkwire", "Mosskabel"]
    assert [list(entry.links) for entry in found] == [
        ["https://larkwire.example/"],
        ["https://mosskabel.example/"],
    ]


def test_a_column_of_providers_or_categories_holds_the_names() -> None:
    found = entries(
        """
        # Subprocessors

        ## Providers for the website

        | Provider/category | Purpose |
        | --- | --- |
        | Larkwire hosting | Hosting of the website |
        | Mosskabel | Sending e-mail |
        | CookieLark | Consent of visitors |
        """
    )
    assert names(found) == ["Larkwire hosting", "Mosskabel", "CookieLark"]


def test_a_company_whose_name_starts_like_a_word_for_cookies_is_an_entry() -> None:
    found = entries(
        """
        # Service providers and subprocessors

        - **Larkwire** — hosting.
        - **CookieLark** — consent of visitors.
        """
    )
    assert names(found) == ["Larkwire", "CookieLark"]


def test_rows_that_lost_their_borders_are_read_with_places_in_the_middle() -> None:
    found = entries(
        """
        List of companies Denmark, Norway

        Name            Location of processing Description of the processing
        Larkwire A/S EEA Hosting services
        Mosskabel Web services EEA Backup services
        Fernpost (group) EEA, India, US Software development, support
        Kaislatuki EEA, US E-mail services
        Ruskoposti EEA Support services
        """,
        "list.txt",
    )
    assert names(found) == [
        "Larkwire A/S", "Mosskabel Web services", "Fernpost (group)", "Kaislatuki", "Ruskoposti",
    ]  # fmt: skip
    assert codes(found) == [["EEA"], ["EEA"], ["EEA", "IN", "US"], ["EEA", "US"], ["EEA"]]


def test_an_agreement_alone_is_the_safeguard_of_a_transfer_column_and_a_dash_is_none() -> None:
    found = entries(
        """
        # Sub-processors

        | Sub-processor | Purpose | Location | Transfer mechanism |
        | --- | --- | --- | --- |
        | Larkwire | Hosting | US | DPA Larkwire + SCC |
        | Mosskabel | Sending e-mail | EU | Separate DPA |
        | Fernpost | Support | EU | — (EU region) |
        """
    )
    assert [entry.transfer.printed if entry.transfer else "" for entry in found] == [
        "DPA Larkwire + SCC", "Separate DPA", "",
    ]  # fmt: skip


def test_what_reaches_a_company_is_data() -> None:
    found = entries(
        """
        # Subprocessors

        | Subprocessor | Purpose | What reaches it |
        | --- | --- | --- |
        | Larkwire | Hosting | Names, addresses |
        """
    )
    assert [data.printed for data in found[0].data] == ["Names", "addresses"]


def test_words_for_the_whole_world_in_small_letters_are_a_place_of_a_short_cell() -> None:
    found = entries(
        """
        # Subprocessors

        | Subprocessor | Purpose | Location |
        | --- | --- | --- |
        | Larkwire | Delivery of files | CDN worldwide |
        | Mosskabel | Delivery of pictures | worldwide (edge) |
        | Fernpost | Letters | posted worldwide by ship |
        """
    )
    assert codes(found) == [["GLOBAL"], ["GLOBAL"], []]


def test_a_place_before_a_semicolon_and_clauses_after_it_are_two_things() -> None:
    found = entries(
        """
        # Unterauftragsverarbeiter

        | Unterauftragsverarbeiter | Sitz | Leistung | Datenort und Garantie |
        | --- | --- | --- | --- |
        | Lerchendraht GmbH | USA | Hosting | Serverstandort EU; Standardvertragsklauseln |
        """
    )
    assert [(place.code, place.kind) for place in found[0].places] == [("EU", "processing"), ("US", "seat")]
    assert found[0].transfer is not None and found[0].transfer.tools == ("SCC",)


def test_the_contents_of_a_page_are_no_company() -> None:
    found = entries(
        """
        <h1>Subprocessors</h1><p>Last updated: 16 July 2026</p>
        <aside><p>Contents</p><a href="#a">Operator</a> <a href="#b">Website</a> <a href="#c">Service providers</a></aside>
        <h2>Subprocessors of the website</h2>
        <table><tr><th>Subprocessor</th><th>Purpose</th></tr><tr><td>Larkwire</td><td>Hosting</td></tr>
        <tr><td>Mosskabel</td><td>Sending e-mail</td></tr></table>
        """,
        "list.html",
    )
    assert names(found) == ["Larkwire", "Mosskabel"]
