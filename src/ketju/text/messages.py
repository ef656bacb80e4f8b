"""Sentences for problems."""

from __future__ import annotations

from ketju.core.model.document import ReadProblem
from ketju.core.problems import Problem
from ketju.text.phrasebook import Phrasebook

REASON = "reason."
"""Reasons within a problem ("encrypted") have their words under "reason.encrypted"."""


def problem_words(problem: Problem | ReadProblem, phrases: Phrasebook) -> tuple[str, str]:
    """The sentence and the advice ("" for none) of a problem."""
    params = dict(problem.params)
    reason = params.get("reason", "")
    if reason and phrases.has(REASON + reason):
        params["reason"] = phrases(REASON + reason)
    hint = params.get("hint", "") if isinstance(problem, ReadProblem) else problem.hint
    if not hint and phrases.has(f"{problem.code}.hint"):
        hint = f"{problem.code}.hint"
    return phrases(problem.code, **params), phrases(hint, **params) if hint else ""
