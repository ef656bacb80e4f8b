"""A product has no sub-processors.

What: the register names a product, and no entry applies to it, directly or by a group.
Why: either the product needs none, which should be said, or its entries were forgotten.
Fix: add the entries, refer to the groups it uses, or remove the product.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject


def check(subject: Subject) -> Iterator[Observation]:
    """Products without entries of their own, without groups, in a register where entries are for certain products."""
    register = subject.register
    named = {service for entry in register.entries for service in entry.applies_to.services}
    is_for_all = any(not (e.applies_to.services or e.applies_to.groups) for e in register.entries)
    if is_for_all or any(group.all_services for group in register.groups):
        return
    for service in register.services:
        if service.id not in named and not service.groups:
            yield Observation(f"services/{service.id}", {"service": str(service.name) or service.id})


RULE = Rule("REG077", "service-empty", "warning", ("D-190", "D-191"), check)
