"""The catalogue: every parameter that an agreement can settle, with its kind, its rows and what the GDPR gives.

Source: requirements 5.2 to 5.4 (D-9 to D-203), GDPR Art. 28 and 33.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ketju.core.packaged import table
from ketju.core.terms.values import Better, Kind, Value, favour, is_below, value_from, with_floor

GDPR_APPLIES = date(2018, 5, 25)
"""The day from which the GDPR gives anything. Source: GDPR Art. 99(2)."""
RESPONSIBILITY = "responsibility."
"""What the ids of those parameters begin with that say who owes something."""
OWED_BY = ("controller", "shared", "processor")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that an agreement settles.

    ``choices`` are the values of a choice, from the worst for the customer to the best where ``better`` is "last".
    ``statute`` is what the GDPR gives where an agreement is silent, None for nothing; with ``has_floor`` no agreement
    can give less. ``is_asked``: somebody has to set it, or something cannot be computed.
    """

    id: str
    kind: Kind
    rows: tuple[str, ...] = ()
    article: str = ""
    choices: tuple[str, ...] = ()
    better: Better = ""
    statute: Value | None = None
    has_floor: bool = False
    is_asked: bool = False

    @property
    def group(self) -> str:
        """The part of the agreement that it belongs to."""
        return self.id.partition(".")[0]

    def value(self, given: str | list[str]) -> Value:
        """A value of this parameter. Raises what ``value_from`` raises."""
        return value_from(self.kind, given, self.choices)

    def favour(self, old: Value, new: Value) -> int | None:
        """Whom a change helps: see ``values.favour``."""
        return favour(self.better, old, new, self.choices)

    def is_below_floor(self, value: Value) -> bool:
        """Whether a value gives the customer less than the GDPR does."""
        if not self.has_floor or self.statute is None:
            return False
        return is_below(self.better, value, self.statute, self.choices)

    def with_floor(self, value: Value) -> Value:
        """The value that holds, given that the GDPR's own is the least."""
        if not self.has_floor or self.statute is None:
            return value
        return with_floor(self.better, value, self.statute, self.choices)


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter by id, in the order of the catalogue."""
    data = table("terms")
    found = [_parameter(row) for row in data["parameter"]]
    found += [_responsibility(row) for row in data["responsibility"]]
    return {one.id: one for one in found}


def _parameter(row: dict[str, Any]) -> Parameter:
    choices = tuple(row.get("values", ()))
    statute = row.get("statute")
    return Parameter(
        id=row["id"],
        kind=row["kind"],
        rows=tuple(row["rows"]),
        article=row.get("article", ""),
        choices=choices,
        better=row.get("better", ""),
        statute=None if statute is None else value_from(row["kind"], statute, choices),
        has_floor=row.get("floor", False),
        is_asked=row.get("asked", False),
    )


def _responsibility(row: dict[str, Any]) -> Parameter:
    return Parameter(
        id=RESPONSIBILITY + row["id"],
        kind="choice",
        rows=(row["row"],),
        article=row["article"],
        choices=OWED_BY,
        statute=row["owed_by"],
    )
