"""The work of checking grows with the number of entries, and so do the findings."""

from datetime import date

import pytest

from ketju.core.lint.engine import check
from ketju.core.lint.subject import Subject
from ketju.core.lint.waiving import Waivers
from ketju.core.model.date import PartialDate
from ketju.core.model.finding import Finding
from ketju.core.model.register import Waiver
from tests.core.register.many import SHARED, register
from tests.formats.effort import assert_linear

ON = date(2026, 11, 1)
SIZE = 84
"""The entries of ``many`` begin to repeat themselves then, so that from there on everything grows evenly."""


def checked(shared: str, size: int) -> tuple[Finding, ...]:
    return check(Subject(register(shared, size), ON))


@pytest.mark.parametrize("shared", SHARED)
def test_twice_as_many_entries_take_twice_the_effort_to_check(shared):
    checked(shared, 300)
    assert_linear(lambda size: checked(shared, size), 150)


@pytest.mark.parametrize("shared", SHARED)
def test_findings_grow_evenly_with_the_entries(shared):
    once, twice, thrice = (len(checked(shared, factor * SIZE)) for factor in (1, 2, 3))
    assert thrice - twice <= twice - once + 2


def test_as_many_waivers_as_findings_are_looked_up_by_the_entry_in_their_path():
    findings = [Finding("REG004", "place-missing", "error", f"entries/e-{at}/places") for at in range(300)]

    def waived(size: int) -> None:
        paths = [f"entries/e-{at}/places" for at in range(size)]
        waivers = Waivers(
            [Waiver("REG004", "why", "who", PartialDate(2027), path=path) for path in paths], ON
        )
        assert all(waivers.applied(finding).waiver for finding in findings[:size])

    assert_linear(waived, 150)
