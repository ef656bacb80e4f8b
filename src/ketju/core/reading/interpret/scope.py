"""What an entry applies to: the headings above it, and cells that name products and the regions of customers."""

from __future__ import annotations

from ketju.core.model.register import Scope
from ketju.core.reading.draft import Draft
from ketju.core.reading.interpret.values import unique
from ketju.core.reading.interpret.what import items_of
from ketju.core.reading.texts import flat, word_count

LONGEST_PRODUCT = 4
"""An enumeration in which a part has more words than this is a text about products."""


def read_scope(draft: Draft, headings: tuple[str, ...]) -> Scope:
    """The scope as printed: ``services`` and ``regions`` hold names, of which the register makes ids later. L-14.

    ``sections`` are the headings, and behind them what a cell says of products, as a whole.
    """
    cells = draft.all("products", "service")
    return Scope(
        services=_products(draft),
        regions=_regions(draft),
        sections=unique([*headings, *(flat(field.text.text).rstrip(" ;") for field in cells)]),
    )


def _products(draft: Draft) -> tuple[str, ...]:
    """The products that a cell enumerates; none when it names a single one."""
    names = unique([name for f in draft.all("products") for name in items_of(f.text.text, f.listed)])
    is_enumeration = len(names) > 1 and all(word_count(name) <= LONGEST_PRODUCT for name in names)
    return names if is_enumeration else ()


def _regions(draft: Draft) -> tuple[str, ...]:
    """The regions of customers."""
    return unique([name for f in draft.all("customer_region") for name in items_of(f.text.text, f.listed)])
