"""Days that a command is given."""

from __future__ import annotations

from datetime import date

from ketju.core.problems import Problem


class DateWrong(Problem):
    """What was given as a date is none. Params: found."""

    code = "date-wrong"
    hint = "date-wrong.hint"


def day_from(text: str) -> date:
    """The day that is written as 2026-01-31. Raises DateWrong."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateWrong(found=text) from error
