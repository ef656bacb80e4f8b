"""The language of a text is told from its commonest words."""

from __future__ import annotations

import pytest

from ketju.core.vocabulary.languages import languages_of

SENTENCES = {
    "en": "The customer may object to the change in writing when there is a good reason for it.",
    "fi": "Asiakas voi vastustaa muutosta kirjallisesti, jos siihen on perusteltu syy, ja me vastaamme siihen.",
    "sv": "Kunden kan invända mot ändringen skriftligen om det finns skäl för det och vi svarar på den.",
    "de": "Der Kunde kann der Änderung schriftlich widersprechen, wenn es dafür einen guten Grund gibt.",
    "fr": "Le client peut s'opposer au changement par écrit, s'il y a une bonne raison pour cela dans les délais.",
    "es": "El cliente puede oponerse al cambio por escrito si hay una buena razón para ello en los plazos.",
    "it": "Il cliente può opporsi alla modifica per iscritto se vi è un buon motivo per farlo nei termini.",
    "nl": "De klant kan schriftelijk bezwaar maken tegen de wijziging als er een goede reden voor is.",
    "pl": "Klient może sprzeciwić się zmianie na piśmie, jeżeli istnieje ku temu ważny powód, w ciągu dni.",
    "hu": "Az ügyfél írásban tiltakozhat a változás ellen, ha erre jó oka van, és mi válaszolunk rá.",
    "el": "Ο πελάτης μπορεί να αντιταχθεί στην αλλαγή γραπτώς, εάν υπάρχει σοβαρός λόγος για αυτό.",
    "bg": "Клиентът може да възрази писмено срещу промяната, ако има основателна причина за това.",
    "et": "Klient võib muudatusele kirjalikult vastu vaielda, kui selleks on mõjuv põhjus ja see on tähtis.",
    "lt": "Klientas gali raštu prieštarauti pakeitimui, jei tam yra svarbi priežastis ir apie tai praneša.",
    "lv": "Klients var rakstiski iebilst pret izmaiņām, ja tam ir pamatots iemesls un par to paziņo.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_told_by_its_words(language: str) -> None:
    assert languages_of(SENTENCES[language])[:1] == (language,)


@pytest.mark.parametrize("text", ["", "12345", "Zubrowel Qvarn", "!?"])
def test_a_text_without_words_has_no_language(text: str) -> None:
    assert languages_of(text) == ()


def test_labels_weigh_more_than_running_text() -> None:
    assert languages_of("", ["Alikäsittelijä", "Käyttötarkoitus", "Sijainti"])[0] == "fi"


def test_two_languages_of_one_text_are_both_told() -> None:
    assert {"fi", "en"} <= set(languages_of(SENTENCES["fi"] * 2 + " " + SENTENCES["en"] * 2))


def test_a_letter_of_a_compound_is_no_word_of_another_language() -> None:
    block = "Esimerkki Oy\nY-tunnus: 1234567-1\nTiedot eivät ole julkisia.\n"
    assert languages_of(block * 15) == ("fi",)
