"""Companies on lines of their own: tables that were copied line by line, addresses below names, nested lists."""

from __future__ import annotations

import pytest

from tests.core.reading.small import codes, entries, names, purposes, register


def test_a_table_copied_cell_by_cell_with_its_labels() -> None:
    found = entries(
        """
        Our sub-processors

        Name
        Purpose
        Location
        Transfer mechanism
        Mosskabel GmbH
        Hosting
        Germany
        N/A
        Fernpost
        E-mail delivery
        Ireland
        N/A
        Larkwire Inc.
        Error tracking
        United States
        Standard Contractual Clauses

        We tell customers of changes 30 days before.
        """,
        "list.txt",
    )
    assert names(found) == ["Mosskabel GmbH", "Fernpost", "Larkwire Inc."]
    assert purposes(found) == ["Hosting", "E-mail delivery", "Error tracking"]
    assert codes(found) == [["DE"], ["IE"], ["US"]]
    assert [entry.transfer.tools if entry.transfer else () for entry in found] == [(), (), ("SCC",)]


@pytest.mark.parametrize(
    "order",
    [("{name}", "{purpose}", "{place}"), ("{name}", "{place}", "{purpose}")],
    ids=["place-last", "place-second"],
)
def test_a_table_copied_cell_by_cell_without_labels(order: tuple[str, ...]) -> None:
    rows = [
        ("Mosskabel GmbH", "Rechenzentrum und Backup", "Deutschland"),
        ("Fernpost Ltd", "Versand von E-Mails", "Irland"),
        ("Larkwire Inc.", "Fehleranalyse", "USA"),
    ]
    lines = [
        cell.format(name=name, purpose=purpose, place=place)
        for name, purpose, place in rows
        for cell in order
    ]
    found = entries("Unterauftragsverarbeiter\n\n" + "\n".join(lines), "list.txt")
    assert names(found) == [row[0] for row in rows]
    assert purposes(found) == [row[1] for row in rows]
    assert codes(found) == [["DE"], ["IE"], ["US"]]


def test_titles_between_copied_rows_group_them() -> None:
    found = entries(
        """
        Subprocessors

        Infrastructure
        Mosskabel GmbH
        Hosting and storage
        Germany
        Cloudfen Inc.
        Content delivery
        United States

        Communication
        Fernpost Ltd
        E-mail delivery
        Ireland
        """,
        "list.txt",
    )
    assert names(found) == ["Mosskabel GmbH", "Cloudfen Inc.", "Fernpost Ltd"]
    assert [entry.applies_to.sections for entry in found] == [
        ("Infrastructure",),
        ("Infrastructure",),
        ("Communication",),
    ]


def test_offices_below_each_other_are_no_list_of_companies() -> None:
    found = entries(
        """
        # Sub-processors

        We use none.

        # Our offices

        Main office
        Reception and sales
        Finland
        Second office
        Support
        Sweden
        """
    )
    assert found == ()


def test_rows_that_lost_their_borders_and_end_with_a_date() -> None:
    found = entries(
        """
        Underdatabehandlere

        Underdatabehandler Datalokation Beskrivelse af behandling Lovligt grundlag for databehandling uden for EU Opdateret den
        Ringhjælp Danmark Telefonservice   2018.04.13
        Kyst Europe EU Hosting   2018.04.13
        Vinterhus Office 365 inkl. Skyplads for Business EU Kontorprogrammer, fildeling og backup   2022.03.01
        Bogholm Danmark Regnskab   2021.04.29
        """,
        "list.txt",
    )
    assert names(found) == [
        "Ringhjælp",
        "Kyst Europe",
        "Vinterhus Office 365 inkl. Skyplads for Business",
        "Bogholm",
    ]
    assert codes(found) == [["DK"], ["EU"], ["EU"], ["DK"]]
    assert purposes(found) == [
        "Telefonservice",
        "Hosting",
        "Kontorprogrammer, fildeling og backup",
        "Regnskab",
    ]


