"""Two names stand in one entry.

What: a name holds two names with a slash or "and" between, and it is not told which is the company.
Why: each company is a sub-processor of its own, with its own contract, place and notice.
Fix: make an entry for each company, or print one as the legal entity and the other as its brand in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.companies import has_legal_form
from ketju.core.vocabulary.fold import folded

_JOINED = re.compile(r"\s+/\s+|\s+(?:and|und|och|ja|et|og|en|e|y)\s+")


def check(subject: Subject) -> Iterator[Observation]:
    """Names with two parts of which both, or with a slash none or one, have a legal form."""
    for entry in subject.register.entries:
        parts = _JOINED.split(entry.name)
        if len(parts) == 2 and all(parts) and _are_two(entry.name, parts):
            yield Observation(f"entries/{entry.id}/name", {"one": parts[0], "other": parts[1]})


def _are_two(name: str, parts: list[str]) -> bool:
    """Whether two companies are meant: both have a legal form; or a slash parts two names that do not share a word."""
    formed = [has_legal_form(part) for part in parts]
    if all(formed):
        return True
    words = [set(folded(part).split()) for part in parts]
    return " / " in name and not words[0] & words[1]


RULE = Rule("REG037", "two-companies-in-one", "warning", ("L-1",), check)
