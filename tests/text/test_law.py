"""Articles are cited in one way in each language, in sentences that are put together and in those of the catalogues.

Expected values: how the GDPR itself is cited in the Official Journal in English, Finnish and Swedish.
"""

from __future__ import annotations

import re

import pytest

from ketju.text.law import article_words
from ketju.text.render import LANGUAGES, phrasebook
from tests.text.test_catalogues import messages, texts

OTHER_WAYS = {
    "en": r"\bArticles? \d|\bart\. ?\d|\barticle \d",
    "fi": r"\b[Aa]rt\.|(?<![\d}] )\bartikla\w* (?:\d|\{)|\bGDPR\S* \d|\d+\(\d+\)",
    "sv": r"\b[Aa]rt\.|\bGDPR\S* artikel|\bartikel \d+\(\d+\)|\d+ artikel",
}


@pytest.mark.parametrize(
    ("article", "en", "fi", "sv"),
    [
        ("28", "GDPR Art. 28", "tietosuoja-asetuksen 28 artikla", "artikel 28 i dataskyddsförordningen"),
        (
            "28(2)", "GDPR Art. 28(2)", "tietosuoja-asetuksen 28 artiklan 2 kohta",
            "artikel 28.2 i dataskyddsförordningen",
        ),
        (
            "46(2)(c)", "GDPR Art. 46(2)(c)", "tietosuoja-asetuksen 46 artiklan 2 kohdan c alakohta",
            "artikel 46.2 c i dataskyddsförordningen",
        ),
        (
            "44 to 46", "GDPR Art. 44–46", "tietosuoja-asetuksen 44–46 artikla",
            "artikel 44–46 i dataskyddsförordningen",
        ),
    ],
)  # fmt: skip
def test_an_article_is_cited_as_in_the_official_journal(article: str, en: str, fi: str, sv: str) -> None:
    assert [article_words(article, phrasebook(one)) for one in LANGUAGES] == [en, fi, sv]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_cites_the_law_in_another_way(language: str) -> None:
    found = [
        (key, text)
        for key, message in messages(language).items()
        for text in texts(message)
        if re.search(OTHER_WAYS[language], text)
    ]
    assert found == []
