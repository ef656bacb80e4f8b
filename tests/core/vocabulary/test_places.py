"""Names of places in each language; CLDR, through Babel, says what countries are called."""

from __future__ import annotations

import pytest
from babel import Locale

from ketju.core.packaged import table
from ketju.core.vocabulary.places import find_places, is_place_only

LANGUAGES: list[str] = table("languages")
COUNTRIES = [
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
    "IS",
    "LI",
    "NO",
    "CH",
    "GB",
    "US",
    "SG",
    "AE",
    "HK",
    "CA",
    "JP",
    "KR",
    "NZ",
    "IL",
    "AU",
    "IN",
    "BR",
    "UA",
    "TR",
    "RS",
    "ZA",
    "MX",
    "PH",
    "VN",
]


def codes(text: str) -> list[str]:
    return [place.code for place in find_places(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_are_known_by_their_names_in_each_language(language: str) -> None:
    names = Locale.parse(language).territories
    wrong = {}
    for code in COUNTRIES:
        name = names[code][0].upper() + names[code][1:]
        for printed in (name, f"{name}.", f"({name})", f"{name}, {name}"):
            if set(codes(printed)) != {code}:
                wrong[printed] = codes(printed)
    assert wrong == {}


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("EU", "EU"),
        ("ETA", "EEA"),
        ("EES", "EEA"),
        ("EØS", "EEA"),
        ("EWR", "EEA"),
        ("EER", "EEA"),
        ("EOG", "EEA"),
        ("EHP", "EEA"),
        ("EEA", "EEA"),
        ("EEE", "EEA"),
        ("European Union", "EU"),
        ("Unione europea", "EU"),
        ("Európska únia", "EU"),
        ("Worldwide", "GLOBAL"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("United States", "US"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("The Netherlands", "NL"),
        ("Holland", "NL"),
        ("Hong Kong", "HK"),
        ("United Arab Emirates", "AE"),
        ("South Korea", "KR"),
        ("Czech Republic", "CZ"),
        ("Czechia", "CZ"),
    ],
)
def test_blocs_and_common_aliases(printed: str, code: str) -> None:
    assert set(codes(printed)) == {code}


@pytest.mark.parametrize(
    ("printed", "code", "kind"),
    [
        ("Helsinki", "FI", "city"),
        ("Frankfurt", "DE", "city"),
        ("Dublin", "IE", "city"),
        ("eu-west-1", "IE", "cloud region"),
        ("eu-central-1", "DE", "cloud region"),
        ("eu-north-1", "SE", "cloud region"),
        ("europe-north1", "FI", "cloud region"),
        ("us-east-1", "US", "cloud region"),
        ("Oregon", "US", "state"),
    ],
)
def test_a_country_that_was_only_concluded_is_marked(printed: str, code: str, kind: str) -> None:
    (place,) = find_places(printed)
    assert (place.code, place.kind, place.inferred) == (code, kind, True)


def test_a_country_that_is_printed_is_not_marked_as_concluded() -> None:
    assert [place.inferred for place in find_places("Helsinki, Finland")] == [True, False]


def test_two_letter_codes_are_countries() -> None:
    assert codes("FI, SE, DE") == ["FI", "SE", "DE"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("San Francisco, CA", {"US"}),
        ("Wilmington, DE", {"US"}),
        ("Seattle, WA, USA", {"US"}),
        ("Berlin, DE", {"DE"}),
        ("Toronto, CA", {"CA"}),
        ("Paris, FR", {"FR"}),
        ("Bogotá, CO", {"CO"}),
        ("Frankfurt, DE", {"DE"}),
        ("Amsterdam (NL)", {"NL"}),
    ],
)
def test_two_letters_after_a_city_are_a_state_only_in_the_us(printed: str, expected: set[str]) -> None:
    assert set(codes(printed)) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "outside the EU",
        "outside the EU/EEA",
        "EU/ETA-alueen ulkopuolella",
        "utanför EU/EES",
        "außerhalb der EU",
        "hors de l'UE",
        "Outside Singapore",
        "outside of the United States",
        "außerhalb der Schweiz",
    ],
)
def test_a_bloc_that_is_only_named_as_left_is_no_place(printed: str) -> None:
    assert codes(printed) == []


@pytest.mark.parametrize(
    "text",
    [
        "it is in no list",
        "as an example",
        "names and e-mail addresses",
        "turkey sandwich",
        "hosting",
        "",
        "12345",
        "to be or not to be",
    ],
)
def test_words_in_small_letters_are_no_places(text: str) -> None:
    assert codes(text) == []


def test_a_bloc_in_small_letters_counts_at_the_end_of_a_row_of_places() -> None:
    assert codes("United States and global") == ["US", "GLOBAL"]
    assert codes("USA / worldwide (all edges)") == ["US", "GLOBAL"]
    assert codes("United States, served from a global network") == ["US"]


def test_two_letters_that_mean_not_applicable_or_a_continent_are_no_country() -> None:
    assert codes("NA") == []
    assert codes("EU / NA") == ["EU"]
    assert codes("Namibia") == ["NA"]


@pytest.mark.parametrize("text", ["Finland", "Helsinki, Finland", "EU/USA", "Germany (Frankfurt)", "IE, DE"])
def test_a_cell_that_holds_places_alone(text: str) -> None:
    assert is_place_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hosting of the service in Germany and everything else that our customers need",
        "",
        "Fernpost",
        "e-mail",
    ],
)
def test_a_cell_that_says_more(text: str) -> None:
    assert not is_place_only(text)


def test_places_stand_where_they_are_printed() -> None:
    text = "Suomi / EU, (Frankfurt)"
    assert [(text[p.start : p.end], p.printed) for p in find_places(text)] == [
        (name, name) for name in ("Suomi", "EU", "Frankfurt")
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("United States (MA)", ["US", "US"]),
        ("USA (DE)", ["US", "US"]),
        ("Canada (ON)", ["CA", "CA"]),
        ("USA, DE", ["US", "DE"]),
        ("Germany (DE)", ["DE", "DE"]),
        ("EU (DE, FI)", ["EU", "DE", "FI"]),
    ],
)
def test_two_letters_in_brackets_after_a_country_with_states_are_one_of_them(
    text: str, codes: list[str]
) -> None:
    assert [place.code for place in find_places(text)] == codes
