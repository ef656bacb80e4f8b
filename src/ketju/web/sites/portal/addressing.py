"""Words about what a customer agreed, as they are said to the customer itself."""

from __future__ import annotations

from functools import cache
from typing import Final

from ketju.text.render import Phrasebook
from ketju.web.base.pages.templatetags.words import words

OWN: Final = {"terms.layer.customer": "web.desk.layer.own"}
"""Keys that speak of "the customer", and the keys that speak to it."""


class OwnWords(Phrasebook):
    """The words of a language, with what a customer agreed said as its own."""

    def __call__(self, key: str, /, **params: object) -> str:
        return super().__call__(OWN.get(key, key), **params)


@cache
def _book(language: str) -> OwnWords:
    return OwnWords(language)


def own_words() -> OwnWords:
    """The words in the reader's language."""
    return _book(words().language)
