"""Numbers of companies in one form, so that two ways to write one number are equal.

Many countries build the VAT number from the number in the company register: FI24315605 is 2431560-5,
SE556123456701 is 556123-4567. Source: L-5; the schemes are those of ``vocabulary/common/identifiers.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ketju.core.model.register import Identifier

MIN_LENGTH = 5
"""A number of an unknown scheme with fewer letters and digits names nobody."""

_NOT_HEARD = re.compile(r"[\W_]+")
_COURT_NEEDED = frozenset({"de-hrb"})
"""Schemes in which each court counts from one: without the court's name a number belongs to many."""

_COURT_NUMBER = re.compile(r"(?:hr[ab]|gnr|pr|vr|gsr)[\s-]*(?:nr\.?\s*)?\d+", re.I)
_FAMILIES = {
    "fi-ytunnus": "FI", "eu-vat-fi": "FI", "se-orgnr": "SE", "eu-vat-se": "SE", "no-orgnr": "NO",
    "no-mva": "NO", "dk-cvr": "DK", "eu-vat-dk": "DK", "be-kbo": "BE", "eu-vat-be": "BE", "fr-siren": "FR",
    "fr-siret": "FR", "fr-rcs": "FR", "eu-vat-fr": "FR", "ch-uid": "CH", "ch-mwst": "CH", "es-nif": "ES",
    "eu-vat-es": "ES", "pt-nipc": "PT", "eu-vat-pt": "PT", "it-piva": "IT", "it-cf": "IT", "eu-vat-it": "IT",
    "gr-afm": "GR", "eu-vat-gr": "GR", "lv-regnr": "LV", "eu-vat-lv": "LV", "pl-nip": "PL",
    "eu-vat-pl": "PL", "cz-ico": "CZ", "cz-dic": "CZ", "eu-vat-cz": "CZ", "hu-adoszam": "HU",
    "eu-vat-hu": "HU", "ro-cui": "RO", "eu-vat-ro": "RO", "bg-eik": "BG", "eu-vat-bg": "BG", "hr-oib": "HR",
    "eu-vat-hr": "HR", "si-davcna": "SI", "eu-vat-si": "SI", "sk-dic": "SK", "sk-icdph": "SK",
    "eu-vat-sk": "SK", "cy-tic": "CY", "eu-vat-cy": "CY", "au-abn": "AU", "au-acn": "AU",
}  # fmt: skip
"""Schemes whose numbers contain each other, by the country whose letters may stand in front."""

_CORES: dict[str, Callable[[str], str]] = {
    "SE": lambda digits: digits[2:] if len(digits) == 12 and digits.startswith("16") else digits[:10],
    "FR": lambda digits: digits[:9],
    "HU": lambda digits: digits[:8],
    "AU": lambda digits: digits[-9:],
    "NO": lambda digits: digits[:9],
    "CH": lambda digits: digits[:9],
}
"""What of a number is the company's, where more may follow or come before (establishment, kind of tax, check)."""


_LETTERS = {"GR": ("EL", "ΕΛ"), "CH": ("CHE",)}
"""Letters in front of a number that are not the country's own code."""


def number_family(identifier: Identifier) -> str:
    """What the number can be compared with: its country where several schemes share numbers, else its scheme."""
    return _FAMILIES.get(identifier.scheme, identifier.scheme)


def normal_number(identifier: Identifier) -> str:
    """The number with its family in front ("FI:24315605"), equal for every way to write it; "" for none.

    A number that names nobody gives "": no digit, too short, or one that needs the name of a court.

    >>> normal_number(Identifier("2431560-5", "fi-ytunnus", "2431560-5"))
    'FI:24315605'
    >>> normal_number(Identifier("FI24315605", "eu-vat-fi", "FI24315605"))
    'FI:24315605'
    """
    family = number_family(identifier)
    if identifier.scheme in _COURT_NEEDED:
        court = _heard(_COURT_NUMBER.sub("", identifier.printed))
        number = _COURT_NUMBER.search(identifier.printed)
        return f"{family}:{_heard(number.group())}:{court}" if court and number else ""
    number_text = _heard(identifier.value or identifier.printed)
    if family in _CORES or family != identifier.scheme:
        number_text = _core(family, identifier.scheme, number_text)
    if not any(c.isdigit() for c in number_text) or (not family and len(number_text) < MIN_LENGTH):
        return ""
    return f"{family}:{number_text}"


def _heard(text: str) -> str:
    return _NOT_HEARD.sub("", text).upper()


def _core(family: str, scheme: str, number: str) -> str:
    """The company's own part of a number of a family."""
    for prefix in (*_LETTERS.get(family, ()), family):
        if number.startswith(prefix):
            number = number[len(prefix) :]
            break
    if scheme == "eu-vat-fr":
        return number[-9:]
    if scheme == "fr-rcs":
        return "".join(c for c in number if c.isdigit())[-9:]
    cut = _CORES.get(family)
    return cut("".join(c for c in number if c.isdigit())) if cut else number
