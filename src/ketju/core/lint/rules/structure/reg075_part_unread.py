"""A part of the document could not be read.

What: a line looks like an entry, or like part of one, and the reader could not make sense of it.
Why: what a program cannot read, a customer's program cannot either; a sub-processor may be hidden in it.
Fix: bring the line into the shape of the others, or check it by hand and add the entry to the register file.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Each unread part."""
    for part in subject.parts:
        if part.kind == "unread":
            yield Observation("", {"words": " ".join(part.text.split())[:LONGEST]}, span=part.span)


LONGEST = 80


RULE = Rule("REG075", "part-unread", "info", ("D-7",), check, needs_source=True)
