"""Names of parts and other names. Expected values from TFEU Art. 349 and 355, the Act of Accession 1985, ISO 3166-1."""

import pytest

from ketju.core.territory.facts import NAMED_IN, country_codes, decisions, other_names, parts
from ketju.core.territory.names import code_named, part_named, part_with_code
from ketju.text.render import LANGUAGES


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Ceuta", "ES"),
        ("MELILLA", "ES"),
        ("Ceuta and Melilla", "ES"),
        ("Canary Islands", "ES"),
        ("Kanariansaaret", "ES"),
        ("Kanarieöarna", "ES"),
        ("ic", "ES"),
        ("Azores", "PT"),
        ("Azorit", "PT"),
        ("Azorerna", "PT"),
        ("Madeira", "PT"),
        ("Svalbard", "SJ"),
        ("Huippuvuoret", "SJ"),
        ("Jan  Mayen", "NO"),
    ],
)
def test_a_part_is_known_by_its_name(text, country):
    part = part_named(text)
    assert part is not None
    assert part.country == country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Vatican", "VA"),
        ("Holy See", "VA"),
        ("Vatikaani", "VA"),
        ("Pyhä istuin", "VA"),
        ("Heliga stolen", "VA"),
        ("European Union", "EU"),
        ("Europeiska ekonomiska samarbetsområdet", "EEA"),
        ("European Patent Organisation", "EPO"),
        ("Euroopan patenttijärjestö", "EPO"),
        ("Europeiska patentorganisationen", "EPO"),
    ],
)
def test_a_place_or_organisation_is_known_by_its_other_names(text, code):
    assert code_named(text) == code


@pytest.mark.parametrize("text", ["", "Atlantis", "Spain", "Ceuta, Spain"])
def test_any_other_text_names_neither(text):
    assert part_named(text) is None
    assert code_named(text) is None


def test_codes_reserved_beside_iso_are_those_of_parts():
    assert {part.code for part in parts() if part.code} == {"IC", "EA"}
    assert part_with_code("") is None


def test_facts_name_every_part_in_every_language_of_the_product():
    assert sorted(NAMED_IN) == sorted(LANGUAGES)
    assert all(part.names[language] for part in parts() for language in NAMED_IN)
    assert all(part.country in country_codes() and part.source and part.basis for part in parts())
    destinations = {one.destination for one in decisions()}
    assert set(other_names()) <= country_codes() | destinations | {"EU", "EEA"}
