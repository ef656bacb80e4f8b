"""Numbers of companies. Examples with right check digits are those of python-stdnum's documentation."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.identifiers import is_valid, read_identifier, schemes

MEMBER_STATES = [
    "AT",
    "BE",
    "BG",
    "HR",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]
DOCUMENTED_VAT = {
    "AT": "ATU13585627",
    "BE": "BE 0428759497",
    "BG": "BG 175 074 752",
    "CY": "CY-10259033P",
    "DE": "DE 136,695 976",
    "DK": "DK 13585628",
    "EE": "EE 100 931 558",
    "GR": "EL 094259216",
    "ES": "ES J99216582",
    "FI": "FI 20774740",
    "FR": "FR 40303265045",
    "IE": "IE 6433435F",
    "HR": "HR33392005961",
    "HU": "HU-12892312",
    "LU": "LU 150 274 42",
    "LV": "LV 4000 3521 600",
    "MT": "MT 1167-9112",
    "NL": "NL004495445B01",
    "PL": "PL 8567346215",
    "PT": "PT 501 964 843",
    "SE": "SE 123456789701",
    "SI": "SI 5022 3054",
    "SK": "SK 202 274 96 19",
}


@pytest.mark.parametrize(
    ("printed", "header", "scheme"),
    [
        ("2077474-0", "Y-tunnus", "fi-ytunnus"),
        ("556703-7485", "Org.nr", "se-orgnr"),
        ("988 077 917", "Organisasjonsnummer", "no-orgnr"),
        ("13585628", "CVR", "dk-cvr"),
        ("552 008 443", "SIREN", "fr-siren"),
        ("73282932000074", "SIRET", "fr-siret"),
        ("12345678", "KvK", "nl-kvk"),
        ("HRB 999901", "Handelsregister", "de-handelsregister"),
        ("213800KUD8LAJWSQ9D15", "LEI", "lei"),
        ("08790783", "Company number", "gb-coh"),
    ],
)
def test_a_number_under_the_words_for_it_has_its_scheme(printed: str, header: str, scheme: str) -> None:
    found = read_identifier(printed, header)
    prefix = scheme.split("-")[0]
    assert found.scheme == scheme or (found.scheme.startswith(prefix) and found.valid is not False), found
    assert found.printed == printed
    assert found.valid is not False


@pytest.mark.parametrize(
    ("printed", "header", "scheme"),
    [("2077474-1", "Y-tunnus", "fi-ytunnus"), ("213800KUD8LAJWXQ9D15", "LEI", "lei")],
)
def test_a_wrong_check_digit_is_told(printed: str, header: str, scheme: str) -> None:
    found = read_identifier(printed, header)
    assert (found.scheme, found.valid) == (scheme, False)


@pytest.mark.parametrize(("country", "printed"), DOCUMENTED_VAT.items())
def test_vat_numbers_of_member_states_are_told_by_their_prefix(country: str, printed: str) -> None:
    compact = printed.replace(",", "").replace("-", "").replace(" ", "")
    found = read_identifier(compact, "VAT")
    assert found.scheme == f"eu-vat-{country.lower()}", found


@pytest.mark.parametrize("country", MEMBER_STATES)
def test_each_member_state_has_a_scheme_for_vat(country: str) -> None:
    assert f"eu-vat-{country.lower()}" in {scheme.id for scheme in schemes()}


@pytest.mark.parametrize(
    ("printed", "scheme", "valid"),
    [
        ("FI20774740", "eu-vat-fi", True),
        ("IE6433435F", "eu-vat-ie", True),
        ("IE6433435E", "eu-vat-ie", False),
    ],
)
def test_a_vat_number_under_another_header_is_still_one(printed: str, scheme: str, valid: bool) -> None:
    found = read_identifier(printed, "Y-tunnus")
    assert (found.scheme, found.valid) == (scheme, valid)


@pytest.mark.parametrize("printed", ["FIXME", "", "n/a", "-", "see website", "12"])
def test_what_is_no_number_has_no_scheme(printed: str) -> None:
    found = read_identifier(printed, "Y-tunnus")
    assert (found.scheme, found.printed) == ("", printed)


@pytest.mark.parametrize("printed", ["12345678", "999900019", "2020-01-01"])
def test_a_number_alone_is_no_scheme_without_a_word_or_country_for_it(printed: str) -> None:
    assert read_identifier(printed).scheme == ""


def test_the_country_of_the_company_decides_between_schemes() -> None:
    assert read_identifier("13585628", "", ("DK",)).country in ("DK", "")
    assert read_identifier("556703-7485", "", ("SE",)).scheme == "se-orgnr"


def test_ids_are_unique_and_unknown_ones_are_never_valid() -> None:
    ids = [scheme.id for scheme in schemes()]
    assert len(set(ids)) == len(ids)
    assert is_valid("no-such-scheme", "123") is None