def test_rows_that_lost_their_borders_with_sentences_behind_the_place() -> None:
    found = entries(
        """
        Underdatabehandlere

        Leverandør Land Lovligt grundlag Funktion Beskrivelse af behandling
        Larkwire USA Standardkontraktbestemmelser Betaling Larkwire bruges til betaling. Larkwire ser kortoplysninger.
        Fernpost Irland   Hosting af servere Fernpost bruges til hosting.
        """,
        "list.txt",
    )
    assert names(found) == ["Larkwire", "Fernpost"]
    assert codes(found) == [["US"], ["IE"]]
    assert found[0].transfer and found[0].transfer.tools == ("SCC",)
    assert purposes(found)[1].startswith("Hosting af servere")


def test_lines_below_a_name_in_an_item() -> None:
    found = entries("""
        ## Underdatabehandlere

        - **Mosskabel GmbH**\\
          HRB 12345\\
          Lindenweg 4, 50667 Köln, Tyskland\\
          Behandling: hosting af servere\\
          Lokation: Tyskland
        - **Larkwire Inc.**\\
          1 Example Street, Boston, MA, USA\\
          Behandling: fejlsporing\\
          Lokation: USA
        """)
    assert names(found) == ["Mosskabel GmbH", "Larkwire Inc."]
    assert found[0].address == "Lindenweg 4, 50667 Köln, Tyskland"
    assert [one.printed for one in found[0].identifiers] == ["HRB 12345"]
    assert purposes(found) == ["hosting af servere", "fejlsporing"]
    assert codes(found) == [["DE"], ["US"]]


def test_an_address_of_two_lines_between_a_name_and_its_keys() -> None:
    found = entries(
        """
        Genehmigte Unterauftragnehmer

        1. Mosskabel GmbH
           Lindenweg 4
           50667 Köln
           Leistung: Betrieb der Server
           Ort der Datenverarbeitung: Deutschland

        2. Fernpost Ltd
           2 Quay Street, Dublin, Irland
           Leistung: Versand von E-Mails
           Ort der Datenverarbeitung: Irland
        """,
        "list.txt",
    )
    assert names(found) == ["Mosskabel GmbH", "Fernpost Ltd"]
    assert found[1].address == "2 Quay Street, Dublin, Irland"
    assert purposes(found) == ["Betrieb der Server", "Versand von E-Mails"]


def test_a_letter_of_keys_in_which_some_are_unknown() -> None:
    found = entries(
        """
        Liite 2. Alikäsittelijät

        Alikäsittelijä: Mosskabel GmbH
        Oma viite: A 12
        Käsittelyn kohde ja tarkoitus: palvelinten ylläpito
        Käsittelypaikka: Saksa

        Alikäsittelijä: Kuuralinna Oy
        Oma viite: A 13
        Käsittelyn kohde ja tarkoitus: varmuuskopiointi
        Käsittelypaikka: Suomi
        """,
        "list.txt",
    )
    assert names(found) == ["Mosskabel GmbH", "Kuuralinna Oy"]
    assert purposes(found) == ["palvelinten ylläpito", "varmuuskopiointi"]
    assert codes(found) == [["DE"], ["FI"]]


def test_companies_below_the_services_that_use_them() -> None:
    found = register("""
        # Alihankkijat

        - **Palvelu A (verkkokauppa)**
          - Mosskabel GmbH (Saksa): palvelinhotelli
          - Fernpost Ltd (Irlanti): sähköpostien lähetys
        - **Palvelu B (varausjärjestelmä)**
          - Kuuralinna Oy (Suomi): varmuuskopiointi
          - Larkwire Inc. (Yhdysvallat): virheiden seuranta, vakiosopimuslausekkeet
        """)
    assert names(found.entries) == ["Mosskabel GmbH", "Fernpost Ltd", "Kuuralinna Oy", "Larkwire Inc."]
    assert codes(found.entries) == [["DE"], ["IE"], ["FI"], ["US"]]
    assert purposes(found.entries)[3] == "virheiden seuranta"
    assert found.languages[0] == "fi"
    sections = [entry.applies_to.sections for entry in found.entries]
    assert sections[0] == sections[1] == ("Palvelu A (verkkokauppa)",)
    assert sections[2] == sections[3] == ("Palvelu B (varausjärjestelmä)",)


