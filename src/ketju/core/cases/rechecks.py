"""What covers the places of a company, before and now, and what has to be looked at again because of the difference.

Source: GDPR Art. 44 to 46, 45(4), (5); D-141, D-193.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

RecheckReason = Literal[
    "place-new", "decision-ended", "decision-started", "decision-changed", "decision-ends", "uncovered"
]
"""Why a place is looked at again: data go to a new one; a decision on adequacy ended, began, was followed by another,
or will end soon; nothing covers the place any longer, as evidence ran out or was taken back."""

ENDED: RecheckReason = "decision-ended"
ENDS: RecheckReason = "decision-ends"
FREE = frozenset({"inside", "none-needed"})
"""What needs no safeguard."""
BY_DECISION = frozenset({"decision", "stated-decision"})
"""What a decision on adequacy covers."""
MISSING = frozenset({"missing", "printed", "unknown"})
"""What nothing covers that counts."""
AHEAD = timedelta(days=180)
"""So long before a decision ends somebody has to look for what follows it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What covers a place on a day: a kind of safeguard, the number of a decision and its last day, if it has one.

    "proven" is a tool of which there is evidence, though the list does not state it.
    """

    kind: str
    decision: str = ""
    ends: date | None = None

    @property
    def is_missing(self) -> bool:
        """Whether nothing covers the place."""
        return self.kind in MISSING


@dataclass(frozen=True, slots=True)
class Recheck:
    """That a place has to be looked at again: why, from which day, by which decision."""

    code: str
    reason: RecheckReason
    on: date
    decision: str = ""


def rechecks(
    before: Mapping[str, Covered] | None, now: Mapping[str, Covered], on: date
) -> tuple[Recheck, ...]:
    """What of a company's places has to be looked at again on a day; ``before`` None where nobody had looked yet."""
    found = []
    for code, cover in now.items():
        reason, decision, since = _reason(before, code, cover, on)
        if reason:
            found.append(Recheck(code, reason, since, decision))
        if cover.kind in BY_DECISION and cover.ends is not None and on <= cover.ends <= on + AHEAD:
            found.append(Recheck(code, "decision-ends", cover.ends + timedelta(days=1), cover.decision))
    return tuple(found)


def _reason(
    before: Mapping[str, Covered] | None, code: str, now: Covered, on: date
) -> tuple[RecheckReason | Literal[""], str, date]:
    """Why a place is looked at again, by which decision, since when; "" for no reason."""
    if before is None:
        return ("uncovered" if now.is_missing else ""), "", on
    was = before.get(code)
    if was is None:
        return ("" if now.kind in FREE else "place-new"), now.decision, on
    if was.kind in BY_DECISION and now.kind not in (*BY_DECISION, *FREE):
        ended = was.ends + timedelta(days=1) if was.ends is not None and was.ends < on else on
        return "decision-ended", was.decision, ended
    if now.is_missing:
        return ("" if was.is_missing else "uncovered"), "", on
    if now.kind in BY_DECISION and was.kind not in FREE:
        if was.kind not in BY_DECISION:
            return "decision-started", now.decision, on
        return ("decision-changed" if was.decision != now.decision else ""), now.decision, on
    return "", "", on


def is_settled(cover: Covered | None, reason: RecheckReason) -> bool:
    """Whether a place needs nobody any longer: data do not go there, or what was missing is there."""
    if cover is None or cover.kind in FREE:
        return True
    return reason == "uncovered" and not cover.is_missing
