"""The dated facts of ``data/territories.toml``: membership, special territories, adequacy decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from ketju.core.packaged import table

Union = Literal["eu", "eea"]


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
class Territory:
    """A place with a country code of its own: inside or outside of the EU law that binds its state."""

    code: str
    part_of: str
    inside: bool
    note: str
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
def territories() -> dict[str, Territory]:
    """The special territories, by code. Source: requirements 2.5."""
    return {
        row["country"]: Territory(
            code=row["country"],
            part_of=row["part_of"],
            inside=row["eu_law"] == "inside",
            note=row["note"],
            source=row["source"],
            verify=row["verify"],
        )
        for row in _facts()["territory"]
    }


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
