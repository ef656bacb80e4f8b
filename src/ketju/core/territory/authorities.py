"""Supervisory authorities of the EU and the EEA (GDPR Art. 51, 55; D-21): which are known, and which is a country's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ketju.core.packaged import table


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority: its name in its own language, its site, and names in other languages where it has them.

    ``is_one_of_several``: others are competent too, by place or by sector, so that a country does not say which.
    ``verify`` marks facts that were not checked against the authority's own site.
    """

    id: str
    country: str
    name: str
    site: str
    names: Mapping[str, str]
    is_one_of_several: bool
    verify: bool

    def name_in(self, language: str) -> str:
        """The name in a language, else in its own."""
        return self.names.get(language, self.name)


@cache
def authorities() -> Mapping[str, Authority]:
    """The known authorities by id."""
    found = (
        Authority(
            one["id"], one["country"], one["name"], one["site"], MappingProxyType(one.get("names", {})),
            one.get("several", False), one["verify"],
        )
        for one in table("authorities")["authority"]
    )  # fmt: skip
    return MappingProxyType({one.id: one for one in found})


@cache
def authority_of(country: str) -> Authority | None:
    """The authority of a country (its code in capitals); None where none is known, or where there are several."""
    found = [one for one in authorities().values() if one.country == country]
    return found[0] if len(found) == 1 and not found[0].is_one_of_several else None


@cache
def authority_named(text: str) -> Authority | None:
    """The authority that a text names by its id or a name, alone or with the country; None for any other text.

    A name that two authorities have, such as "Datatilsynet", names neither; "Datatilsynet, DK" does.
    """
    wanted = " ".join(text.casefold().split())
    found = [one for one in authorities().values() if wanted in _called(one)]
    return found[0] if len(found) == 1 else None


def _called(one: Authority) -> frozenset[str]:
    names = (one.name, *one.names.values())
    return frozenset(
        {one.id, *map(str.casefold, names), *(f"{name}, {one.country}".casefold() for name in names)}
    )
