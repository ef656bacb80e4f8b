"""Lists as agreements print them in several languages: annexes, templates of authorities, lists within policies.

And documents of the same kinds without a list, which give no entries. All companies are invented.
"""

from __future__ import annotations

import pytest

from tests.core.reading.small import codes, entries, names, purposes


def test_the_danish_template_prints_name_number_address_and_processing_in_annex_b() -> None:
    found = entries(
        """
        ### Bilag B Underdatabehandlere

        #### B.1. Godkendte underdatabehandlere

        Ved Bestemmelsernes ikrafttræden har den dataansvarlige godkendt brugen af følgende underdatabehandlere

        | NAVN | CVR-NR | ADRESSE | BESKRIVELSE AF BEHANDLING |
        | --- | --- | --- | --- |
        | Fjordsky A/S | 12345674 | Havnegade 12, 8000 Aarhus C | Drift af servere |
        | Mailvind ApS | 87654321 | Vestergade 3, 5000 Odense C | Udsendelse af e-mail |

        #### B.2. Varsel for godkendelse af underdatabehandlere

        Databehandleren underretter den dataansvarlige mindst 30 dage før.
        """
    )
    assert names(found) == ["Fjordsky A/S", "Mailvind ApS"]
    assert purposes(found) == ["Drift af servere", "Udsendelse af e-mail"]
    assert [entry.address for entry in found] == [
        "Havnegade 12, 8000 Aarhus C",
        "Vestergade 3, 5000 Odense C",
    ]
    assert [[i.printed for i in entry.identifiers] for entry in found] == [["12345674"], ["87654321"]]


def test_a_german_annex_with_address_and_guarantee_is_read() -> None:
    found = entries(
        """
        # Anlage 2 – Unterauftragnehmer

        | Name | Anschrift | Leistung | Ort der Verarbeitung | Garantien |
        | --- | --- | --- | --- | --- |
        | Nordwolke GmbH | Hafenweg 3, 20457 Hamburg | Hosting | Deutschland | – |
        | Quillon Inc. | 100 Main Street, Austin, TX 78701 | Fehleranalyse | USA | Standardvertragsklauseln |

        # Anlage 3 – Technische und organisatorische Maßnahmen

        | Maßnahme | Beschreibung |
        | --- | --- |
        | Zutrittskontrolle | Schließsystem |
        | Verschlüsselung | TLS 1.3 |
        """
    )
    assert names(found) == ["Nordwolke GmbH", "Quillon Inc."]
    assert codes(found) == [["DE"], ["US"]]
    assert found[1].transfer is not None and found[1].transfer.tools == ("SCC",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "## Bilag 2\n\nVi anvender følgende underdatabehandlere:\n\n"
            "- **Fjordsky A/S** – drift af servere. Data opbevares i EU (Frankfurt).\n"
            "- **Mailvind ApS** – udsendelse af e-mail. Data kan behandles i EU og USA.\n",
            [("Fjordsky A/S", {"EU", "DE"}), ("Mailvind ApS", {"EU", "US"})],
            id="da",
        ),
        pytest.param(
            "## Liite 2: Alikäsittelijät\n\nKäytämme seuraavia alikäsittelijöitä:\n\n"
            "- **Pilvitupa Oy** (Suomi) – palvelinten ylläpito\n"
            "- **Quillon Inc.** (Yhdysvallat) – virheiden seuranta\n",
            [("Pilvitupa Oy", {"FI"}), ("Quillon Inc.", {"US"})],
            id="fi",
        ),
        pytest.param(
            "## 5. Alltöötlejad\n\nKasutame järgmisi alltöötlejaid:\n\n"
            "- **Pilvesaar OÜ** (Eesti) – serverite majutus\n- **Quillon Inc.** (USA) – vigade jälgimine\n",
            [("Pilvesaar OÜ", {"EE"}), ("Quillon Inc.", {"US"})],
            id="et",
        ),
        pytest.param(
            "## 5. Podobdelovalci\n\nUporabljamo naslednje podobdelovalce:\n\n"
            "- **Oblačnik d.o.o.** (Slovenija) – gostovanje strežnikov\n- **Quillon Inc.** (ZDA) – spremljanje napak\n",
            [("Oblačnik d.o.o.", {"SI"}), ("Quillon Inc.", {"US"})],
            id="sl",
        ),
        pytest.param(
            "## 5. Υπεργολάβοι επεξεργασίας\n\nΧρησιμοποιούμε τους ακόλουθους:\n\n"
            "- **Nefos A.E.** (Ελλάδα) — φιλοξενία διακομιστών\n- **Quillon Inc.** (ΗΠΑ) — παρακολούθηση σφαλμάτων\n",
            [("Nefos A.E.", {"GR"}), ("Quillon Inc.", {"US"})],
            id="el",
        ),
        pytest.param(
            "## 6. Subcontratantes ulteriores\n\nO responsável autoriza os seguintes subcontratantes:\n\n"
            "- Nuvem Clara Lda. (alojamento) — Portugal.\n- Quillon Inc. (monitorização) — EUA.\n",
            [("Nuvem Clara Lda.", {"PT"}), ("Quillon Inc.", {"US"})],
            id="pt",
        ),
    ],
)
def test_bullets_name_company_place_and_what_it_does(text: str, expected: list[tuple[str, set[str]]]) -> None:
    found = entries(text)
    assert [(entry.name, {place.code for place in entry.places}) for entry in found] == expected
    assert all(str(entry.purpose) for entry in found)


