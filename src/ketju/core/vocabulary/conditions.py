"""Words that tell under which condition a company is used at all: by contract, with consent, when chosen, when used."""

from __future__ import annotations

from ketju.core.model.register import ConditionKind
from ketju.core.vocabulary.lexicon import Match
from ketju.core.vocabulary.phrases import has

_KINDS: tuple[tuple[str, ConditionKind], ...] = (
    ("condition.consent", "consent"),
    ("condition.contract", "contract"),
    ("condition.use", "use"),
    ("condition.option", "option"),
)
"""Kinds in the order in which they count when a text has words for several."""


def condition_in(text: str) -> tuple[ConditionKind, Match] | None:
    """The kind of condition that ``text`` states, and the words that do; None when it states none.

    >>> condition_in("Only by contract")[0]
    'contract'
    """
    for meaning, kind in _KINDS:
        if found := has(text, meaning):
            return kind, found
    return None
