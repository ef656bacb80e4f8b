"""A reference misspells the group that it means.

What: a line names a shared part of the list, and a word is spelt otherwise than in its heading.
Why: searches miss it, and readers wonder whether another part is meant.
Fix: spell it as the heading does.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.register.group_names import group_named, group_titles, is_spelt_alike


def check(subject: Subject) -> Iterator[Observation]:
    """Lines of reference whose group is found only by allowing for slips."""
    names = group_titles(subject.register)
    for part in subject.parts:
        named = group_named(part.text, names) if part.kind == "reference" else None
        if named and not is_spelt_alike(part.text, named):
            params = {"words": " ".join(part.text.split()), "group": named}
            yield Observation("groups", params, span=part.span)


RULE = Rule("REG073", "reference-misspelt", "warning", ("D-191", "L-14"), check, needs_source=True)
