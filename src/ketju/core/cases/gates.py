"""Gates: each says what it waits for, why, who can open it, and from when it is open.

Gates of an engagement are the same for everybody: nobody's data go to a company that was not looked at, has no contract
or lacks a tool for a transfer. Gates of a customer are its own: its notice, its window, its objection, its consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketju.core.periods.instants import Instant

GateKind = Literal[
    "due-diligence",
    "contract",
    "access",
    "transfer",
    "impact-assessment",
    "contact",
    "approval",
    "terms",
    "notice",
    "window",
    "objection",
    "consent",
    "condition",
]
"""What a gate is about."""

ENGAGEMENT: tuple[GateKind, ...] = (
    "due-diligence", "contract", "access", "transfer", "impact-assessment", "contact", "approval",
)  # fmt: skip
"""Gates that are the same for all customers."""
BASIS: dict[GateKind, tuple[str, ...]] = {
    "due-diligence": ("GDPR Art. 28(1)", "G-1", "D-186"),
    "contract": ("GDPR Art. 28(4)", "G-14", "D-132", "D-187"),
    "access": ("GDPR Art. 28(3)(a)", "D-137", "D-138", "D-139"),
    "transfer": ("GDPR Art. 44", "GDPR Art. 46", "D-193"),
    "impact-assessment": ("GDPR Art. 46(1)", "SCC 2021/914 Clause 14"),
    "contact": ("GDPR Art. 30(2)(a)", "SCC 2021/915 Annex IV"),
    "approval": ("GDPR Art. 5(2)",),
    "terms": ("GDPR Art. 28(2)", "X-6"),
    "notice": ("GDPR Art. 28(2)", "G-3", "D-135", "D-195"),
    "window": ("GDPR Art. 28(2)", "G-3", "D-198", "D-202"),
    "objection": ("GDPR Art. 28(2)", "D-199", "D-203"),
    "consent": ("GDPR Art. 28(2)", "G-2", "SCC 2021/915 Clause 7.7(a)"),
    "condition": ("D-189", "D-192"),
}
"""What each gate rests on."""
OPENER: dict[GateKind, str] = {
    "due-diligence": "privacy-officer",
    "contract": "privacy-officer",
    "access": "privacy-officer",
    "transfer": "privacy-officer",
    "impact-assessment": "privacy-officer",
    "contact": "case-handler",
    "approval": "second-person",
    "terms": "privacy-officer",
    "notice": "case-handler",
    "window": "time",
    "objection": "case-handler",
    "consent": "customer",
    "condition": "customer",
}
"""Who can open it: a role of staff, the customer, or time alone."""
WAIVABLE: frozenset[GateKind] = frozenset({"window", "notice", "due-diligence", "impact-assessment"})
"""Gates that a person can open in an emergency, by a waiver that stays on record. No waiver opens the others: a missing
contract or transfer tool is no matter of time, and a customer's consent or objection is not the processor's."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """That a person opened a gate in an emergency: why, on what basis, who, when. It is never taken away again."""

    reason: str
    basis: str
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate. ``opens`` is from when it is open, None where that is not known; ``waits`` is the key of what it waits
    for, filled by ``params``, "" for nothing. ``ends`` is when it closes again, as evidence runs out.
    """

    kind: GateKind
    opens: Instant | None
    waits: str = ""
    params: tuple[tuple[str, str], ...] = ()
    ends: Instant | None = None
    waiver: Waiver | None = None

    @property
    def basis(self) -> tuple[str, ...]:
        """What it rests on."""
        return BASIS[self.kind]

    @property
    def opener(self) -> str:
        """Who can open it."""
        return OPENER[self.kind]

    def is_open(self, at: Instant) -> bool:
        """Whether it is open at an instant."""
        if self.opens is None or at.utc < self.opens.utc:
            return False
        return self.ends is None or at.utc < self.ends.utc


def waived(gate: Gate, waiver: Waiver) -> Gate:
    """The gate as a waiver opens it, for as long as it is needed: what was open then stays as it is, and what had run
    out stays open. Raises ValueError for one that no waiver opens.
    """
    if gate.kind not in WAIVABLE:
        raise ValueError(f"no waiver opens the gate {gate.kind}")
    if gate.is_open(waiver.at):
        return gate
    ends = gate.ends if gate.ends is not None and gate.ends.utc > waiver.at.utc else None
    return Gate(gate.kind, waiver.at, "", gate.params, ends, waiver)
