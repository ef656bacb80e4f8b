""" "Varies by customer" and nothing else.

What: an entry says that its data differ from customer to customer, and names no category.
Why: every customer must know which of its data go there; "it depends" answers none of them.
Fix: name the categories that are possible, and keep what each customer uses in its own agreement.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketju.core.lint.rule import Observation, Rule
from ketju.core.lint.subject import Subject
from ketju.core.model.register import DataCategory
from ketju.core.vocabulary.phrases import has


def check(subject: Subject) -> Iterator[Observation]:
    """Entries that vary and of whose data nothing can be read."""
    for entry in subject.register.entries:
        if entry.varies_by_customer and not any(_says_something(item) for item in entry.data):
            field = "data" if entry.data else "purpose"
            yield Observation(f"entries/{entry.id}/{field}")


def _says_something(item: DataCategory) -> bool:
    """Whether an item names data: by a term that is known, or in words that do not say that it varies."""
    return bool(item.terms) or (
        not has(item.printed, "varies.customer", "negation") and len(item.printed) > SHORT
    )


SHORT = 40
"""An item of fewer letters without a known category says nothing that a customer could use."""


RULE = Rule("REG043", "varies-without-detail", "warning", ("L-11", "L-8"), check)
