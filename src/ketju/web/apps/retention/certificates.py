"""Certificates of erasures as a page shows them: what went, and what is kept on which ground to which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ketju.text.render import Phrasebook
from ketju.web.apps.retention.declaration import declaration
from ketju.web.apps.retention.models import Erasure
from ketju.web.base.access.models import Processor

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Left:
    """A kind of data that is kept: what it is, why, and to when, where that has a day."""

    name: str
    why: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """One erasure in words."""

    id: str
    at: datetime
    again: bool
    whom: str
    subject: str
    rows: int
    left: tuple[Left, ...]


def certificates(processor: Processor, phrases: Phrasebook) -> list[Certificate]:
    """The newest erasures of a processor."""
    return [
        Certificate(
            one.public_id, one.at, one.again, phrases(f"web.erasure.kind.{one.kind}"), one.subject,
            sum(one.counts.values()), tuple(dict.fromkeys(_left(one, phrases))),
        )
        for one in Erasure.objects.filter(processor=processor)[:SHOWN]
    ]  # fmt: skip


def _left(one: Erasure, phrases: Phrasebook) -> Iterator[Left]:
    for table, column, kept, until in one.left:
        if not column.endswith("_index"):
            name = phrases(f"web.column.{_called(table, column)}")
            day = date.fromisoformat(until) if until else None
            yield Left(name, phrases(f"web.class.{kept}"), day)


def _called(table: str, column: str) -> str:
    """The word of a column; of one that a later version does not have, its name."""
    held = declaration().tables.get(table)
    found = (one.called for one in held.personal if one.name == column) if held else ()
    return next(iter(found), column.replace("_", "-"))
