"""Two versions of terms beside each other: what changed, whom it helps, who has to be told.

Source: D-9, D-15, D-22; GDPR Art. 28(3), (9).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketju.core.terms.layers import Layer
from ketju.core.terms.parameters import Parameter
from ketju.core.terms.resolution import Effective, Stack, resolve_all
from ketju.core.terms.values import Value

Kind = Literal["added", "removed", "changed", "moved"]
"""A value is there now, is gone, is another, or stands in another clause with the same value."""
Helps = Literal["customer", "processor", "nobody", "unclear"]
"""Whom a change helps. "nobody": it stays the same for both. "unclear": nobody can say from the values alone."""


@dataclass(frozen=True, slots=True)
class TermsChange:
    """What changed in a parameter. ``old`` and ``new`` are the values as agreed, None where there is none; ``was`` and
    ``now`` what holds with law and floor taken into account.
    """

    kind: Kind
    parameter: Parameter
    old: Value | None
    new: Value | None
    helps: Helps
    was: Effective
    now: Effective


def compare_terms(old: Stack, new: Stack) -> tuple[TermsChange, ...]:
    """What changed between two versions, those that help the processor first: somebody has to look at them."""
    before, after = resolve_all(old), resolve_all(new)
    changes = [change for key in before for change in _change(before[key], after[key])]
    order = ("processor", "unclear", "customer", "nobody")
    return tuple(sorted(changes, key=lambda change: order.index(change.helps)))


def _change(was: Effective, now: Effective) -> Iterable[TermsChange]:
    old, new = was.agreed, now.agreed
    if old == new:
        if old is not None and _clause(was) != _clause(now):
            yield TermsChange("moved", was.parameter, old, new, "nobody", was, now)
        return
    kind: Kind = "added" if old is None else "removed" if new is None else "changed"
    yield TermsChange(kind, was.parameter, old, new, _helps(was, now), was, now)


def _clause(found: Effective) -> str:
    return found.statement.clause if found.statement else ""


def _helps(was: Effective, now: Effective) -> Helps:
    """By what holds, so that giving what the law gives anyway helps nobody."""
    if was.value == now.value:
        return "nobody"
    if was.value is None or now.value is None:
        return "unclear"
    step = was.parameter.favour(was.value, now.value)
    return {1: "customer", -1: "processor", 0: "nobody", None: "unclear"}[step]  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class ToTell:
    """A customer that has to be told of a new version. ``is_asked``: it has to agree, as it loses something."""

    customer: str
    version: str
    is_asked: bool
    untouched: tuple[str, ...]
    """Parameters that change and that this customer has agreed differently, so that nothing changes for it."""


def whom_to_tell(
    changes: Iterable[TermsChange], layers: Iterable[Layer], agreement: str, on: date
) -> tuple[ToTell, ...]:
    """The customers who accepted the agreement, by id, with what they have agreed differently.

    A change binds nobody who has not agreed to it (GDPR Art. 28(3), (9)): where something is worse for the customer,
    or nobody can say, it is asked; else it is told.
    """
    found = [change for change in changes if change.kind != "moved"]
    files: dict[str, list[Layer]] = defaultdict(list)
    for one in layers:
        if one.kind == "customer":
            files[one.id].append(one)
    told = (_told(key, files[key], found, agreement, on) for key in sorted(files))
    return tuple(one for one in told if one)


def _told(
    customer: str, files: Sequence[Layer], changes: list[TermsChange], agreement: str, on: date
) -> ToTell | None:
    """What a customer has to be told, by all of its files together."""
    said = [one for file in files for one in file.accepted]
    accepted = [one for one in said if one.agreement == agreement and one.first <= on]
    if not accepted or not changes:
        return None
    signed = [one for file in files if file.holds(on) for one in file.statements]
    own = {one.parameter for one in signed if one.value is not None and one.holds(on)}
    touching = [change for change in changes if change.parameter.id not in own]
    is_asked = any(change.helps in ("processor", "unclear") for change in touching)
    untouched = tuple(change.parameter.id for change in changes if change.parameter.id in own)
    return ToTell(customer, max(accepted, key=lambda one: one.first).version, is_asked, untouched)
