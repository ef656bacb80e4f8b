"""Whether data that go to a place, or are seen from there, are transferred under Chapter V, and what covers that.

Nothing is guessed: a decision that holds for some recipients only gives "depends" until somebody says whether this
recipient is one of them. Source: GDPR Art. 44 to 49, Directive 95/46/EC Art. 25 and 26 for the time before it, EDPB
Guidelines 05/2021, D-141, requirements 2.4.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketju.core.problems.territory import FactTwofold, FactUnknown, PlaceUnknown
from ketju.core.territory.facts import Adequacy, Law, Part, decisions, first_day_of, without_decision
from ketju.core.territory.membership import (
    bridge,
    is_in_eea,
    is_in_eu,
    is_in_transition,
    is_outside,
    is_place_code,
    iso_code,
)
from ketju.core.territory.names import part_with_code

Cover = Literal["inside", "none-needed", "adequacy", "depends", "safeguard", "derogation"]
"""What covers it: the EEA; it is no transfer; a decision; a decision if a fact is so; a safeguard; a derogation."""

Receiver = Literal["processor", "controller", "employee"]
"""Who has the data there: another processor or controller, or an employee of one's own who travels."""

NO_SAFEGUARD = "no-safeguard"
"""The fact that no safeguard can be used: then only a derogation is left."""
NOT = "not-"
"""Before a fact: it is not so."""

Step = Literal["territory", "recipient", "employee", "adequacy", "safeguard", "derogation"]
BASES: dict[Law, dict[Step, str]] = {
    "gdpr": {
        "territory": "GDPR Art. 44",
        "recipient": "EDPB 05/2021",
        "employee": "EDPB 05/2021, GDPR Art. 32",
        "adequacy": "GDPR Art. 45",
        "safeguard": "GDPR Art. 46",
        "derogation": "GDPR Art. 49",
    },
    "directive": {
        "territory": "Directive 95/46/EC Art. 25",
        "recipient": "Directive 95/46/EC Art. 25(1)",
        "employee": "Directive 95/46/EC Art. 17, 25(1)",
        "adequacy": "Directive 95/46/EC Art. 25(6)",
        "safeguard": "Directive 95/46/EC Art. 26(2), (4)",
        "derogation": "Directive 95/46/EC Art. 26(1)",
    },
}
"""Where each step of an answer is laid down."""
FIRST_LAW = "Directive 95/46/EC Art. 32(1)"


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of the answer: its key, its source, the decision it is about, the last day of what it speaks of.

    ``verify`` marks a step that rests on what was not compared with the primary text.
    """

    key: str
    basis: str
    decision: Adequacy | None = None
    last: date | None = None
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for a place on a day, by the law of that day. ``missing`` are the facts that would settle it.

    ``part`` is what was asked about, where that is a part of the place.
    """

    code: str
    on: date
    law: Law
    outside: bool
    transfer: bool
    cover: Cover
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()
    part: Part | None = None


def known_facts() -> frozenset[str]:
    """The facts about a recipient that decisions turn on, and that no safeguard can be used."""
    return frozenset({NO_SAFEGUARD, *(one.fact for one in decisions() if one.fact)})


def law_on(code: str, on: date) -> Law:
    """The law that a day is judged by: that of the EFTA states for a place there, else that of the EU."""
    scope: Literal["EU", "EEA-EFTA"] = (
        "EEA-EFTA" if is_in_eea(code, on) and not is_in_eu(code, on) and code != "EEA" else "EU"
    )
    return "gdpr" if on >= first_day_of("gdpr", scope) else "directive"


