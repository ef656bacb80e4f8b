"""Methods: how a period is counted, each disputed point as a named option with a stated default.

Sources: requirements Q-1 to Q-9; ``docs/decisions/0012-readings-of-periods.md`` says why the defaults are so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Method:
    """How to count. The defaults are the strict reading of Regulation 1182/71.

    - ``hour_start``: the hour of the event is not counted (Art. 3(1)), or hours run from the very minute (Q-2);
    - ``hours``: hours as they pass, or as clocks show them where they change in between (Q-3);
    - ``hours_minimum``: whether Art. 3(5) speaks of hours, and whether a part of a working day is one (Q-1, Q-5);
    - ``month_start``: weeks, months and years from the event's day, or from the day after it (Q-6);
    - ``extension``: from what a further period is counted (Q-7);
    - ``roll``: Art. 3(4), ``minimum``: Art. 3(5) (Q-9); ``backward_minimum``: Art. 3(5) for periods that are counted
      backwards;
    - ``is_contract``: the period is one of a contract, and both ways to end it are shown (Q-9).
    """

    hour_start: Literal["clock-hour", "exact"] = "clock-hour"
    hours: Literal["elapsed", "wall-clock"] = "elapsed"
    hours_minimum: Literal["none", "partial-days", "whole-days"] = "none"
    month_start: Literal["event-day", "next-day"] = "event-day"
    extension: Literal["earliest", "receipt", "nominal-end", "rolled-end"] = "earliest"
    roll: bool = True
    minimum: bool = True
    backward_minimum: bool = True
    is_contract: bool = False

    def __hash__(self) -> int:
        """Some of it is enough, and is asked for with every period."""
        return hash((self.hour_start, self.extension, self.roll, self.is_contract))


REGULATION = Method()
"""Regulation 1182/71, read strictly."""
CONTRACT = Method(roll=False, minimum=False, backward_minimum=False, is_contract=True)
"""A period of a contract that says nothing of days off: it ends when it ends (Q-9)."""
CONTRACT_RIGHT = Method(is_contract=True)
"""The same where the right of the other side is at stake: with Art. 3(4) and 3(5) (Q-9)."""
NATIONAL = Method(minimum=False, backward_minimum=False)
"""A national act that moves the end off days off and knows no minimum (Acts 150/1930 s. 5 and 1930:173 s. 2)."""

REGIMES: dict[str, Method] = {"eu": REGULATION, "contract": CONTRACT, "national": NATIONAL}
"""The regimes by name."""


def method_for(regime: str, side: str = "duty") -> Method:
    """The method of a regime ("eu", "contract", "national") for a side: "duty", "right", "gate"."""
    return CONTRACT_RIGHT if regime == "contract" and side != "duty" else REGIMES[regime]
