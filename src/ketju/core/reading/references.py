"""Lines that stand for a group listed elsewhere: "the shared mail infrastructure is used", also misspelt."""

from __future__ import annotations

from collections.abc import Sequence

from ketju.core.reading.texts import word_count
from ketju.core.register.group_names import group_named
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.phrases import has

LONGEST = 16


def is_reference(text: str, headings: Sequence[str]) -> bool:
    """Whether ``text`` says that a shared group is used here too (D-191): in words, or by naming a heading and more."""
    if not 2 <= word_count(text) <= LONGEST or has_legal_form(text):
        return False
    return has(text, "reference.uses") is not None or group_named(text, headings) is not None
