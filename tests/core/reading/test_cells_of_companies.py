"""What stands in the cells of a table beside the plain value: two languages, flags, places and addresses by the name."""

from __future__ import annotations

import pytest

from tests.core.reading.small import codes, entries, names, purposes


def test_headers_in_two_languages() -> None:
    found = entries("""
        # Subunternehmer / Subprocessors

        | Unternehmen / Company | Zweck / Purpose | Land / Country |
        | --- | --- | --- |
        | Mosskabel GmbH | Rechenzentrum / Data centre | Deutschland / Germany |
        | Fernpost Ltd | E-Mail-Versand / E-mail | Irland / Ireland |
        """)
    assert names(found) == ["Mosskabel GmbH", "Fernpost Ltd"]
    assert codes(found) == [["DE"], ["IE"]]
    assert purposes(found)[0] == "Rechenzentrum / Data centre"


def test_a_flag_is_a_country_where_nothing_else_says_it() -> None:
    found = entries("""
        # Subprocessors

        | Company | Country | What they do |
        | --- | --- | --- |
        | 🇩🇪 Mosskabel GmbH | 🇩🇪 DE | Hosting |
        | Larkwire, Inc. | 🇺🇸 🇪🇺 | Errors |
        | Zellmark A/S | 🇩🇰 | Billing |
        """)
    assert codes(found) == [["DE"], ["US", "EU"], ["DK"]]


def test_the_processors_of_a_processor_are_not_its_brand() -> None:
    found = entries("""
        # Auftragsverarbeiter

        | Processor | Purpose | Location | Sub-Processors |
        | --- | --- | --- | --- |
        | Mosskabel Inc. | Datenbank | EU (Frankfurt) | Cloudfen EU (Frankfurt) |
        | Fernpost Inc. | Zahlungen | EU (Dublin) | Siehe Fernpost DPA |
        | Larkwire Inc. | Hosting | USA | - |
        """)
    assert names(found) == ["Mosskabel Inc.", "Fernpost Inc.", "Larkwire Inc."]


@pytest.mark.parametrize(
    "cell", ["Mosskabel GmbH, Tyskland", "Mosskabel GmbH (Tyskland)", "Mosskabel GmbH – Tyskland"]
)
def test_the_country_behind_a_company_is_its_seat(cell: str) -> None:
    found = entries(f"""
        # Underleverantörer

        | Leverantör | Tjänst | Plats |
        | --- | --- | --- |
        | {cell} | Drift och lagring | Finland |
        | Larkwire Inc. | Support | USA |
        """)
    assert names(found)[0] == "Mosskabel GmbH"
    assert [(place.code, place.kind) for place in found[0].places] == [("FI", "processing"), ("DE", "seat")]


@pytest.mark.parametrize(
    "name", ["Skylark EMEA SARL (SLS Europe)", "Skylark (UK) Ltd", "Skylark Germany GmbH"]
)
def test_a_place_that_is_part_of_a_name_stays_there(name: str) -> None:
    found = entries(f"""
        # Sub-processors

        | Name | Purpose | Location |
        | --- | --- | --- |
        | {name} | Hosting | Ireland |
        | Larkwire Inc. | Support | USA |
        """)
    assert names(found)[0] == name
    assert codes(found)[0] == ["IE"]


def test_an_address_of_several_lines_in_the_cell_of_the_name() -> None:
    found = entries(
        """
        <h1>Subverwerkers</h1><table><tr><th>Subverwerker</th><th>Diensten</th><th>Plaats</th></tr>
        <tr><td>Mosskabel GmbH<br>Lindenweg 4<br>50667 Keulen, Duitsland<br>HRB 12345</td>
        <td>Hosting</td><td>Duitsland</td></tr>
        <tr><td>Waterlijn B.V.<br>Kade 12, 1011 AB Amsterdam<br>KvK 12345678</td>
        <td>Ondersteuning</td><td>Nederland</td></tr></table>
        """,
        "list.html",
    )
    assert names(found) == ["Mosskabel GmbH", "Waterlijn B.V."]
    assert [entry.address for entry in found] == [
        "Lindenweg 4, 50667 Keulen, Duitsland",
        "Kade 12, 1011 AB Amsterdam",
    ]
    assert [[one.printed for one in entry.identifiers] for entry in found] == [
        ["HRB 12345"],
        ["KvK 12345678"],
    ]


