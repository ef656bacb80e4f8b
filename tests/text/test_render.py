from __future__ import annotations

from ketju.text.render import phrasebook


def test_a_key_becomes_words_in_each_language() -> None:
    assert phrasebook("en")("yes") == "yes"
    assert phrasebook("fi")("yes") == "kyllä"
    assert phrasebook("sv")("yes") == "ja"


def test_parameters_fill_places() -> None:
    assert phrasebook("en")("date-wrong", found="31.1.") == "“31.1.” is not a date."
    assert phrasebook("fi")("date-wrong", found="31.1.") == "”31.1.” ei ole päivämäärä."


def test_a_count_chooses_the_plural() -> None:
    english, finnish = phrasebook("en"), phrasebook("fi")

    assert english("count.entries", count=1) == "1 entry"
    assert english("count.entries", count=0) == "0 entries"
    assert finnish("count.entries", count=1) == "1 merkintä"
    assert finnish("count.entries", count=2) == "2 merkintää"


def test_a_place_without_a_value_stays_and_stops_nothing() -> None:
    assert phrasebook("en")("date-wrong") == "“{found}” is not a date."


def test_braces_in_values_are_left_alone() -> None:
    assert phrasebook("en")("date-wrong", found="{x}") == "“{x}” is not a date."


def test_a_key_without_words_is_shown_as_it_is() -> None:
    phrases = phrasebook("sv")

    assert phrases("no.such-key") == "no.such-key"
    assert not phrases.has("no.such-key")


def test_no_key_has_no_words() -> None:
    assert phrasebook("en")("") == ""


def test_a_language_without_a_catalogue_is_english() -> None:
    assert phrasebook("de")("yes") == "yes"


def test_a_key_with_plural_forms_alone_has_words() -> None:
    assert phrasebook("en").has("count.entries")
