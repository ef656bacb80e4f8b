"""Whether a text of a register file is what its place asks for: a country, a language, a date, a token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from ketju.core.model.date import partial_date_from_iso
from ketju.core.packaged import table
from ketju.core.register.nearest import nearest
from ketju.core.register.shape import Check
from ketju.core.register.slugs import is_slug, slug
from ketju.core.territory.membership import BLOCS, is_country, is_place_code, iso_code
from ketju.core.vocabulary.places import find_places

TLP_LABELS = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")
"""The labels of TLP 2.0. Source: requirements 6.6."""

LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
TOKEN = r"[A-Za-z][A-Za-z0-9_:.-]*"
DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
NUMBER = r"[0-9]{1,5}"
YES = ("yes", "true")
NO = ("no", "false")

Fault = tuple[str, dict[str, str]]
"""The code of a problem and its parameters."""


def fault_in(text: str, check: Check) -> Fault | None:
    """What is wrong with a text of which something is asked, or None. Source: requirements 6.5, 6.6."""
    match check:
        case "language" if not re.fullmatch(LANGUAGE, text):
            return "register.bad-language", {"found": text}
        case "token" if not re.fullmatch(TOKEN, text):
            return "register.bad-token", {"found": text}
        case "country" if not is_country(text):
            return "register.unknown-country", {"found": text, "suggestions": _countries(text)}
        case "place" if not is_place_code(text):
            return "register.unknown-country", {"found": text, "suggestions": _countries(text, BLOCS)}
        case "tlp" if text not in TLP_LABELS:
            return choice_fault(text.replace("WHITE", "CLEAR"), TLP_LABELS, found=text)
        case "id" if not is_slug(text):
            return "register.bad-id", {"found": text, "suggestions": slug(text)}
        case "scheme" if scheme_ids() and text not in scheme_ids():
            suggestions = ", ".join(nearest(text, scheme_ids()))
            return "register.unknown-scheme", {"found": text, "suggestions": suggestions}
    return None


def choice_fault(text: str, values: Iterable[str], found: str = "") -> Fault:
    """The fault of a text that is none of the values."""
    known = tuple(values)
    suggestions = ", ".join(nearest(text, known, limit=1))
    return "register.bad-choice", {
        "found": found or text,
        "suggestions": suggestions,
        "known": ", ".join(known),
    }


def date_of(text: str) -> str | None:
    """The date if it is one: year, month or day precision, in the calendar."""
    try:
        return str(partial_date_from_iso(text)) if re.fullmatch(DATE, text, re.ASCII) else None
    except ValueError:
        return None


def number_of(text: str) -> int | None:
    """The number if it is one: whole, not negative, not beyond 99999."""
    return int(text) if re.fullmatch(NUMBER, text, re.ASCII) else None


def flag_of(text: str) -> bool | None:
    """The answer if it is one: yes and true, no and false."""
    return True if text in YES else False if text in NO else None


def bad_character(text: str) -> str:
    """The first control character but for tabs and line ends, as "U+0007"; "" for none."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\t\n":
            return f"U+{ord(character):04X}"
    return ""


@cache
def scheme_ids() -> tuple[str, ...]:
    """The schemes of company identifiers that the vocabulary knows."""
    return tuple(scheme["id"] for scheme in table("identifiers").get("scheme", ()))


def _countries(text: str, besides: Iterable[str] = ()) -> str:
    """The codes that a text may have been meant for: a name, a code of EU usage, small letters."""
    code = iso_code(text.upper())
    if is_country(code) or code in besides:
        return code
    named = (place.code for place in find_places(text))
    return ", ".join(dict.fromkeys(code for code in named if is_country(code) or code in besides))
