"""Articles of the GDPR as lawyers of each language cite them: in one way wherever they stand."""

from __future__ import annotations

from ketju.text.periods import rule_words
from ketju.text.render import Phrasebook


def article_words(article: str, phrases: Phrasebook) -> str:
    """An article by its number: "28(2)" is "GDPR Art. 28(2)", "tietosuoja-asetuksen 28 artiklan 2 kohta",
    "artikel 28.2 i dataskyddsförordningen"; "44 to 46" are several.
    """
    return phrases("law.article", article=rule_words(article.replace(" to ", "–"), phrases))
