"""Who owes what: the controller's duties and the processor's, and why a task is not the processor's to do.

Source: D-17, D-31 to D-43, D-89; GDPR Art. 28.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ketju.core.problems.terms import ParameterUnknown
from ketju.core.terms.parameters import RESPONSIBILITY, parameters
from ketju.core.terms.resolution import Effective


@dataclass(frozen=True, slots=True)
class Owed:
    """A task and who owes it: "controller", "processor" or "shared". ``effective`` has the words that say so."""

    task: str
    owed_by: str
    row: str
    article: str
    effective: Effective


def responsibilities(effective: Mapping[str, Effective]) -> tuple[Owed, ...]:
    """The matrix: every task, those of the controller first as the rows have them."""
    found = ((key, one) for key, one in effective.items() if key.startswith(RESPONSIBILITY))
    return tuple(_owed(key, one) for key, one in found)


def _owed(key: str, one: Effective) -> Owed:
    owed_by = str(one.value) if one.value is not None else ""
    task = key.removeprefix(RESPONSIBILITY)
    return Owed(task, owed_by, one.parameter.rows[0], one.parameter.article, one)


def is_refused(task: str, effective: Mapping[str, Effective]) -> Owed | None:
    """Why the processor refuses a task: it is the controller's own; None where it is not. Source: D-17.

    Raises ParameterUnknown for a task that is not in the matrix.
    """
    key = RESPONSIBILITY + task
    if key not in parameters():
        known = (one.removeprefix(RESPONSIBILITY) for one in parameters() if one.startswith(RESPONSIBILITY))
        raise ParameterUnknown(found=task, suggestions=", ".join(known))
    owed = _owed(key, effective[key])
    return owed if owed.owed_by == "controller" else None
