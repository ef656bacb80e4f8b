"""Names of companies: legal forms, and which part of a printed name is the brand and which the legal entity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ketju.core.packaged import table
from ketju.core.vocabulary.phrases import phrases
from ketju.core.vocabulary.places import find_places, is_place_only

_WORDS = re.compile(r"\S+")
_EDGES = ",;:*†‡\"'“”„»«"
_BRACKETS = re.compile(r"^(?P<outer>.+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]\W*$", re.S)
_SLASH = re.compile(r"\s+/\s+|\s+\|\s+|\n")
FORMER = ("formerly", "previously", "vormals", "ehemals", "anciennement", "tidigare", "entinen", "voorheen")
LONGEST_FORM = 6
"""A legal form has at most this many words."""
_POSTCODE = re.compile(r"(?:^|[,\n])\s*[1-9]\d{3}\s$")
_UNHEARD = re.compile(r"[^\w&+]")


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form in a name: as printed, the countries that know it, and where it stands (code points)."""

    printed: str
    countries: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=16384)
def _key(form: str) -> str:
    return _UNHEARD.sub("", form).casefold() or form.strip("/,;:()–—-| ")


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Folded form → (the spellings without dots, countries)."""
    found: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}
    for form, countries in table("forms").items():
        spellings, known = found.get(_key(form), (frozenset(), ()))
        bare = form.replace(".", "")
        spelt = {bare} if "." not in form or any(c.isupper() for c in bare) else set()
        found[_key(form)] = (spellings | spelt, tuple(sorted({*known, *countries})))
    return found


@lru_cache(maxsize=4096)
def _is_printed_as_form(printed: str, spellings: frozenset[str]) -> bool:
    """Short forms count only when their case says so: "AS" is a form, "as" is a word."""
    letters = [c for c in printed if c.isalpha()]
    if "." in printed or "/" in printed:
        return True
    if printed.islower():
        return any(spelling.islower() for spelling in spellings)
    if len(letters) > 3 or printed in spellings:
        return True
    if printed.isupper():
        return any(spelling[:1].isupper() for spelling in spellings)
    return printed[:1].isupper() and any(not spelling.isupper() for spelling in spellings)


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The folded first words of all spellings: where a form may start."""
    return frozenset(_key(form.split()[0]) for form in table("forms"))


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Everything that a folded form may begin with, itself included."""
    return frozenset(form[:end] for form in _forms() for end in range(len(form) + 1))


@lru_cache(maxsize=1 << 17)
def legal_forms(name: str) -> tuple[LegalForm, ...]:
    """The legal forms in ``name``, in order; longest reading first, no overlaps."""
    known, starts = _forms(), _first_words()
    words = [(m.start(), m.end(), _key(m[0])) for m in _WORDS.finditer(name)]
    if not any(word[2] in starts for word in words):
        return ()
    found, index = [], 0
    while index < len(words):
        width = 1
        if words[index][2] and words[index][2] in starts:
            form, width = _form_at(name, words, index, known)
            found += [form] if form and not _leads_a_word(name, form) and not _in_postcode(name, form) else []
        index += width
    return tuple(found)


def _leads_a_word(name: str, form: LegalForm) -> bool:
    """Whether a form at the front is followed by a small letter: "AB testing" is no company."""
    return form.start == 0 and name[form.end :].lstrip()[:1].islower()


def _in_postcode(name: str, form: LegalForm) -> bool:
    """Whether a form is the end of a Dutch postcode before a town: "1011 AB Amsterdam"."""
    return (
        len(form.printed) == 2
        and _POSTCODE.search(name, 0, form.start) is not None
        and (name[form.end : form.end + 1] == " " and name[form.end :].lstrip()[:1].isupper())
    )


def _form_at(
    name: str,
    words: list[tuple[int, int, str]],
    index: int,
    known: dict[str, tuple[frozenset[str], tuple[str, ...]]],
) -> tuple[LegalForm | None, int]:
    """The longest form that starts at word ``index``, and how many words it has (1 when there is none)."""
    beginnings = _beginnings()
    heard, entries = "", []
    for width in range(1, min(LONGEST_FORM, len(words) - index) + 1):
        heard += words[index + width - 1][2]
        if heard not in beginnings:
            break
        if heard in known:
            entries.append((width, known[heard]))
    for width, entry in reversed(entries):
        printed = name[words[index][0] : words[index + width - 1][1]].strip(_EDGES)
        printed = printed.strip("()") if printed.count("(") != printed.count(")") else printed
        if printed and _is_printed_as_form(printed, entry[0]):
            begin = name.index(printed, words[index][0])
            return LegalForm(printed, entry[1], begin, begin + len(printed)), width
    return None, 1


def has_legal_form(name: str) -> bool:
    """Whether ``name`` has a legal form beside a name proper."""
    return any(form.start > 0 or form.end < len(name.rstrip()) for form in legal_forms(name))


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A printed name taken apart; ``legal_entity`` and ``brand`` are empty unless both are printed."""

    name: str
    legal_entity: str = ""
    brand: str = ""


def _parts(name: str) -> list[str]:
    for match in phrases(name):
        if match.meaning == "legal.dba" and match.start > 0:
            return [name[: match.start].strip(" ,("), name[match.end :].strip(" ,.)")]
    pieces = [piece.strip(" ,") for piece in _SLASH.split(name) if piece.strip(" ,")]
    if len(pieces) == 2:
        return pieces
    brackets = _BRACKETS.match(name)
    if brackets:
        return [brackets["outer"].strip(" ,*†‡"), brackets["inner"].strip(" ,")]
    return [name]


def _is_all_places(text: str) -> bool:
    covered = sum(place.end - place.start for place in find_places(text))
    return covered >= len(re.sub(r"[\s,/&.-]", "", text))


def company_name(printed: str) -> CompanyName:
    """Take a printed name apart: "Brevo (Sendinblue SAS)" has a brand and a legal entity, "Google LLC" has one name.

    Source: L-1.
    """
    name = re.sub(r"\s+", " ", printed).strip()
    former = next(
        (m for m in phrases(name) if m.meaning == "legal.dba" and name[m.start : m.end].lower() in FORMER),
        None,
    )
    if former and former.start > 0:
        return CompanyName(
            name, name[: former.start].strip(" ,(") if has_legal_form(name[: former.start]) else ""
        )
    parts = _parts(printed.strip())
    if len(parts) != 2 or not all(parts):
        return CompanyName(name)
    if is_place_only(parts[1]) and _is_all_places(parts[1]):
        return CompanyName(name)
    legal = [has_legal_form(part) for part in parts]
    if legal == [True, False]:
        return CompanyName(name, *(re.sub(r"\s+", " ", part) for part in parts))
    if all(legal):
        return CompanyName(name, name)
    if legal == [False, True]:
        return CompanyName(name, *(re.sub(r"\s+", " ", part) for part in reversed(parts)))
    return CompanyName(name)
