"""Words for the state of an engagement: in use, planned, ended. They are headings of lists and cells of columns."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from ketju.core.vocabulary.fold import tokens
from ketju.core.vocabulary.phrases import phrases

State = Literal["current", "planned", "ended"]
STATES: tuple[State, ...] = ("current", "planned", "ended")
LONGEST = 6
"""A text with more words than this says more than a state."""
_BESIDE = ("list.subprocessor", "list.supplier")
"""What may stand beside the state: "former sub-processors"."""


def state_of(text: str, languages: Collection[str] = ()) -> State | None:
    """The state that ``text`` names and nothing else, in one of the ``languages`` or in English; else None.

    >>> state_of("Former sub-processors"), state_of("Käytössä", ("fi",)), state_of("Active Directory")
    ('ended', 'current', None)
    """
    return _state_of(text, frozenset({*languages, "en"}))


@lru_cache(maxsize=4096)
def _state_of(text: str, languages: frozenset[str]) -> State | None:
    count = len(tokens(text))
    if not 0 < count <= LONGEST:
        return None
    found = [match for match in phrases(text) if match.language in languages]
    named = [match for match in found if match.meaning.startswith("state.")]
    covered = {
        at
        for match in found
        if match.meaning.startswith("state.") or match.meaning in _BESIDE
        for at in range(match.first, match.first + match.words)
    }
    if not named or len(covered) < count:
        return None
    longest = max(named, key=lambda match: match.words)
    return next(state for state in STATES if longest.meaning == f"state.{state}")
