"""What an area declares for the staff's first page: work that waits, and checks of the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from ketju.web.base.access.models import Processor
from ketju.web.base.access.permission import Standing


@dataclass(frozen=True, slots=True)
class Day:
    """For whom and when the page is made."""

    standing: Standing
    on: date
    at: datetime

    @property
    def processor(self) -> Processor:
        """The processor whose staff looks."""
        return self.standing.processor


@dataclass(frozen=True, slots=True)
class Work:
    """Rows that wait for somebody. Words: ``web.today.<id>`` (with count), ``….why`` and ``….next``.

    ``owner`` is the role whose work it is, ``may`` what one may do to see it; ``page`` names the address of the next
    action, which takes the processor. ``rows`` gives a query, which is only counted.
    """

    id: str
    owner: str
    may: str
    page: str
    rows: Callable[[Day], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class State:
    """How a part of the machine is: ``is_good`` None where it is not known; ``since`` when it last did its work.

    ``count`` is how many things are wrong, 0 where that cannot be counted.
    """

    is_good: bool | None
    since: datetime | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """A part of the machine. Words: ``web.today.<id>``, ``….good``, ``….bad`` (with count), ``….next``.

    Either ``wrong`` gives a query of what is wrong, which is only counted, or ``look`` says how it is.
    """

    id: str
    owner: str
    page: str
    wrong: Callable[[Day], QuerySet[Any]] | None = None
    look: Callable[[Day], State] | None = None
