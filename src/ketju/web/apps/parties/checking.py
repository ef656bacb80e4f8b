"""Check what people, programs and files write into fields, the same for all three: values, and faults beside them.

A fault names its field and a key for words; nothing is written while there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from datetime import date
from functools import lru_cache
from typing import Any

from ketju.core.problems import Problem
from ketju.core.territory.authorities import authority_named
from ketju.core.territory.membership import is_country, iso_code
from ketju.core.vocabulary.identifiers import is_valid, read_identifier, schemes
from ketju.text.render import LANGUAGES

ROLES = ("controller", "processor")
"""What a customer is: a controller, or itself a processor such as an agency."""
RELATIONS = ("own", "employee", "partner")
"""Whose a contact is: the company's own contact, an employee, an outside partner (D-163)."""
LONGEST = 200
"""So many characters may a line have."""
LONGEST_NOTE = 1000
"""So many characters may an address over several lines have."""


class Wrong(ValueError):
    """A field holds what it cannot hold: a key for words, and what fills them in."""

    def __init__(self, key: str, **params: str) -> None:
        super().__init__(key)
        self.key = f"web.wrong.{key}"
        self.params = params


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field."""

    field: str
    key: str
    params: Mapping[str, str] = member(default_factory=dict)


class Refused(Problem):
    """Nothing was written, as fields are wrong. ``faults`` has a line for each. Params: count."""

    code = "web.refused"
    hint = "web.refused.hint"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


Reader = Callable[[str], Any]
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,30}")
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.(\d\d?)\.(\d{4})")
_YES = frozenset({"yes", "true", "1", "kyllä", "ja", "x"})
_NO = frozenset({"no", "false", "0", "ei", "nej", ""})


def line(given: str) -> str:
    """One line of text. Raises Wrong."""
    return _text(" ".join(given.split()), LONGEST)


def lines(given: str) -> str:
    """Text over several lines. Raises Wrong."""
    return _text(given.strip().replace("\r\n", "\n"), LONGEST_NOTE)


def _text(given: str, most: int) -> str:
    if len(given) > most:
        raise Wrong("long", most=str(most))
    if _ODD.search(given):
        raise Wrong("characters")
    return given


def code(given: str) -> str:
    """An id of another system. Raises Wrong."""
    text = _text(given.strip(), 80)
    if len(text.split()) > 1:
        raise Wrong("code")
    return text


@lru_cache(maxsize=512)
def country(given: str) -> str:
    """A code of ISO 3166-1. Raises Wrong."""
    found = iso_code(given.strip().upper())
    if found and not is_country(found):
        raise Wrong("country", found=given.strip()[:40])
    return found


@lru_cache(maxsize=64)
def language(given: str) -> str:
    """A language that messages can be written in. Raises Wrong."""
    found = given.strip().lower()
    if found and found not in LANGUAGES:
        raise Wrong("language", found=found[:40], known=", ".join(LANGUAGES))
    return found


@lru_cache(maxsize=4096)
def day(given: str) -> date | None:
    """A day: 2026-11-29 or 29.11.2026; None for nothing. Raises Wrong."""
    text = given.strip()
    if not text:
        return None
    found = _DAY.fullmatch(text.removesuffix(" 00:00:00"))
    if found is None:
        raise Wrong("day", found=text[:40])
    numbers = [int(part) for part in found.groups() if part]
    year, month, one = numbers if found[1] else reversed(numbers)
    try:
        return date(year, month, one)
    except ValueError:
        raise Wrong("day", found=text[:40]) from None


def authority(given: str) -> str:
    """The id of a supervisory authority that is known, else its name as it was written. Raises Wrong."""
    known = authority_named(given)
    return known.id if known else _text(" ".join(given.split()), 80)


def line_of(given: str, name: str) -> str:
    """A line of text from the field ``name``. Raises Refused."""
    try:
        return line(given)
    except Wrong as wrong:
        raise Refused([Fault(name, wrong.key, wrong.params)]) from None


def needed_day(given: str, name: str) -> date:
    """A day that has to be told in the field ``name``. Raises Refused."""
    try:
        found = day(given)
    except Wrong as wrong:
        raise Refused([Fault(name, wrong.key, wrong.params)]) from None
    if found is None:
        raise Refused([Fault(name, "web.wrong.missing")])
    return found


def whole(most: int) -> Reader:
    """A reader of whole numbers from nothing to ``most``; None for nothing."""

    def read(given: str) -> int | None:
        text = given.strip().removesuffix(".0")
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or int(text) > most:
            raise Wrong("number", found=text[:40], most=str(most))
        return int(text)

    return read


def flag(given: str) -> bool:
    """Yes or no; no for nothing. Raises Wrong."""
    text = given.strip().casefold()
    if text not in _YES and text not in _NO:
        raise Wrong("flag", found=text[:40])
    return text in _YES


def choice(*values: str) -> Reader:
    """A reader of one of several words; "" for nothing."""

    @lru_cache(maxsize=256)
    def read(given: str) -> str:
        text = given.strip().lower()
        if text and text not in values:
            raise Wrong("choice", found=text[:40], known=", ".join(values))
        return text

    return read


def mail(given: str) -> str:
    """An e-mail address, in small letters. Raises Wrong."""
    text = given.strip().lower()
    if text and (len(text) > 254 or not _MAIL.fullmatch(text)):
        raise Wrong("mail", found=text[:80])
    return text


def phone(given: str) -> str:
    """A telephone number as it was written. Raises Wrong."""
    text = given.strip()
    if text and not _PHONE.fullmatch(text):
        raise Wrong("phone", found=text[:40])
    return text


CUSTOMER: dict[str, Reader] = {
    "external_id": code,
    "name": line,
    "business_id": line,
    "country": country,
    "postal_address": lines,
    "billing_address": lines,
    "authority": authority,
    "role": choice(*ROLES),
    "pass_on_days": whole(365),
    "language": language,
    "signed_up_on": day,
    "ended_on": day,
}
"""How each field of a customer is read."""

CONTACT: dict[str, Reader] = {
    "external_id": code,
    "first_name": line,
    "last_name": line,
    "email": mail,
    "phone": phone,
    "role": line,
    "relation": choice(*RELATIONS),
    "is_role_address": flag,
    "is_main_user": flag,
    "may_instruct": flag,
    "authority_proof": line,
    "language": language,
    "away_until": day,
    "ended_on": day,
}
"""How each field of a contact is read."""

DEFAULTS = {"role": "controller", "language": "en", "relation": "employee"}
"""What stands for nothing where a column cannot be empty."""


def read_fields(
    given: Mapping[str, str], readers: Mapping[str, Reader], faults: list[Fault]
) -> dict[str, Any]:
    """The values of the fields that are given; a fault is added for each that cannot be read."""
    found: dict[str, Any] = {}
    for name, text in given.items():
        try:
            found[name] = readers[name](text)
        except Wrong as wrong:
            faults.append(Fault(name, wrong.key, wrong.params))
    return found


def customer_from(given: Mapping[str, str], *, is_new: bool = True) -> tuple[dict[str, Any], list[Fault]]:
    """The columns of a customer, and what is wrong. A new one needs a name; an old one keeps what is not given."""
    faults: list[Fault] = []
    found = read_fields(given, CUSTOMER, faults)
    if not found.get("name", "" if is_new else "-") and not _has(faults, "name"):
        faults.append(Fault("name", "web.wrong.missing"))
    for name in ("role", "language"):
        if found.get(name) == "":
            found[name] = DEFAULTS[name]
    if "business_id" in found:
        _read_business_id(found, faults)
    if found.get("pass_on_days") is not None and found.get("role", "controller") != "processor":
        faults.append(Fault("pass_on_days", "web.wrong.pass-on"))
    _check_days(found, "signed_up_on", faults)
    return found, faults


def _read_business_id(found: dict[str, Any], faults: list[Fault]) -> None:
    try:
        found["business_id_scheme"], found["business_id"] = business_id(
            found["business_id"], found.get("country", "")
        )
    except Wrong as wrong:
        faults.append(Fault("business_id", wrong.key, wrong.params))


def _check_days(found: Mapping[str, Any], first: str, faults: list[Fault]) -> None:
    started, ended = found.get(first), found.get("ended_on")
    if started and ended and ended < started:
        faults.append(Fault("ended_on", "web.wrong.order"))


def _has(faults: list[Fault], name: str) -> bool:
    return any(one.field == name for one in faults)


def business_id(printed: str, country: str = "") -> tuple[str, str]:
    """(scheme, number) of a company's number: by its country's schemes first. Raises Wrong for a wrong check digit."""
    if not printed:
        return "", ""
    compact = re.sub(r"\s", "", printed)
    for scheme in schemes():
        fits = country and scheme.country == country and scheme.pattern.fullmatch(compact)
        if fits and is_valid(scheme.id, compact) is not False:
            return scheme.id, compact
    found = read_identifier(printed, countries=(country,) if country else ())
    if found.valid is False:
        raise Wrong("business-id", found=printed[:40])
    return found.scheme, found.value or compact


def contact_from(given: Mapping[str, str], *, is_new: bool = True) -> tuple[dict[str, Any], list[Fault]]:
    """The columns of a contact, and what is wrong. A new one needs an address or a telephone number."""
    faults: list[Fault] = []
    found = read_fields(given, CONTACT, faults)
    if found.get("relation") == "":
        found["relation"] = DEFAULTS["relation"]
    if is_new and not found.get("email") and not found.get("phone") and not _has(faults, "email"):
        faults.append(Fault("email", "web.wrong.unreachable"))
    if found.get("may_instruct") and found.get("relation") == "partner" and not found.get("authority_proof"):
        faults.append(Fault("authority_proof", "web.wrong.authority"))
    return found, faults
