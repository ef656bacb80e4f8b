"""How periods were counted, in the words of every language: each working once, however many customers share it."""

from __future__ import annotations

from typing import Any

from ketju.core.periods.period import Period
from ketju.core.periods.working import working_of
from ketju.text.periods import step_words
from ketju.text.render import LANGUAGES, phrasebook


class Workings:
    """The workings of a pack. ``rows`` are sentences by language, in the order in which ``number`` gave them out."""

    def __init__(self) -> None:
        self.rows: list[dict[str, list[str]]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, period: Period) -> int:
        """The place of a period's working among the rows, from 0."""
        steps = working_of(period)
        plain = phrasebook(LANGUAGES[0])
        key = tuple(step_words(one, plain) for one in steps)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            books = {language: phrasebook(language) for language in LANGUAGES}
            self.rows.append({name: [step_words(one, book) for one in steps] for name, book in books.items()})
        return self._numbers[key]

    def of(self, period: Period | None) -> dict[str, Any] | None:
        """How a period was counted: from what, how long, by which calendar, its readings, the place of its working."""
        if period is None:
            return None
        asked, readings = period.question, period.alternatives
        return {
            "from": str(asked.event), "length": [asked.length.unit, asked.length.count, asked.length.days],
            "calendar": asked.calendar.code if asked.calendar else "", "zone": asked.event.zone_name,
            "expires": str(period.expires), "safe": str(period.safe("right")), "working": self.number(period),
            "readings": [{"id": one.id, "point": one.point, "expires": str(one.expires)} for one in readings],
        }  # fmt: skip
