"""The words of one language, by message key.

A catalogue (``locale/<language>/LC_MESSAGES/ketju.po``) maps keys to texts with named places: "read.bad-row" →
"Row {row} …". A key with the parameter ``count`` may have a text for each plural form.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from pathlib import Path

LANGUAGES = ("en", "fi", "sv")
"""The languages of everything that is ours, the one to fall back on first."""

DOMAIN = "ketju"
MOST_KEYS = 4096
"""For so many keys it is remembered whether there are words for them."""
_LOCALE = Path(__file__).parent / "locale"


class _Given(dict[str, object]):
    """What fills in a text; a place without a value stays as it is written, so that no message is lost."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


class Phrasebook:
    """Turns message keys and parameters into words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        path = _LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        with path.open("rb") as file:
            self._catalogue = GNUTranslations(file)
        self._known: dict[str, bool] = {}

    def __call__(self, key: str, /, **params: object) -> str:
        """The words for ``key``; the key itself where nobody has written any, and nothing for no key."""
        if not key:
            return ""
        count = params.get("count")
        words = self._catalogue
        text = words.ngettext(key, key, count) if isinstance(count, int) else words.gettext(key)
        return text.format_map(_Given(params)) if "{" in text else text

    def has(self, key: str) -> bool:
        """Whether there are words for ``key``."""
        known = self._known.get(key)
        if known is None:
            words = self._catalogue
            known = words.gettext(key) != key or words.ngettext(key, key, 1) != key
            if len(self._known) < MOST_KEYS:
                self._known[key] = known
        return known


@cache
def phrasebook(language: str) -> Phrasebook:
    """The phrasebook of a language, English for one that has none."""
    return Phrasebook(language if language in LANGUAGES else LANGUAGES[0])
