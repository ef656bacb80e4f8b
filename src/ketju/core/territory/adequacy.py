"""Adequacy decisions on a day. Source: GDPR Art. 45, requirements 2.4."""

from __future__ import annotations

from datetime import date

from ketju.core.territory.facts import Adequacy, decisions, without_decision
from ketju.core.territory.membership import iso_code

__all__ = ["Adequacy", "adequacy", "is_known_without_decision"]


def adequacy(code: str, on: date) -> tuple[Adequacy, ...]:
    """The decisions that hold for a country on the day, oldest first; () when there is none.

    A decision is no answer by itself: unless its scope is "all", its condition must hold for the recipient
    (for the US: the organisation is on the Data Privacy Framework List that day).
    """
    wanted = iso_code(code)
    found = (decision for decision in decisions() if decision.destination == wanted and decision.holds(on))
    return tuple(sorted(found, key=lambda decision: decision.first))


def is_known_without_decision(code: str) -> bool:
    """Whether it was checked that the country has no decision; for others without one, nobody has looked."""
    return iso_code(code) in without_decision()
