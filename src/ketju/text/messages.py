"""Sentences for problems."""

from __future__ import annotations

import re

from ketju.core.model.document import ReadProblem
from ketju.core.problems import Problem
from ketju.text.render import Phrasebook

_NOT_KEY = re.compile(r"[^a-z]+")
_WORDED = {
    "reason": "reason",
    "kind": "kind",
}
"""Parameters whose values are keys of words: reason "encrypted" → "reason.encrypted"."""

_SHAPES = {"found": "shape", "expected": "shape"}
_WORDED_BY_CODE = {"register.wrong-type": _SHAPES, "period.length-open": {"found": "period.haste"}}


def problem_words(problem: Problem | ReadProblem, phrases: Phrasebook) -> tuple[str, str]:
    """The sentence and the advice ("" for none) of a problem."""
    given = dict(problem.params)
    params = {**given, **_worded(problem.code, given, phrases)}
    hint = _hint(problem, given, phrases)
    return phrases(problem.code, **params), phrases(hint, **params) if hint else ""


def _hint(problem: Problem | ReadProblem, given: dict[str, str], phrases: Phrasebook) -> str:
    """The key of the advice: what may have been meant, where anything was found, else what to do."""
    own = given.get("hint", "") if isinstance(problem, ReadProblem) else problem.hint
    suggested = f"{problem.code}.suggested"
    if given.get("suggestions") and phrases.has(suggested):
        return suggested
    plain = f"{problem.code}.hint"
    return own if (own and phrases.has(own)) or not phrases.has(plain) else plain


def _worded(code: str, params: dict[str, str], phrases: Phrasebook) -> dict[str, str]:
    found = {}
    for name, group in (_WORDED | _WORDED_BY_CODE.get(code, {})).items():
        if name in params:
            key = f"{group}.{key_from(params[name])}"
            if phrases.has(key):
                found[name] = phrases(key)
    return found


def key_from(words: str) -> str:
    """A parser's words as the end of a key: "mapping values are not allowed" → "mapping-values-are-not-allowed".

    What stands in brackets after them is left out, as are the signs that YAML's parser speaks of.
    """
    return _NOT_KEY.sub("-", words.partition(" (")[0].lower()).strip("-")
