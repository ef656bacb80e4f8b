"""Whether data that go to a place, or are seen from there, are transferred under Chapter V, and what covers that.

Nothing is guessed: a decision that holds for some recipients only gives "depends" until somebody says whether this
recipient is one of them. Source: GDPR Art. 44 to 49, EDPB Guidelines 05/2021, D-141, requirements 2.4.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketju.core.model.register import PlaceKind, Register
from ketju.core.problems.territory import DecisionUnknown, FactUnknown, PlaceUnknown
from ketju.core.territory.facts import Adequacy, decisions, without_decision
from ketju.core.territory.membership import is_in_transition, is_outside, iso_code

Cover = Literal["inside", "none-needed", "adequacy", "depends", "safeguard", "derogation"]
"""What covers it: the EEA; it is no transfer; a decision; a decision if a fact is so; Art. 46; Art. 49."""

Receiver = Literal["processor", "controller", "employee"]
"""Who has the data there: another processor or controller, or an employee of one's own who travels."""

NO_SAFEGUARD = "no-safeguard"
"""The fact that no safeguard of Art. 46 can be used: then only a derogation of Art. 49 is left."""
NOT = "not-"
"""Before a fact: it is not so."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of the answer: its key, what it is about, and its source."""

    key: str
    basis: str
    decision: Adequacy | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for a place on a day. ``missing`` are the facts that would settle it."""

    code: str
    on: date
    outside: bool
    transfer: bool
    cover: Cover
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()


def known_facts() -> frozenset[str]:
    """The facts about a recipient that decisions turn on, and that no safeguard can be used."""
    return frozenset({NO_SAFEGUARD, *(one.fact for one in decisions() if one.fact)})


def transfer_to(code: str, on: date, facts: Collection[str] = (), receiver: Receiver = "processor") -> Answer:
    """What covers data that go to a country or are seen from there on a day.

    ``facts`` are those of ``known_facts``, "not-" before one that is known not to be so. Raises PlaceUnknown for what
    is no code of a place, FactUnknown for an unknown fact or one that is said both ways.
    """
    _look_at(facts)
    code = iso_code(code)
    is_organisation = any(one.destination == code and one.scope == "organisation" for one in decisions())
    outside = True if is_organisation else is_outside(code, on)
    if outside is None:
        raise PlaceUnknown(found=code)
    if not outside:
        key = "transition" if is_in_transition(code, on) else "inside"
        return Answer(code, on, False, False, "inside", (Reason(key, "GDPR Art. 44"),))
    start = Reason("outside", "GDPR Art. 44")
    if receiver == "employee":
        return Answer(code, on, True, False, "none-needed", (start, Reason("employee", "EDPB 05/2021")))
    reasons = [start, Reason(receiver, "EDPB 05/2021")]
    return _covered(code, on, facts, reasons)


def _covered(code: str, on: date, facts: Collection[str], reasons: list[Reason]) -> Answer:
    every = sorted((one for one in decisions() if one.destination == code), key=lambda one: one.first)
    reasons += [Reason("ended", "GDPR Art. 45", one) for one in every if one.last and one.last < on]
    reasons += [Reason("later", "GDPR Art. 45", one) for one in every if on < one.first]
    holding = [one for one in every if one.holds(on)]
    judged = [(one, _judged(one, facts)) for one in holding]
    reasons += [Reason(how, "GDPR Art. 45", one) for one, how in judged]
    if any(how in ("whole", "met") for _, how in judged):
        return Answer(code, on, True, True, "adequacy", tuple(reasons))
    missing = tuple(one.fact for one, how in judged if how == "unknown")
    if missing:
        return Answer(code, on, True, True, "depends", tuple(reasons), missing)
    if not holding:
        checked = code in without_decision() or bool(every)
        reasons.append(Reason("no-decision" if checked else "no-decision-known", "GDPR Art. 45"))
    if NO_SAFEGUARD in facts:
        reasons.append(Reason("derogation", "GDPR Art. 49"))
        return Answer(code, on, True, True, "derogation", tuple(reasons))
    reasons.append(Reason("safeguard", "GDPR Art. 46"))
    return Answer(code, on, True, True, "safeguard", tuple(reasons))


def _judged(decision: Adequacy, facts: Collection[str]) -> Literal["whole", "met", "unmet", "unknown"]:
    if decision.scope == "all":
        return "whole"
    if decision.fact in facts:
        return "met"
    return "unmet" if f"{NOT}{decision.fact}" in facts else "unknown"


def _look_at(facts: Collection[str]) -> None:
    known = known_facts()
    for fact in facts:
        bare = fact if fact in known else fact.removeprefix(NOT)
        if bare not in known or {bare, f"{NOT}{bare}"} <= set(facts):
            raise FactUnknown(found=fact, known=", ".join(sorted(known)))


@dataclass(frozen=True, slots=True)
class Flow:
    """Data of a register at a place: the entry's id and name, the place's code and kind."""

    entry: str
    name: str
    code: str
    kind: PlaceKind


def decision_named(name: str) -> Adequacy:
    """The decision that a number names: "(EU) 2023/1795", "2023/1795". Raises DecisionUnknown."""
    wanted = "".join(name.split()).casefold()
    for one in decisions():
        whole = "".join(one.decision.split()).casefold()
        number = whole.removeprefix("(eu)").split("(")[0]
        if wanted in (whole, number, number.removesuffix("/eu").removesuffix("/ec")):
            return one
    raise DecisionUnknown(found=name, known=", ".join(one.decision for one in decisions()))


def flows_resting_on(register: Register, decision: Adequacy) -> tuple[Flow, ...]:
    """Every place of a register to which a decision applies, so that a change of it asks about each anew.

    Whether it covers the recipient there is for ``transfer_to``; a seat is no place of processing. Source: D-141.
    """
    return tuple(
        Flow(entry.id, entry.name, iso_code(place.code), place.kind)
        for entry in register.entries
        for place in entry.places
        if iso_code(place.code) == decision.destination and place.kind != "seat"
    )
