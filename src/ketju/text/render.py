"""The words of one language, by message key.

A catalogue (``locale/<language>/LC_MESSAGES/ketju.po``) maps keys to texts with named places: "read.bad-row" →
"Row {row} …". A key with the parameter ``count`` may have a text for each plural form.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from string import Formatter

LANGUAGES = ("en", "fi", "sv")
"""The languages of everything that is ours, the one to fall back on first."""

DOMAIN = "ketju"
_LOCALE = Path(__file__).parent / "locale"


class _Lenient(Formatter):
    """Fills in what is there; a place without a value stays as it is written, so that no message is lost."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> object:
        return kwargs.get(key, f"{{{key}}}") if isinstance(kwargs, dict) else f"{{{key}}}"


class Phrasebook:
    """Turns message keys and parameters into words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        path = _LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        with path.open("rb") as file:
            self._catalogue = GNUTranslations(file)

    def __call__(self, key: str, /, **params: object) -> str:
        """The words for ``key``; the key itself where nobody has written any, and nothing for no key."""
        if not key:
            return ""
        count = params.get("count")
        words = self._catalogue
        text = words.ngettext(key, key, count) if isinstance(count, int) else words.gettext(key)
        return _Lenient().vformat(text, (), params) if "{" in text else text

    def has(self, key: str) -> bool:
        """Whether there are words for ``key``."""
        return self._catalogue.gettext(key) != key or self._catalogue.ngettext(key, key, 1) != key


@cache
def phrasebook(language: str) -> Phrasebook:
    """The phrasebook of a language, English for one that has none."""
    return Phrasebook(language if language in LANGUAGES else LANGUAGES[0])