def test_a_list_of_definitions_with_two_lines_each() -> None:
    found = entries(
        """
        <h1>Nos sous-traitants ultérieurs</h1><dl>
        <dt>Mosskabel GmbH</dt><dd>Hébergement</dd><dd>Allemagne</dd>
        <dt>Larkwire Inc.</dt><dd>Suivi des erreurs</dd><dd>États-Unis (clauses contractuelles types)</dd></dl>
        """,
        "list.html",
    )
    assert codes(found) == [["DE"], ["US"]]
    assert purposes(found) == ["Hébergement", "Suivi des erreurs"]
    assert found[1].transfer and found[1].transfer.tools == ("SCC",)


def test_cards_that_say_below_the_name_what_the_company_does() -> None:
    card = '<div><h3>{}</h3><p class="tag">{}</p><ul><li><b>Serverstandort:</b> {}</li><li><b>Daten:</b> IP-Adresse</li></ul></div>'
    cards = [
        ("Mosskabel GmbH", "Hosting", "Deutschland"),
        ("Fernpost Ltd", "E-Mail-Versand", "Irland"),
        ("Larkwire Inc.", "Fehleranalyse", "USA"),
    ]
    found = entries(
        "<h2>Unterauftragsverarbeiter</h2>" + "".join(card.format(*one) for one in cards), "list.html"
    )
    assert names(found) == [one[0] for one in cards]
    assert purposes(found) == [one[1] for one in cards]
    assert codes(found) == [["DE"], ["IE"], ["US"]]


def test_a_registered_office_between_a_name_and_what_it_does() -> None:
    found = entries(
        "<h2>Podprocesorzy</h2><ul>"
        "<li><b>Mosskabel GmbH</b> z siedzibą w Kolonii (Niemcy) – hosting</li>"
        "<li><b>Wierzba sp. z o.o.</b> z siedzibą w Krakowie (Polska) – obsługa klienta</li></ul>",
        "list.html",
    )
    assert names(found) == ["Mosskabel GmbH", "Wierzba sp. z o.o."]
    assert purposes(found) == ["hosting", "obsługa klienta"]
    assert codes(found) == [["DE"], ["PL"]]


def test_a_colon_in_brackets_behind_a_name_parts_nothing() -> None:
    found = entries("""
        # Unterauftragnehmer

        - Mosskabel GmbH (Hosting; Standort: Deutschland)
        - Larkwire Inc., Boston, USA (Fehleranalyse; Grundlage: EU-Standardvertragsklauseln)
        """)
    assert names(found) == ["Mosskabel GmbH", "Larkwire Inc."]


def test_a_group_with_one_company_beside_one_with_several() -> None:
    found = entries("""
        # Våre underleverandører

        ## Drift

        ### Mosskabel GmbH (Tyskland)

        Leverer servere og lagring.

        ### Fjordlys AS (Norge)

        Leverer overvåking av drift.

        ## Kommunikasjon

        ### Fernpost Ltd (Irland)

        Sender e-post for oss.
        """)
    assert names(found) == ["Mosskabel GmbH", "Fjordlys AS", "Fernpost Ltd"]
    assert codes(found) == [["DE"], ["NO"], ["IE"]]


def test_a_letter_that_announces_a_company_from_a_day_on() -> None:
    found = entries(
        """
        Dear customer,

        We will engage the following new sub-processor from 1 March 2026:

        Name: Brightleaf AB
        Location: Sweden
        Purpose: Chat
        Data: Chat messages, names

        You may object until 15 February 2026.

        Kind regards,
        Harbour Example Oy
        """,
        "letter.txt",
    )
    assert names(found) == ["Brightleaf AB"]
    assert str(found[0].since) == "2026-03-01"
    assert codes(found) == [["SE"]]


