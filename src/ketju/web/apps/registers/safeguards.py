"""What covers the data at a place of an entry on a day: inside, a decision, what the list states, or nothing yet.

The list states means of transfer; whether a decision covers the recipient is believed where it says so. Source:
GDPR Art. 44 to 49, L-12, L-15.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from ketju.core.model.register import Entry, Transfer
from ketju.core.territory.zones import Zone, answer_at, zone_of

Kind = Literal[
    "inside",
    "none-needed",
    "decision",
    "decision-if",
    "stated-decision",
    "tool",
    "derogation",
    "printed",
    "missing",
    "unknown",
]
TOOLS = ("SCC", "BCR", "CODE", "CERTIFICATION", "ARTICLE_46")
"""Safeguards of Art. 46 as the vocabulary calls them."""
DEROGATIONS = ("CONSENT", "DEROGATION")
_STATED = {"dpf": "DPF"}
"""Facts that a decision turns on, and the means by which a list says that it is so; of others it names the decision."""


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What covers a place: ``tools`` are the means that count, ``facts`` what a decision turns on and nobody said,
    ``decision`` its number. "decision-if" is a decision for a kind of recipients or data; one for recipients on a list
    counts only where it is said that this one is on it.
    """

    code: str
    zone: Zone
    kind: Kind
    tools: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    decision: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether something has to be asked for."""
        return self.kind in ("missing", "printed", "unknown")


def safeguards_of(entry: Entry, codes: tuple[str, ...], on: date) -> tuple[Safeguard, ...]:
    """What covers each place of an entry."""
    return tuple(safeguard_at(code, entry.transfer, on) for code in codes)


@lru_cache(maxsize=8192)
def safeguard_at(code: str, transfer: Transfer | None, on: date) -> Safeguard:
    """What covers a place, with what the list states of transfers."""
    answer, zone = answer_at(code, on), zone_of(code, on)
    tools = transfer.tools if transfer else ()
    if answer is None:
        return _stated(code, zone, tools, transfer) if tools else Safeguard(code, zone, "unknown")
    if answer.cover in ("inside", "none-needed"):
        return Safeguard(code, zone, "inside" if answer.cover == "inside" else "none-needed")
    decisions = [one for one in answer.reasons if one.decision and one.key in ("whole", "met", "unknown")]
    number = decisions[-1].decision.decision if decisions and decisions[-1].decision else ""
    if answer.cover == "adequacy":
        return Safeguard(code, zone, "decision", decision=number)
    says = {_STATED.get(fact, "ADEQUACY") for fact in answer.missing} & set(tools)
    if says:
        return Safeguard(code, zone, "stated-decision", tuple(sorted(says)), answer.missing, number)
    found = _stated(code, zone, tools, transfer, answer.missing, number)
    if (
        found.kind == "missing"
        and decisions
        and all(one.decision.scope == "limited" for one in decisions if one.decision)
    ):
        return replace(found, kind="decision-if")
    return found


def _stated(
    code: str, zone: Zone, tools: tuple[str, ...], transfer: Transfer | None,
    facts: tuple[str, ...] = (), decision: str = "",
) -> Safeguard:  # fmt: skip
    """What is stated beside decisions."""
    kinds: tuple[tuple[Kind, tuple[str, ...]], ...] = (("tool", TOOLS), ("derogation", DEROGATIONS))
    for kind, counting in kinds:
        if held := tuple(one for one in tools if one in counting):
            return Safeguard(code, zone, kind, held, facts, decision)
    is_printed = transfer is not None and bool(transfer.printed) and not tools
    return Safeguard(code, zone, "printed" if is_printed else "missing", (), facts, decision)