def transfer_to(
    place: str | Part,
    on: date,
    facts: Collection[str] = (),
    receiver: Receiver = "processor",
    *,
    without: Adequacy | None = None,
) -> Answer:
    """What covers data that go to a country, or a part of one, or are seen from there on a day.

    ``facts`` are those of ``known_facts``, "not-" before one that is known not to be so; ``without`` is a decision to
    judge as if it did not exist. Raises PlaceUnknown for what is no code of a place, FactUnknown for an unknown fact,
    FactTwofold for one that is said both ways.
    """
    _look_at(facts)
    part = place if isinstance(place, Part) else part_with_code(place)
    code = part.country if part else iso_code(str(place))
    is_organisation = any(one.destination == code and one.scope == "organisation" for one in decisions())
    if not (is_organisation or is_place_code(code)):
        raise PlaceUnknown(found=code)
    law = law_on(code, on)
    bases = BASES[law]
    reasons = [Reason("part", part.basis, verify=part.verify)] if part else []
    if not is_organisation and not is_outside(code, on):
        reasons.append(Reason("transition" if is_in_transition(code, on) else "inside", bases["territory"]))
        return Answer(code, on, law, False, False, "inside", tuple(reasons), part=part)
    reasons.append(Reason("organisation" if is_organisation else "outside", bases["territory"]))
    if way := bridge(code, on):
        reasons.append(Reason("bridge", way.basis, last=way.last, verify=way.verify))
        return Answer(code, on, law, True, False, "none-needed", tuple(reasons), part=part)
    if receiver == "employee":
        reasons.append(Reason("employee", bases["employee"]))
        return Answer(code, on, law, True, False, "none-needed", tuple(reasons), part=part)
    if on < first_day_of("directive", "EU"):
        reasons.append(Reason("before-law", FIRST_LAW))
    reasons.append(Reason(receiver, bases["recipient"]))
    cover, more, missing = _covered(code, on, facts, bases, without)
    return Answer(code, on, law, True, True, cover, (*reasons, *more), missing, part)


def _covered(
    code: str, on: date, facts: Collection[str], bases: dict[Step, str], without: Adequacy | None
) -> tuple[Cover, list[Reason], tuple[str, ...]]:
    """What covers a transfer, why, and the facts that are missing."""
    every = sorted((one for one in decisions() if one.destination == code), key=lambda one: one.first)
    judged = [(one, _judged(one, on, facts, without)) for one in every]
    reasons = [
        Reason(how, bases["adequacy"], one, one.last, one.verify) for one, how in sorted(judged, key=_rank)
    ]
    if any(how in ("whole", "met") for _, how in judged):
        return "adequacy", reasons, ()
    missing = tuple(one.fact for one, how in judged if how == "unknown")
    if missing:
        return "depends", reasons, missing
    if not any(how in ("unmet", "set-aside") for _, how in judged):
        checked = code in without_decision() or bool(every)
        reasons.append(Reason("no-decision" if checked else "no-decision-known", bases["adequacy"]))
    last: Literal["derogation", "safeguard"] = "derogation" if NO_SAFEGUARD in facts else "safeguard"
    return last, [*reasons, Reason(last, bases[last])], ()


def _judged(decision: Adequacy, on: date, facts: Collection[str], without: Adequacy | None) -> str:
    """The key of the reason that a decision gives on a day."""
    if on < decision.first:
        return "later"
    if not decision.holds(on):
        return "ended"
    if decision == without:
        return "set-aside"
    if decision.scope == "all":
        return "whole"
    if f"{NOT}{decision.fact}" in facts:
        return "unmet"
    return "met" if decision.fact in facts or decision.scope == "organisation" else "unknown"


def _rank(judged: tuple[Adequacy, str]) -> int:
    """What is past or still to come first, then what is left out, then what holds."""
    order = ("ended", "later", "set-aside")
    return order.index(judged[1]) if judged[1] in order else len(order)


def _look_at(facts: Collection[str]) -> None:
    known = known_facts()
    for fact in facts:
        bare = fact if fact in known else fact.removeprefix(NOT)
        if {bare, f"{NOT}{bare}"} <= set(facts):
            raise FactTwofold(found=bare)
        if bare not in known:
            raise FactUnknown(found=fact, known=", ".join(sorted(known)))
