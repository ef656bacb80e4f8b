"""Pages address people in one way: staff as one person, customers as an organisation (CONTRIBUTING.md)."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.text.test_catalogues import SRC
from tools.compile_catalogues import catalogue_of

SITES = SRC / "web" / "sites"
KEY = re.compile(r"\bweb\.[a-z0-9-]+(?:\.[a-z0-9-]+)*")
HERE = frozenset(
    {"tunne", "luonne", "tilanne", "hätätilanne", "tänne", "sinne", "alkaa", "jatkaa", "hylkää", "muokkaa"}
)
"""Finnish words that end like the second person plural and are none."""
MANY = {
    "fi": re.compile(
        r"\b(?:te(?:idän|idät|itä|ille|illä|iltä|issä|istä|ihin)?|\w+nne|\w+[aeiouyäö]tte|ette|\w+(?:lkaa|tkaa|kää))\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(r"\b(?:ni|er|ert|era)\b", re.IGNORECASE),
}
ONE = {
    "fi": re.compile(
        r"\b(?:sinä|sinu[nat]|sinulle|sinulla|sinulta|sinusta|voit|olet|saat|näet|et|haluat|halusit|\w+(?:llesi|ltasi|ltäsi|uksesi|tietosi))\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(r"\b(?:du|dig|din|ditt|dina)\b", re.IGNORECASE),
}


@cache
def named_in(site: str) -> frozenset[str]:
    """The keys that the code and the pages of a site name outright."""
    files = [*(SITES / site).rglob("*.py"), *(SITES / site).rglob("*.html")]
    return frozenset(key for one in files for key in KEY.findall(one.read_text(encoding="utf-8")))


def said(language: str, keys: frozenset[str]) -> dict[str, str]:
    """The words of keys, with the plural where there is one."""
    found = {
        one.id if isinstance(one.id, str) else one.id[0]: one.string
        for one in catalogue_of(language)
        if one.id
    }
    return {
        key: words if isinstance(words, str) else " ".join(words)
        for key, words in found.items()
        if key in keys
    }


def wrong(language: str, keys: frozenset[str], form: re.Pattern[str]) -> list[str]:
    return [
        f"{key}: {words}"
        for key, words in sorted(said(language, keys).items())
        if any(one.casefold() not in HERE for one in form.findall(words))
    ]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_pages_of_staff_speak_to_one_person(language: str) -> None:
    keys = named_in("staff") - named_in("portal")
    assert len(keys) > 1000
    assert wrong(language, keys, MANY[language]) == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_pages_of_the_portal_speak_to_an_organisation(language: str) -> None:
    keys = named_in("portal") - named_in("staff")
    assert len(keys) > 150
    assert wrong(language, keys, ONE[language]) == []
