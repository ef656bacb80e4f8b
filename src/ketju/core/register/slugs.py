"""Ids made from names: "Hetzner Online GmbH" → "hetzner-online-gmbh".

An id is made once, when its record enters the register, and then stored: a company that is renamed keeps it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import replace

from ketju.core.model.register import Register
from ketju.core.vocabulary.fold import fold

MAX_LENGTH = 60
NAMELESS = "unnamed"
"""The id of something whose name has no letter or digit."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’](?=\w)")

# Each letter with its reading, as road signs write it rather than with the diacritics of ISO 9.
_READINGS = (
    "аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya "
    "іi їi єie ґg ўu јj љlj њnj ћc ђdj џdz ѕdz ѓgj ќkj "
    "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo"
)
_LETTERS = {reading[0]: reading[1:] for reading in _READINGS.split()}
_NAMED = re.compile(r"(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?(\w+)|HANGUL SYLLABLE (\w+)")


def is_slug(text: str) -> bool:
    """Whether ``text`` may be an id: small Latin letters and digits with single hyphens between."""
    return len(text) <= MAX_LENGTH and _SLUG.fullmatch(text) is not None


def slug(name: str) -> str:
    """The id that a name asks for.

    Letters of other scripts are written in Latin; a character without a reading becomes its code point.

    >>> slug("Järvi & Söhne GmbH"), slug("Яндекс"), slug("株式会社")
    ('jarvi-sohne-gmbh', 'yandeks', 'u682a-u5f0f-u4f1a-u793e')
    """
    found = _NOT_SLUG.sub("-", _in_latin(_APOSTROPHES.sub("", name))).strip("-")
    if len(found) > MAX_LENGTH:
        found = found[: MAX_LENGTH + 1].rpartition("-")[0] or found[:MAX_LENGTH]
    return found.strip("-") or NAMELESS


def _in_latin(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(_latin(c) for c in unicodedata.normalize("NFC", text))


def _latin(character: str) -> str:
    """A character in small Latin letters and digits; anything else stands for a gap."""
    named = None if character.isascii() else _NAMED.fullmatch(unicodedata.name(character, ""))
    if named:
        return (named[1] or named[2]).lower()
    return "".join(_letter(letter) for letter in fold(character))


def _letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _LETTERS:
        return _LETTERS[letter]
    if unicodedata.category(letter) == "Lo":
        return f"-u{ord(letter):04x}-"
    return str(unicodedata.decimal(letter, "-"))


def assign_ids(names: Sequence[str], stored: Sequence[str] = ()) -> tuple[str, ...]:
    """An id for each name, in order; equal ones are told apart by "-2", "-3" …

    ``stored`` holds the ids that the first of the names already have, "" for none: those are kept, whatever
    the name is now, and no new id is equal to one of them. Raises ValueError when a stored id occurs twice.
    """
    kept = [given for given in stored if given]
    if len(set(kept)) != len(kept) or len(stored) > len(names):
        raise ValueError("stored ids must differ and belong to a name")
    taken = set(kept)
    last: dict[str, int] = {}
    found = []
    for index, name in enumerate(names):
        given = stored[index] if index < len(stored) else ""
        found.append(given or _free(slug(name), taken, last))
        taken.add(found[-1])
    return tuple(found)


def _free(wanted: str, taken: Collection[str], last: dict[str, int]) -> str:
    """``wanted``, or with the next number that is free; ``last`` remembers where the search for it ended."""
    if wanted not in taken:
        return wanted
    number = last.get(wanted, 1) + 1
    while (candidate := _numbered(wanted, number)) in taken:
        number += 1
    last[wanted] = number
    return candidate


def _numbered(wanted: str, number: int) -> str:
    ending = f"-{number}"
    return wanted[: MAX_LENGTH - len(ending)].rstrip("-") + ending


def with_entry_ids(register: Register) -> Register:
    """The register with an id for every entry that has none."""
    entries = register.entries
    ids = assign_ids([entry.name for entry in entries], [entry.id for entry in entries])
    return replace(register, entries=tuple(replace(e, id=i) for e, i in zip(entries, ids, strict=True)))
