"""Categories of personal data and purposes: printed words → terms of DPV."""

from __future__ import annotations

import re
from functools import lru_cache

from ketju.core.vocabulary.lexicon import lexicon

_SPLIT = re.compile(r"[,;•·\n](?![^(\[]*[)\]])")
_STRONG = re.compile(r"[;•·\n](?![^(\[]*[)\]])")
_SEMICOLON = re.compile(r";(?![^(\[]*[)\]])")
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d)")


@lru_cache(maxsize=4096)
def data_terms(text: str) -> tuple[str, ...]:
    """DPV-PD terms for the categories of data named in ``text``, in order of place, each once. Requirements 6.2."""
    return tuple(dict.fromkeys(match.meaning for match in lexicon("data").find(text)))


@lru_cache(maxsize=4096)
def purpose_terms(text: str) -> tuple[str, ...]:
    """DPV purposes named in ``text``, in order of place, each once. Source: requirements 6.1."""
    return tuple(dict.fromkeys(match.meaning for match in lexicon("purposes").find(text)))


def split_enumeration(text: str) -> list[str]:
    """The items of a printed enumeration: split at commas and bullets outside brackets.

    Where semicolons part the items, commas are within them.

    >>> split_enumeration("names (first, last), e-mail"), split_enumeration("names, titles; e-mail")
    (['names (first, last)', 'e-mail'], ['names, titles', 'e-mail'])
    """
    at = _STRONG if _SEMICOLON.search(text) else _SPLIT
    return [item for part in at.split(text) if (item := re.sub(r"\s+", " ", part).strip(" \t,•·–-"))]
