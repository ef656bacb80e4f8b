"""A value was guessed.

What: the reader concluded a value from its words or its neighbours, and is less than four fifths sure.
Why: what has to be guessed can be guessed wrongly, by people as well.
Fix: check the value; print it under a label of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject

SURE = 0.8


def check(subject: Subject) -> Iterator[Observation]:
    """Each value with a low confidence."""
    for one in subject.result.provenance if subject.result else ():
        if one.confidence < SURE:
            yield Observation(one.path, {"sure": f"{one.confidence:.0%}"}, span=one.span)


RULE = Rule("REG076", "value-guessed", "info", ("D-7",), check, needs_source=True)
