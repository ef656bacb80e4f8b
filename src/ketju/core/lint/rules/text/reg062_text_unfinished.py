"""A text breaks off.

What: a text ends in "for example", a comma or an open bracket.
Why: something was to follow that the reader now misses; it may be a purpose or a kind of data.
Fix: finish the sentence, or cut what announces nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.lint.texts import statement_texts

_ENDING = re.compile(
    r"(?:[,(\[]|\b(?:e\.g\.?|for example|such as|including|esim\.?|esimerkiksi|kuten|mm\.?:|till exempel"
    r"|t\. ?ex\.?|bl\. ?a\.?|såsom|z\. ?B\.?|zum Beispiel|wie|par exemple|tel que|f\.? ?eks\.?|bijv\.?|zoals"
    r"|por ejemplo|ad esempio|np\.?))"
    r"\s*\)?\s*$",
    re.I,
)


def check(subject: Subject) -> Iterator[Observation]:
    """Statements of entries that end where something should follow, or that leave a bracket open."""
    is_unfinished = cache(_is_unfinished)
    for entry in subject.register.entries:
        for path, text in statement_texts(entry):
            if is_unfinished(text):
                yield Observation(path, {"words": text[-40:].strip()})


def _is_unfinished(text: str) -> bool:
    return _ENDING.search(text) is not None or _is_left_open(text)


def _is_left_open(text: str) -> bool:
    """Whether the last bracket that opens is never closed."""
    return text.count("(") > text.count(")") and text.rfind("(") > text.rfind(")")


RULE = Rule("REG062", "text-unfinished", "warning", ("D-7", "L-9"), check)
