"""Which field a header names, in any language."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.labels import LONGEST_LABEL, label_for, labels

WORDS = {
    "en": ("Sub-processor", "Purpose of processing", "Personal data", "Location"),
    "fi": ("Alikäsittelijä", "Käyttötarkoitus", "Käsiteltävät tiedot", "Sijainti"),
    "sv": ("Underbiträde", "Ändamål", "Personuppgifter", "Plats"),
    "da": ("Underdatabehandler", "Formål", "Personoplysninger", "Sted"),
    "nb": ("Underdatabehandler", "Formål", "Personopplysninger", "Sted"),
    "nn": ("Underdatabehandlar", "Føremål", "Personopplysningar", "Stad"),
    "is": ("Undirvinnsluaðili", "Tilgangur", "Persónuupplýsingar", "Staðsetning"),
    "de": ("Unterauftragsverarbeiter", "Zweck", "Personenbezogene Daten", "Standort"),
    "nl": ("Subverwerker", "Doel", "Persoonsgegevens", "Locatie"),
    "fr": ("Sous-traitant ultérieur", "Finalité", "Données à caractère personnel", "Lieu"),
    "es": ("Subencargado", "Finalidad", "Datos personales", "Ubicación"),
    "pt": ("Subcontratante ulterior", "Finalidade", "Dados pessoais", "Localização"),
    "it": ("Sub-responsabile", "Finalità", "Dati personali", "Luogo"),
    "ro": ("Subcontractant", "Scop", "Date cu caracter personal", "Locație"),
    "pl": ("Podwykonawca przetwarzania", "Cel", "Dane osobowe", "Lokalizacja"),
    "cs": ("Další zpracovatel", "Účel", "Osobní údaje", "Místo"),
    "sk": ("Ďalší sprostredkovateľ", "Účel", "Osobné údaje", "Miesto"),
    "sl": ("Podobdelovalec", "Namen", "Osebni podatki", "Lokacija"),
    "hr": ("Podizvršitelj obrade", "Svrha", "Osobni podaci", "Lokacija"),
    "hu": ("Alfeldolgozó", "Cél", "Személyes adatok", "Hely"),
    "et": ("Alltöötleja", "Eesmärk", "Isikuandmed", "Asukoht"),
    "lv": ("Apakšapstrādātājs", "Nolūks", "Personas dati", "Atrašanās vieta"),
    "lt": ("Pagalbinis duomenų tvarkytojas", "Tikslas", "Asmens duomenys", "Vieta"),
    "bg": ("Подизпълнител", "Цел", "Лични данни", "Местоположение"),
    "el": ("Υποεκτελών την επεξεργασία", "Σκοπός", "Προσωπικά δεδομένα", "Τοποθεσία"),
    "mt": ("Sottoproċessur", "Skop", "Data personali", "Post tal-ipproċessar"),
    "ga": ("Fophróiseálaí", "Cuspóir", "Sonraí pearsanta", "Suíomh"),
}
FIELDS = ("name", "purpose", "data", "place")


@pytest.mark.parametrize("language", WORDS)
def test_the_four_commonest_headers_are_known_in_each_language(language: str) -> None:
    found = [label_for(word, frozenset({language})) for word in WORDS[language]]
    told = tuple(label.field if label else None for label in found)
    wrong = [
        (word, field)
        for word, field, wanted in zip(WORDS[language], told, FIELDS, strict=True)
        if field != wanted
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "printed", ["PURPOSE", "purpose:", " Purpose ", "**Purpose**", "Purpose (of processing)"]
)
def test_case_punctuation_and_space_make_no_difference(printed: str) -> None:
    label = label_for(printed)
    assert label is not None and label.field == "purpose"


@pytest.mark.parametrize(
    "printed",
    ["", "-", "42", "Fernpost Ltd", "Zubrowel", "is", "and", " ".join(["purpose"] * (LONGEST_LABEL + 1))],
)
def test_what_is_no_header_names_no_field(printed: str) -> None:
    assert label_for(printed) is None


def test_the_documents_language_decides_between_readings() -> None:
    every = {label.field for label in labels("Sted")}
    assert "place" in every


def test_readings_come_best_first_and_each_field_once() -> None:
    for printed in ("Name and address", "Company / purpose of processing", "Standort der Verarbeitung"):
        found = labels(printed)
        assert found == tuple(sorted(found, key=lambda one: (-one.score, -len(one.languages), one.field)))
        assert len({one.field for one in found}) == len(found)
        assert all(0 < one.score <= 1 for one in found)
