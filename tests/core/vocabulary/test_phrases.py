"""Phrases that tell what a part of a document is, and answers of yes and no."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.phrases import answer, has, has_in, is_whole, phrases

YES_NO = {
    "en": ("yes", "no"),
    "fi": ("kyllä", "ei"),
    "sv": ("ja", "nej"),
    "da": ("ja", "nej"),
    "nb": ("ja", "nei"),
    "nn": ("ja", "nei"),
    "is": ("já", "nei"),
    "de": ("ja", "nein"),
    "nl": ("ja", "nee"),
    "fr": ("oui", "non"),
    "es": ("sí", "no"),
    "pt": ("sim", "não"),
    "it": ("sì", "no"),
    "ro": ("da", "nu"),
    "pl": ("tak", "nie"),
    "cs": ("ano", "ne"),
    "sk": ("áno", "nie"),
    "sl": ("da", "ne"),
    "hr": ("da", "ne"),
    "hu": ("igen", "nem"),
    "et": ("jah", "ei"),
    "lv": ("jā", "nē"),
    "lt": ("taip", "ne"),
    "bg": ("да", "не"),
    "el": ("ναι", "όχι"),
    "mt": ("iva", "le"),
}


@pytest.mark.parametrize("language", YES_NO)
def test_yes_and_no_in_each_language(language: str) -> None:
    yes, no = YES_NO[language]
    for printed in (yes, yes.capitalize(), yes.upper(), f"{yes}."):
        assert answer(printed, (language,)) is True, printed
    for printed in (no, no.capitalize(), f"{no}."):
        assert answer(printed, (language,)) is False, printed


@pytest.mark.parametrize("text", ["", "N/A", "maybe", "Finland", "nothing", "yesterday", "-"])
def test_what_is_no_answer_is_left_open(text: str) -> None:
    assert answer(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "List of sub-processors",
        "Luettelo alikäsittelijöistä",
        "Lista över underbiträden",
        "Liste der Unterauftragsverarbeiter",
        "Liste des sous-traitants ultérieurs",
        "Lijst van subverwerkers",
        "Lista podprocesorów",
    ],
)
def test_titles_of_lists_are_known(text: str) -> None:
    assert has(text, "list") is not None


@pytest.mark.parametrize(
    "text", ["Opening hours", "Aukioloajat", "Prices", "Über uns", "Nous contacter", "Fernpost Ltd"]
)
def test_other_titles_are_no_lists(text: str) -> None:
    assert has(text, "list") is None


def test_a_phrase_is_found_inside_a_sentence_and_told_with_its_place() -> None:
    text = "Larkwire is not a sub-processor but an independent controller."
    match = has(text, "negation.not_listed")
    assert match is not None
    assert 0 <= match.start < match.end <= len(text)


def test_only_languages_that_are_asked_for_count() -> None:
    match = has("List of sub-processors", "list")
    assert match is not None
    assert has_in("List of sub-processors", {"en"}, match.meaning) is not None
    assert has_in("Zubrowel", {"en"}, match.meaning) is None


def test_a_text_that_is_nothing_but_a_phrase() -> None:
    assert is_whole("Yes", "answers.yes")
    assert not is_whole("Yes, in part", "answers.yes")
    assert not is_whole("", "answers.yes")


def test_phrases_come_in_order_of_place() -> None:
    found = phrases("Yes: the list of sub-processors, as we notify customers of new sub-processors. No.")
    assert [one.first for one in found] == sorted(one.first for one in found)
