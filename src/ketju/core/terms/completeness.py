"""Whether an agreement has what GDPR Art. 28 asks of it, provision by provision.

Only what the agreement states itself counts: that the law gives the same anyway does not make an agreement complete.
Source: requirements 1.1 (G-1 to G-21), 2.1 (annexes of Implementing Decision (EU) 2021/915).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ketju.core.packaged import table
from ketju.core.terms.resolution import Effective, Step

Degree = Literal["met", "partly", "missing"]
"""All of it is stated; some is, or is left open or below the floor of the law; none is."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A provision and the parameters that an agreement has to state for it; an optional one may be left out."""

    row: str
    article: str
    needs: tuple[str, ...]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """How far a provision is met. ``stated`` are the words of the agreement; ``open`` and ``below`` are parameters
    that it leaves open, or sets below the floor; ``missing`` those of which it says nothing.
    """

    requirement: Requirement
    degree: Degree
    stated: tuple[Step, ...]
    missing: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@cache
def requirements() -> tuple[Requirement, ...]:
    """Every provision, in the order of the rows."""
    return tuple(
        Requirement(row["row"], row["article"], tuple(row["needs"]), row.get("optional", False))
        for row in table("terms")["requirement"]
    )


def completeness(effective: Mapping[str, Effective]) -> tuple[Met, ...]:
    """How far each provision is met by what was agreed with somebody."""
    return tuple(_met(one, effective) for one in requirements())


def _met(requirement: Requirement, effective: Mapping[str, Effective]) -> Met:
    stated: list[Step] = []
    missing, left_open, below = [], [], []
    for key in requirement.needs:
        steps = [step for step in effective[key].steps if step.layer in ("agreement", "customer")]
        steps = [step for step in steps if step.why not in ("not-now", "outdone")]
        stated += steps
        if not steps:
            missing.append(key)
        elif _is_open(effective[key], steps):
            left_open.append(key)
        elif any(step.why == "below-floor" for step in steps):
            below.append(key)
    lacking = len(missing) + len(left_open) + len(below)
    degree: Degree = "met" if not lacking else "missing" if not stated else "partly"
    return Met(requirement, degree, tuple(stated), tuple(missing), tuple(left_open), tuple(below))


def _is_open(found: Effective, steps: Iterable[Step]) -> bool:
    """Whether what was agreed gives no value: it leaves it open, or says two things and nothing settles it."""
    told = {step.why for step in steps}
    return told == {"open"} or (found.state == "contradictory" and "contradictory" in told)