def test_a_code_behind_a_town_that_people_write_for_their_own_country() -> None:
    found = entries("""
        # Unterauftragnehmer

        | Name | Sitz | Rolle |
        | --- | --- | --- |
        | Fernpost Ltd. | Dublin, IR | Zahlungsabwicklung |
        | Mosskabel GmbH | Köln, D | Hosting |
        | Parsa Co. | Tehran, IR | Support |
        """)
    assert codes(found) == [["IE"], ["DE"], ["IR"]]


def test_dates_under_words_of_projects() -> None:
    found = entries(
        "Vendor;Region;Purpose;Go-live;Removed\n"
        "Fernpost Ltd;Ireland;E-mail;2022-06-15;\n"
        "Larkwire Inc.;United States;Error tracking;01/2020;2024-12-31\n",
        "list.csv",
    )
    assert [str(entry.since) for entry in found] == ["2022-06-15", "2020-01"]
    assert [str(entry.until) if entry.until else "" for entry in found] == ["", "2024-12-31"]


def test_rows_between_bars_of_which_one_has_a_safeguard() -> None:
    found = entries(
        """
        Sub-processors

        Mosskabel GmbH | Hosting | Germany
        Fernpost Ltd | E-mail | Ireland
        Larkwire Inc. | Error tracking | USA | SCC
        """,
        "list.txt",
    )
    assert purposes(found) == ["Hosting", "E-mail", "Error tracking"]
    assert found[2].transfer and found[2].transfer.tools == ("SCC",)


def test_a_mark_of_a_note_behind_a_place() -> None:
    found = entries(
        """
        <h1>Subprocessors</h1><table><tr><th>Name</th><th>Purpose</th><th>Location</th></tr>
        <tr><td>Mosskabel GmbH<sup>1</sup></td><td>Hosting</td><td>Germany<sup>2</sup></td></tr>
        <tr><td>Larkwire Inc.</td><td>Errors</td><td>USA</td></tr></table>
        <p><sup>1</sup> Under its new name.</p><p><sup>2</sup> Backups are kept elsewhere.</p>
        """,
        "list.html",
    )
    assert names(found) == ["Mosskabel GmbH", "Larkwire Inc."]
    assert codes(found) == [["DE"], ["US"]]


def test_a_period_in_brackets_behind_a_name() -> None:
    found = entries("""
        # Sub-processors

        | Name | Purpose | Country |
        | --- | --- | --- |
        | Mosskabel GmbH | Hosting | Germany |
        | Oldbay SAS (until 31.12.2024) | CDN | France |
        | Brightleaf AB (from 1.3.2026) | Chat | Sweden |
        | Zellmark A/S (since v2) | Billing | Denmark |
        """)
    assert names(found)[:3] == ["Mosskabel GmbH", "Oldbay SAS", "Brightleaf AB"]
    assert [str(entry.since or "") for entry in found] == ["", "", "2026-03-01", ""]
    assert [str(entry.until or "") for entry in found] == ["", "2024-12-31", "", ""]


def test_companies_side_by_side_in_a_cell() -> None:
    found = entries("""
        # Subprocessors

        | Purpose | Providers | Region |
        | --- | --- | --- |
        | Hosting | Mosskabel GmbH, Cloudfen Inc. | EU |
        | E-mail | Fernpost, Inc. | EU |
        | Billing | Zellmark GmbH & Co. KG | EU |
        """)
    assert names(found) == ["Mosskabel GmbH", "Cloudfen Inc.", "Fernpost, Inc.", "Zellmark GmbH & Co. KG"]
    assert purposes(found) == ["Hosting", "Hosting", "E-mail", "Billing"]


def test_a_kind_of_service_printed_once_for_several_companies() -> None:
    found = entries("""
        # Sub-processors

        | Category | Provider | Where |
        | --- | --- | --- |
        | Hosting | Mosskabel GmbH | Germany |
        | | Cloudfen Inc. | USA |
        | Communication | Fernpost Ltd | Ireland |
        | | Larkwire Inc. | USA |
        """)
    assert purposes(found) == ["Hosting", "Hosting", "Communication", "Communication"]


def test_a_header_with_a_shortened_word_for_the_number() -> None:
    found = entries(
        "Gäller från;2025-01-01;;;;\n;;;;;\n"
        "Nr;Namn;Org.nr;Behandling;Plats;Skyddsåtgärd\n"
        "1;Mosskabel GmbH;HRB 12345;Drift;Tyskland;–\n"
        "2;Fjordlys AS;912 345 678;Support;Norge;–\n",
        "Underbiträden.csv",
    )
    assert names(found) == ["Mosskabel GmbH", "Fjordlys AS"]
    assert codes(found) == [["DE"], ["NO"]]
