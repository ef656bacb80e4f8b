"""Expected words: CLDR 48 and the usage of EU institutions, not this code."""

from __future__ import annotations

from datetime import date

import pytest

from ketju.core.model.date import partial_date_from_iso
from ketju.core.model.register import Place
from ketju.core.territory.facts import country_codes
from ketju.core.vocabulary.places import find_places
from ketju.text.render import LANGUAGES, phrasebook
from ketju.text.values import answer_words, date_words, place_name, place_words, scheme_words


@pytest.mark.parametrize(
    ("language", "iso", "words"),
    [
        ("en", "2024-03-01", "1 March 2024"),
        ("en", "2024-03", "March 2024"),
        ("en", "2024", "2024"),
        ("fi", "2024-03-01", "1.3.2024"),
        ("fi", "2024-12", "joulukuu 2024"),
        ("fi", "2024", "2024"),
        ("sv", "2024-03-01", "1 mars 2024"),
        ("sv", "2024-05", "maj 2024"),
        ("sv", "0987", "0987"),
    ],
)
def test_dates_are_as_precise_as_they_are_known(language: str, iso: str, words: str) -> None:
    assert date_words(partial_date_from_iso(iso), phrasebook(language)) == words


def test_days_of_the_calendar_are_dates_too() -> None:
    assert date_words(date(2026, 11, 29), phrasebook("fi")) == "29.11.2026"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("DE", ("Germany", "Saksa", "Tyskland")),
        ("US", ("United States", "Yhdysvallat", "USA")),
        ("AE", ("United Arab Emirates", "Yhdistyneet arabiemiirikunnat", "Förenade Arabemiraten")),
        ("HK", ("Hong Kong", "Hongkong", "Hongkong")),
        ("EEA", ("EEA", "ETA", "EES")),
        ("GLOBAL", ("Worldwide", "Maailmanlaajuinen", "Hela världen")),
    ],
)
def test_places_are_named_in_the_language(code: str, names: tuple[str, ...]) -> None:
    assert tuple(place_name(code, phrasebook(language)) for language in LANGUAGES) == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_place_is_read_back_as_its_code(language: str) -> None:
    codes = sorted({*country_codes(), "EU", "EEA", "GLOBAL"})
    names = {code: place_name(code, phrasebook(language)) for code in codes}

    assert {code: [place.code for place in find_places(name)] for code, name in names.items()} == {
        code: [code] for code in codes
    }
    assert all(name != code or code == "EU" for code, name in names.items() if code not in ("EEA",))


def test_a_country_is_named_once_with_its_cities_and_regions() -> None:
    places = (
        Place("DE"),
        Place("DE", city="Frankfurt", inferred=True),
        Place("IE", region="eu-west-1"),
        Place("DE", city="Berlin"),
    )

    assert place_words(places, phrasebook("en")) == ("Germany (Frankfurt, Berlin)", "Ireland (eu-west-1)")
    assert place_words((), phrasebook("en")) == ()


def test_an_unknown_code_stays_as_it_is() -> None:
    assert place_name("ZZ", phrasebook("fi")) == "ZZ"


def test_no_and_not_known_are_told_apart() -> None:
    said = [answer_words(answer, phrasebook("sv")) for answer in (True, False, None)]

    assert said == ["Ja", "Nej", ""]


@pytest.mark.parametrize(
    ("language", "scheme", "words"),
    [
        ("fi", "eu-vat-bg", "ALV-numero"),
        ("sv", "eu-vat-fi", "momsnummer"),
        ("en", "eu-vat-se", "VAT identification number"),
        ("sv", "fi-ytunnus", "Y-tunnus"),
    ],
)
def test_numbers_of_companies_are_called_as_people_know_them(language: str, scheme: str, words: str) -> None:
    assert scheme_words(scheme, phrasebook(language)) == words
