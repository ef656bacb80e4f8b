"""A statement about the company is printed among the data.

What: an item of the personal data says that the company has no access, or what kind of company it is.
Why: it is no category of data; whether the company can reach data belongs to its access.
Fix: move the statement to the function or the access; say which data the company could still reach.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.vocabulary.phrases import has


def check(subject: Subject) -> Iterator[Observation]:
    """Items of data that say something of access and name no category."""
    for entry in subject.register.entries:
        for item in entry.data:
            if has(item.printed, "access.none") and not item.terms:
                path = f"entries/{entry.id}/data"
                span = subject.span_of_words(path, item.printed)
                yield Observation(path, {"words": item.printed}, span=span)


RULE = Rule("REG042", "role-as-data", "warning", ("L-8",), check)