def test_a_seat_with_its_street_is_an_address() -> None:
    found = entries(
        """
        Annexe 2 – Sous-traitants ultérieurs

        Nom : Mosskabel GmbH
        Siège social : Lindenweg 4, 50667 Cologne, Allemagne
        Opérations de traitement sous-traitées : hébergement
        Lieu du traitement : Allemagne

        Nom : Larkwire Inc.
        Siège social : Boston, États-Unis
        Opérations de traitement sous-traitées : suivi des erreurs
        Lieu du traitement : États-Unis
        """,
        "list.txt",
    )
    assert [entry.address for entry in found] == ["Lindenweg 4, 50667 Cologne, Allemagne", ""]
    assert purposes(found) == ["hébergement", "suivi des erreurs"]


def test_the_address_of_the_site_in_the_line_of_the_name() -> None:
    found = entries(
        """
        SUBPROCESSORS
        =============

        * Mosskabel GmbH <https://mosskabel.example>
          Hosting of servers, Germany

        * Larkwire Inc. <https://larkwire.example>
          Error tracking, USA
        """,
        "list.txt",
    )
    assert names(found) == ["Mosskabel GmbH", "Larkwire Inc."]
    assert codes(found) == [["DE"], ["US"]]
    assert purposes(found) == ["Hosting of servers", "Error tracking"]
    assert [entry.links for entry in found] == [("https://mosskabel.example",), ("https://larkwire.example",)]


def test_a_list_of_one_below_its_product() -> None:
    found = entries("""
        # Sub-processors

        ## Harbour Mail

        - Mosskabel GmbH – hosting – Germany
        - Fernpost Ltd – e-mail delivery – Ireland

        ## Harbour Shop

        In addition to the above:

        - Larkwire Inc. – error tracking – United States (SCCs)
        """)
    assert names(found) == ["Mosskabel GmbH", "Fernpost Ltd", "Larkwire Inc."]
    assert [entry.applies_to.sections for entry in found][2] == ("Harbour Shop",)


def test_companies_with_arrows_behind_them() -> None:
    found = entries("""
        ### Subprocessors

        1. **Mosskabel GmbH** → hosting → 🇩🇪 Germany
        2. **Larkwire Inc.** → error tracking → 🇺🇸 USA
        """)
    assert purposes(found) == ["hosting", "error tracking"]
    assert codes(found) == [["DE"], ["US"]]


def test_paragraphs_of_a_bold_name_and_lines() -> None:
    found = entries("""
        **Subprocessors**

        **Mosskabel GmbH**
        Hosting of our platform.
        *Location:* Germany

        **Larkwire Inc.**
        Error tracking.
        *Location:* USA
        """)
    assert names(found) == ["Mosskabel GmbH", "Larkwire Inc."]
    assert purposes(found) == ["Hosting of our platform.", "Error tracking."]
    assert codes(found) == [["DE"], ["US"]]


def test_sentences_with_the_place_in_brackets_behind_the_company() -> None:
    found = entries("""
        # Sub-processors

        Mosskabel GmbH (Germany) provides our hosting. Fernpost Ltd (Ireland) sends our e-mail.
        """)
    assert names(found) == ["Mosskabel GmbH", "Fernpost Ltd"]
    assert purposes(found) == ["provides our hosting.", "sends our e-mail."]
    assert codes(found) == [["DE"], ["IE"]]


def test_a_small_table_for_each_company_with_its_name_above_both_columns() -> None:
    table = (
        '<table><tr><th colspan="2">{}</th></tr><tr><td>Purpose</td><td>{}</td></tr>'
        "<tr><td>Location</td><td>{}</td></tr></table>"
    )
    found = entries(
        "<h1>Subprocessors</h1>"
        + table.format("Mosskabel GmbH", "Hosting", "Germany")
        + table.format("Larkwire Inc.", "Error tracking", "USA"),
        "list.html",
    )
    assert names(found) == ["Mosskabel GmbH", "Larkwire Inc."]
    assert purposes(found) == ["Hosting", "Error tracking"]
    assert codes(found) == [["DE"], ["US"]]
