"""What in a register rests on an adequacy decision, and what would be left of it without the decision.

Source: GDPR Art. 45(5), (7), D-141, requirements 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ketju.core.model.register import PlaceKind, Register
from ketju.core.problems.territory import DecisionUnknown
from ketju.core.territory.facts import Adequacy, decisions
from ketju.core.territory.membership import iso_code
from ketju.core.territory.transfers import Answer, Receiver, transfer_to

_NUMBER = re.compile(r"\d{4}/\d+")
_ASKED = re.compile(r"(?:\(eu\))?(\d{4}/\d+)(?:/e[cu])?")


@dataclass(frozen=True, slots=True)
class Flow:
    """Data of a register at a place: the entry's id and name, the place's code and kind.

    ``tools`` are the means of transfer that the entry names, of which one may cover what a decision does not.
    """

    entry: str
    name: str
    code: str
    kind: PlaceKind
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedFlow:
    """A flow, what covers it on a day, and what would cover it if the decision did not exist."""

    flow: Flow
    with_decision: Answer
    without: Answer


def decision_named(name: str, on: date | None = None) -> Adequacy:
    """The decision that a number names: "(EU) 2023/1795", "2023/1795". Raises DecisionUnknown.

    A decision that was renewed is named by either number: the one that holds on the day, else the newest.
    """
    wanted = "".join(name.split()).casefold()
    asked = _ASKED.fullmatch(wanted)
    found = [
        one
        for one in decisions()
        if "".join(one.decision.split()).casefold() == wanted
        or (asked and asked[1] in _NUMBER.findall(one.decision))
    ]
    if not found:
        raise DecisionUnknown(found=name, known=", ".join(one.decision for one in decisions()))
    return max(found, key=lambda one: (on is not None and one.holds(on), one.first))


def flows_resting_on(register: Register, decision: Adequacy) -> tuple[Flow, ...]:
    """Every place of a register to which a decision applies, so that a change of it asks about each anew.

    Whether it covers the recipient there is for ``judged_flows``; a seat is no place of processing. Source: D-141.
    """
    return tuple(
        Flow(
            entry.id,
            entry.name,
            iso_code(place.code),
            place.kind,
            entry.transfer.tools if entry.transfer else (),
        )
        for entry in register.entries
        for place in entry.places
        if iso_code(place.code) == decision.destination and place.kind != "seat"
    )


def judged_flows(
    register: Register,
    decision: Adequacy,
    on: date,
    facts: Collection[str] = (),
    receiver: Receiver = "processor",
) -> tuple[JudgedFlow, ...]:
    """Every flow that a decision is about, judged anew for a day with the decision and without it.

    ``facts`` are taken to be true of every recipient. Source: D-141, GDPR Art. 45(5), (7).
    """
    return tuple(
        JudgedFlow(
            flow,
            transfer_to(flow.code, on, facts, receiver),
            transfer_to(flow.code, on, facts, receiver, without=decision),
        )
        for flow in flows_resting_on(register, decision)
    )
