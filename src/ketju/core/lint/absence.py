"""Values that entries lack: one observation for each, or one for the list that has none of them at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ketju.core.lint.rule import Observation
from ketju.core.lint.subject import Subject
from ketju.core.model.finding import Level
from ketju.core.model.register import Entry

WHOLE = "whole"
"""The variant of the sentence that speaks of the whole list."""

FEWEST = 3
"""From so many entries on, a value that all of them lack is the list's fault and told once."""


def absent(
    subject: Subject,
    field: str,
    has: Callable[[Entry], object],
    *,
    wholly: Level | None = None,
    among: Callable[[Entry], object] | None = None,
) -> Iterator[Observation]:
    """The entries for which ``has`` is false, or one observation at "entries" where it is so for all of them.

    ``among`` limits it to the entries that ought to have the value; ``wholly`` is the level when all lack it.
    """
    concerned = [entry for entry in subject.register.entries if among is None or among(entry)]
    lacking = [entry for entry in concerned if not has(entry)]
    if len(lacking) == len(concerned) >= FEWEST:
        yield Observation("entries", {"count": str(len(lacking))}, variant=WHOLE, level=wholly)
        return
    for entry in lacking:
        yield Observation(f"entries/{entry.id}/{field}")
