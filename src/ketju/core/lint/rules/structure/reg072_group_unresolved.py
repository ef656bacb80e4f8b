"""A reference leads to no group.

What: a line says that shared infrastructure is used, and no part of the list has that name.
Why: nobody can tell which companies are meant, so the product's list is incomplete.
Fix: name the part exactly, or add it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.register.group_names import group_named, group_titles


def check(subject: Subject) -> Iterator[Observation]:
    """Lines of reference that name no group of the register, even allowing for slips."""
    names = group_titles(subject.register)
    for part in subject.parts:
        if part.kind == "reference" and group_named(part.text, names) is None:
            yield Observation("groups", {"words": " ".join(part.text.split())}, span=part.span)


RULE = Rule("REG072", "group-unresolved", "error", ("D-191", "L-14"), check, needs_source=True)
