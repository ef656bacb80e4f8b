"""The quick way to read canonical JSON that is exactly as Ketju wrote it, which its own hash shows.

Anything else, and anything in which the least thing is wrong, is left to the reader that says what and where.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from typing import Any

from ketju.core.model.register import Register
from ketju.core.register.canonical import SOURCE, language_tag, register_from_data
from ketju.core.register.shape import Kind, MapKind, NumberKind, RecordKind, TextKind, WordsKind
from ketju.core.register.slugs import is_slug
from ketju.formats.registerfile.checks import LANGUAGE, fault_in, number_of

_START = '{"register":'
_RELEASE = ',"release":{'
_END = re.compile(r'(?:,"release":(\{.*\}))?,"sha256":"([0-9a-f]{64})"\}\s*', re.S)

_UNUSUAL = re.compile(r"\\u[0-9a-f]{4}|\\[bfr]|[\x7f-\x9f]")
"""Control characters and half surrogate pairs, as RFC 8785 writes them."""


def register_as_written(text: str) -> Register | None:
    """The register in JSON whose hash is that of its own bytes and in which all is right; None for any other text."""
    if not text.startswith(_START):
        return None
    begin = text.rfind(_RELEASE)  # no string holds this: quotes within strings are escaped
    end = _END.fullmatch(text, begin if begin > 0 else text.rfind(',"sha256":'))
    if end is None:
        return None
    inner = text[len(_START) : end.start()]
    if not _is_intact(inner, end[2]):
        return None
    del text
    try:
        data, release = json.loads(inner), json.loads(end[1] or "{}")
    except ValueError:
        return None
    del inner
    if not isinstance(data, dict) or set(data) & set(release):
        return None
    look = _Look()
    try:
        register = register_from_data({**data, **release}, look)
    except ValueError:
        return None
    return register if look.references_are_known() else None


def _is_intact(inner: str, stated: str) -> bool:
    """Whether the hash is right, and the text such as is kept in registers."""
    if _UNUSUAL.search(inner) or not unicodedata.is_normalized("NFC", inner):
        return False
    try:
        return hashlib.sha256(inner.encode()).hexdigest() == stated
    except UnicodeEncodeError:
        return False


class _Look:
    """Looks at values as the reader of register files does, and raises ValueError at the first that is not right."""

    def __init__(self) -> None:
        self.ids: dict[str, set[str]] = {}
        self.references: set[tuple[str, str]] = set()
        self._right: set[tuple[str, str]] = set()

    def __call__(self, kind: Kind, data: Any) -> None:
        """Look at one value."""
        match kind:
            case TextKind(check, home):
                self._text(data, check, home)
            case NumberKind() if number_of(str(data)) is None:
                raise ValueError("a number")
            case MapKind(of):
                self.ids[of.__name__] = set(data)
                if not all(map(is_slug, data)):
                    raise ValueError("an id")
            case RecordKind():
                raise ValueError("something is missing")
            case WordsKind():
                self._words(data)

    def references_are_known(self) -> bool:
        """Whether every id that is referred to is there."""
        known = {f"{name.lower()}s": ids for name, ids in self.ids.items()}
        return all(name in known.get(_HOMES.get(home, home), ()) for home, name in self.references)

    def _text(self, text: str, check: Any, home: str) -> None:
        if home:
            self.references.add((home, text))
        if not check or (check, text) in self._right:
            return
        if fault_in(text, check) or (check == "language" and language_tag(text) != text):
            raise ValueError(text)
        self._right.add((check, text))

    def _words(self, data: dict[str, Any]) -> None:
        """Texts by language tags, the original named where there are several."""
        tags = set(data) - {SOURCE}
        ok = all(re.fullmatch(LANGUAGE, tag) and language_tag(tag) == tag for tag in tags)
        if not ok or not all(type(text) is str for text in data.values()):
            raise ValueError("words")
        if (len(tags) > 1) != (data.get(SOURCE) in tags if SOURCE in data else False):
            raise ValueError("words")


_HOMES = {"entries": "entrys"}