@pytest.mark.parametrize(
    "heading",
    [
        "Dienstleister, die keine personenbezogenen Daten verarbeiten",
        "Toimittajat, jotka eivät käsittele asiakkaiden henkilötietoja",
        "Prestataires qui ne traitent pas de données personnelles",
        "Leverantörer som inte behandlar personuppgifter",
        "Leverandører, som ikke behandler personoplysninger",
        "Dostawcy, którzy nie przetwarzają danych osobowych",
        "Proveedores que no tratan datos personales",
    ],
)
def test_suppliers_that_get_no_personal_data_are_no_entries(heading: str) -> None:
    found = entries(
        f"""
        # Sub-processors

        | Sub-processor | Purpose | Location |
        | --- | --- | --- |
        | Nordwolke GmbH | Hosting | Germany |
        | Mailvind ApS | E-mail | Denmark |

        # {heading}

        | Supplier | Purpose | Location |
        | --- | --- | --- |
        | Codehafen GmbH | Source code | Germany |
        """
    )
    assert names(found) == ["Nordwolke GmbH", "Mailvind ApS"]


@pytest.mark.parametrize(
    ("cell", "codes_read"),
    [
        ("Sitz USA / Verarbeitung Frankfurt", ["DE"]),
        ("Data Dublin, Irlanti. Yhtiö Yhdysvalloissa.", ["IE"]),
        ("EU/VS · EU-modelcontracten", ["EU", "US"]),
        ("EUA — EU-US Data Privacy Framework", ["US"]),
    ],
)
def test_seats_and_tools_in_a_place_are_no_places_of_processing(cell: str, codes_read: list[str]) -> None:
    found = entries(
        f"""
        # Sub-processors

        | Sub-processor | Purpose | Location |
        | --- | --- | --- |
        | Quillon Inc. | Hosting | {cell} |
        | Mailvind ApS | E-mail | Denmark |
        """
    )
    places = [place for place in found[0].places if place.kind != "seat"]
    assert [place.code for place in places] == codes_read


def test_the_country_in_the_answer_about_third_countries_is_a_place_when_no_column_has_places() -> None:
    found = entries(
        """
        ## Sous-traitants ultérieurs

        | Sous-traitant | Rôle | Hors UE |
        | --- | --- | --- |
        | Quillon Inc. | Statistiques | Oui (États-Unis) |
        | Nuage SARL | Hébergement | Non |
        """
    )
    assert codes(found) == [["US"], []]
    assert [entry.outside_eea for entry in found] == [True, False]


