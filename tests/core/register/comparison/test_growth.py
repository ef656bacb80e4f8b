"""The work of comparing grows with the number of entries, whatever many of them share."""

from dataclasses import replace

import pytest

from ketju.core.model.register import Register
from ketju.core.register.comparison.changes import changes_between
from tests.core.register.many import SHARED, register
from tests.formats.effort import assert_linear


@pytest.mark.parametrize("shared", SHARED)
def test_twice_as_many_entries_take_twice_the_effort_to_compare(shared):
    """A third of the companies are renamed, all ids are others, and the order is the reverse."""

    def compared(size: int) -> None:
        before = register(shared, size).entries
        after = (
            replace(one, id=f"n-{at}", name=one.name if at % 3 else f"New {at} Ltd")
            for at, one in enumerate(before)
        )
        changes_between(
            Register("Example", languages=("en",), entries=before),
            Register("Example", languages=("en",), entries=tuple(after)[::-1]),
        )

    compared(300)
    assert_linear(compared, 150)
