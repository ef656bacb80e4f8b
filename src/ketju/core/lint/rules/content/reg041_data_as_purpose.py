"""Data are printed among the purpose.

What: the purpose holds an enumeration of categories of data, such as "name, e-mail address".
Why: the list of data of this entry is incomplete, and the purpose is hard to read.
Fix: move the categories to the personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.categories import purpose_terms, split_enumeration
from ketju.core.vocabulary.lexicon import lexicon

_CLAUSES = re.compile(r";|\.\s")
FEWEST = 2
"""So many items that are nothing but data show an enumeration of data; one may belong to a sentence."""


def check(subject: Subject) -> Iterator[Observation]:
    """Purposes with at least two items that name data and nothing else."""
    data_in = cache(_data_in)
    for entry in subject.register.entries:
        named = data_in(str(entry.purpose))
        if len(named) >= FEWEST:
            path = f"entries/{entry.id}/purpose"
            span = subject.span_of_words(path, named[0])
            yield Observation(path, {"words": ", ".join(named)}, span=span)


def _data_in(purpose: str) -> list[str]:
    """The items of a purpose that are data."""
    items = [item for part in _CLAUSES.split(purpose) for item in split_enumeration(part)]
    return [item for item in items if _is_only_data(item)]


def _is_only_data(text: str) -> bool:
    """Whether a text is nothing but a category of data, and no purpose as well."""
    return bool(lexicon("data").whole(text)) and not purpose_terms(text)


RULE = Rule("REG041", "data-as-purpose", "warning", ("L-9", "L-8"), check)
