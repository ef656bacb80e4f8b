"""The dated facts of ``data/territories.toml``: membership, bridges, special territories, adequacy decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from ketju.core.packaged import table

Union = Literal["eu", "eea"]
Law = Literal["gdpr", "directive"]
"""The GDPR, and Directive 95/46/EC before it."""
Scope = Literal["EU", "EEA-EFTA"]
"""Where a law binds: in the EU, or in Iceland, Liechtenstein and Norway."""
NAMED_IN = ("en", "fi", "sv")
"""The languages in which the facts name places."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A time of membership: from its first day to its last, None while it lasts.

    ``transition_until`` is the last day on which the law still bound a state that had left. ``verify``
    marks facts that were not checked against the primary text.
    """

    country: str
    first: date
    last: date | None
    transition_until: date | None
    source: str
    verify: bool

    def holds(self, on: date) -> bool:
        """Whether the state is a member on the day."""
        return self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A time for which data sent to a state outside are treated as not transferred to a third country, by ``basis``."""

    country: str
    first: date
    last: date
    basis: str
    source: str
    verify: bool

    def holds(self, on: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class Territory:
    """A place with a country code of its own: inside or outside of the EU law that binds its state, for a time.

    ``first`` None is from the beginning, ``last`` None while it lasts.
    """

    code: str
    part_of: str
    inside: bool
    first: date | None
    last: date | None
    note: str
    source: str
    verify: bool

    def holds(self, on: date) -> bool:
        """Whether this is so on the day."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a country or territory that is judged with it, by its names in each language.

    ``code`` is one reserved beside ISO 3166-1 ("IC"), "" for most.
    """

    code: str
    country: str
    names: Mapping[str, tuple[str, ...]]
    basis: str
    source: str
    verify: bool


@dataclass(frozen=True, slots=True)
class Adequacy:
    """A decision of the Commission under GDPR Art. 45 and when it holds. Source: requirements 2.4.

    ``scope`` "all" is every recipient there; otherwise ``fact`` is the id of what must be true of the recipient and
    ``condition`` says it, which nobody can tell from the country alone. ``eea_from`` is the day from which it holds in
    the EFTA states as well, None when that is not established.
    """

    destination: str
    decision: str
    scope: Literal["all", "limited", "listed", "organisation"]
    fact: str
    condition: str
    first: date
    last: date | None
    eea_from: date | None
    note: str
    source: str
    checked_on: date
    verify: bool

    def holds(self, on: date) -> bool:
        """Whether the decision holds on the day."""
        return self.first <= on and (self.last is None or on <= self.last)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = table("territories")
    return facts


@cache
def memberships(union: Union) -> dict[str, tuple[Membership, ...]]:
    """The times of membership in the EU or the EEA, by country."""
    found: dict[str, tuple[Membership, ...]] = {}
    for row in _facts()[union]:
        fact = Membership(
            country=row["country"],
            first=date.fromisoformat(row["from"]),
            last=_date(row["to"]),
            transition_until=_date(row.get("transition_to", "")),
            source=row["source"],
            verify=row["verify"],
        )
        found[fact.country] = (*found.get(fact.country, ()), fact)
    return found


@cache
def bridges() -> dict[str, tuple[Bridge, ...]]:
    """The times in which a state outside is treated as no third country, by country."""
    found: dict[str, tuple[Bridge, ...]] = {}
    for row in _facts()["bridge"]:
        fact = Bridge(
            country=row["country"],
            first=date.fromisoformat(row["from"]),
            last=date.fromisoformat(row["to"]),
            basis=row["basis"],
            source=row["source"],
            verify=row["verify"],
        )
        found[fact.country] = (*found.get(fact.country, ()), fact)
    return found


@cache
def first_day_of(law: Law, scope: Scope) -> date:
    """The first day on which a law bound there."""
    return next(date.fromisoformat(row["from"]) for row in _facts()[law] if row["scope"] == scope)


@cache
def territories() -> dict[str, tuple[Territory, ...]]:
    """The special territories, by code, with what holds for each time. Source: requirements 2.5."""
    found: dict[str, tuple[Territory, ...]] = {}
    for row in _facts()["territory"]:
        fact = Territory(
            code=row["country"],
            part_of=row["part_of"],
            inside=row["eu_law"] == "inside",
            first=_date(row.get("from", "")),
            last=_date(row.get("to", "")),
            note=row["note"],
            source=row["source"],
            verify=row["verify"],
        )
        found[fact.code] = (*found.get(fact.code, ()), fact)
    return found


@cache
def parts() -> tuple[Part, ...]:
    """The parts of countries and territories that are known by name."""
    return tuple(
        Part(
            code=row.get("code", ""),
            country=row["country"],
            names=_names(row),
            basis=row["basis"],
            source=row["source"],
            verify=row["verify"],
        )
        for row in _facts()["part"]
    )


@cache
def other_names() -> dict[str, Mapping[str, tuple[str, ...]]]:
    """Names of places beside those of the vocabulary: code → language → names."""
    return {row["code"]: _names(row) for row in _facts()["name"]}


def _names(row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(row[language]) for language in NAMED_IN}


@cache
def decisions() -> tuple[Adequacy, ...]:
    """Every adequacy decision, those of the past included."""
    return tuple(
        Adequacy(
            destination=row["destination"],
            decision=row["decision"],
            scope=row["scope"],
            fact=row["fact"],
            condition=row["condition"],
            first=date.fromisoformat(row["valid_from"]),
            last=_date(row["valid_to"]),
            eea_from=_date(row["eea_from"]),
            note=row["note"],
            source=row["source"],
            checked_on=date.fromisoformat(row["checked_on"]),
            verify=row["verify"],
        )
        for row in _facts()["adequacy"]
    )


@cache
def country_codes() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2, and Kosovo's XK."""
    return frozenset(_facts()["countries"])


def usage_codes() -> dict[str, str]:
    """Codes that the EU writes differently from ISO: EL for Greece, UK for the United Kingdom."""
    codes: dict[str, str] = _facts()["eu_usage_codes"]
    return codes


@cache
def without_decision() -> frozenset[str]:
    """Countries that were checked and have no adequacy decision, so that silence is no gap in the data."""
    return frozenset(_facts()["not_adequate"]["countries"])
