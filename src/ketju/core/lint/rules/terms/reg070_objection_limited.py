"""The right to object is tied to certain grounds.

What: the list lets customers object only for reasons of one kind, such as security.
Why: Art. 28(2) gives the right to object without naming grounds; a narrower promise does not bind the controller.
Fix: let customers object on any reasonable ground, and ask for the reason so that it can be resolved.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.finding import Level

WIDE = frozenset({"data protection"})
"""Grounds that are about as wide as the purpose of the right; still a limit, hardly a harm."""


def check(subject: Subject) -> Iterator[Observation]:
    """One observation for objection terms that print grounds."""
    objection = subject.register.objection
    if objection and objection.grounds:
        level: Level | None = "info" if objection.grounds in WIDE else None
        yield Observation("objection", {"grounds": objection.grounds}, level=level)


RULE = Rule("REG070", "objection-limited", "warning", ("D-200", "X-7", "GDPR Art. 28(2)"), check)
