"""Two headings in one place read alike.

What: under one heading, two of the same level have the same words.
Why: links lead to the first only, and readers cannot tell which part holds for them.
Fix: name the parts apart, or join them.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.document import Heading
from ketju.core.vocabulary.fold import folded


def check(subject: Subject) -> Iterator[Observation]:
    """Headings that repeat an earlier one of their level under the same parents."""
    seen: set[tuple[str, ...]] = set()
    path: list[tuple[int, str]] = []
    for block in subject.document.blocks if subject.document else ():
        if not isinstance(block, Heading):
            continue
        words = folded(block.text.text)
        path = [*(one for one in path if one[0] < block.level), (block.level, words)]
        key = tuple(text for _, text in path)
        if words and key in seen:
            yield Observation("", {"words": " ".join(block.text.text.split())}, span=block.text.span)
        seen.add(key)


RULE = Rule("REG063", "heading-doubled", "warning", ("L-14",), check, needs_source=True)