SILENT = {
    "de, measures": """
        # Technische und organisatorische Maßnahmen

        | Maßnahme | Umsetzung | Verantwortlich |
        | --- | --- | --- |
        | Zutrittskontrolle | Schließsystem, Besucherliste | Betriebsleitung |
        | Verschlüsselung | TLS 1.3, AES-256 | IT |
        | Datensicherung | täglich, Aufbewahrung 30 Tage | IT |
        """,
    "fr, cookies": """
        # Politique relative aux cookies

        | Nom du cookie | Fournisseur | Finalité | Durée |
        | --- | --- | --- | --- |
        | _sess | nuage.example | Session | 1 jour |
        | _stat | mesure.example | Statistiques | 13 mois |
        """,
    "da, policy": """
        # Privatlivspolitik

        ## Hvilke oplysninger behandler vi?

        - Navn og adresse
        - E-mail og telefonnummer

        ## Opbevaring

        | Oplysning | Opbevaring |
        | --- | --- |
        | Fakturaer | 5 år |
        | Henvendelser | 12 måneder |

        ## Dine rettigheder

        - Ret til indsigt
        - Ret til sletning
        """,
    "fi, policy": """
        # Tietosuojaseloste

        ## Rekisterinpitäjä

        Pilvitupa Oy, Satamakatu 1, 00160 Helsinki, tietosuoja@pilvitupa.example

        ## Käsiteltävät tiedot

        - nimi ja osoite
        - sähköpostiosoite

        ## Säilytysajat

        | Tieto | Säilytysaika |
        | --- | --- |
        | Laskut | 6 vuotta |
        | Lokitiedot | 30 päivää |
        """,
    "pl, activities": """
        # Rejestr czynności przetwarzania

        | Czynność | Cel | Kategorie danych | Okres przechowywania |
        | --- | --- | --- | --- |
        | Rekrutacja | wybór kandydata | imię, nazwisko, CV | 6 miesięcy |
        | Newsletter | marketing | adres e-mail | do odwołania zgody |
        """,
    "es, rights": """
        # Política de privacidad

        ## Sus derechos

        - **Acceso:** puede pedir una copia de sus datos.
        - **Supresión:** puede pedir que los borremos.
        - **Oposición:** puede oponerse al tratamiento.
        """,
    "de, a future list": """
        # Unterauftragnehmer

        Derzeit werden keine Unterauftragnehmer eingesetzt.

        Mögliche künftige Unterauftragnehmer können insbesondere betreffen:

        - Zahlungsdienstleister
        - Monitoring-Dienstleister
        - Support- oder Ticketsysteme
        """,
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_documents_without_a_list_give_no_entries(text: str) -> None:
    assert names(entries(text)) == []


def test_a_record_whose_values_stand_below_its_keys_keeps_its_address_whole() -> None:
    found = entries(
        """
        # Unterauftragnehmer

        ## 1. Nordwolke

        **Unterauftragnehmer:** Nordwolke

        **Adresse:**
        Nordwolke GmbH
        Hafenweg 3
        20457 Hamburg
        Deutschland

        **Land der Verarbeitung:** Deutschland

        **Zweck des Einsatzes:**
        Hosting der Anwendung.

        ## 2. Lindenpost GmbH – Versand

        **Unterauftragnehmer:**
        Lindenpost GmbH
        Lindenstraße 4
        10969 Berlin
        Deutschland

        **Land der Verarbeitung:** Deutschland / EU

        **Zweck des Einsatzes:**
        Versand von E-Mails.

        ## 3. Kontakt

        Jana Beispiel
        E-Mail: hallo@nordwolke.example
        """
    )
    assert names(found) == ["Nordwolke", "Lindenpost GmbH"]
    assert codes(found) == [["DE"], ["DE", "EU"]]
    assert purposes(found) == ["Hosting der Anwendung.", "Versand von E-Mails."]
    assert [" ".join(entry.address.split()) for entry in found] == [
        "Hafenweg 3 20457 Hamburg Deutschland",
        "Lindenstraße 4 10969 Berlin Deutschland",
    ]
