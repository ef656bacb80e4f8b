"""Nothing says whose list it is.

What: neither the list nor the register file names the publisher.
Why: a list that is passed on must say which processor it speaks for.
Fix: name the company that publishes the list, in its title or its first lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """One observation for a register without it."""
    if not subject.register.publisher:
        yield Observation("publisher")


RULE = Rule("REG014", "publisher-missing", "info", ("D-1", "D-24"), check)
