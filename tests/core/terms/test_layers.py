"""Expected values: plain sense."""

from datetime import date

import pytest

from ketju.core.terms.layers import Layer, Lines
from tests.core.terms.making import agreement, said


def test_lines_are_written_as_a_file_has_them():
    assert str(Lines(150, 150)) == "150"
    assert str(Lines(150, 152)) == "150-152"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, True),
        (date(2027, 1, 15), None, True),
        (date(2027, 1, 16), None, False),
        (None, date(2027, 1, 15), True),
        (None, date(2027, 1, 14), False),
        (date(2027, 1, 15), date(2027, 1, 15), True),
        (date(2027, 1, 1), date(2027, 1, 14), False),
    ],
)
def test_documents_and_statements_hold_from_the_first_to_the_last_day(first, last, expected):
    on = date(2027, 1, 15)
    assert Layer("agreement", "example-dpa", first=first, last=last).holds(on) is expected
    assert said("notice.length", "30 days", first=first, last=last).holds(on) is expected


def test_a_layer_tells_what_it_says_of_a_parameter():
    two = [said("notice.length", "10 days", "§ 1"), said("notice.length", None, "§ 2")]
    layer = agreement({"notice.length": two, "logs.kept": "14 days"})
    assert [one.clause for one in layer.of("notice.length")] == ["§ 1", "§ 2"]
    assert layer.of("notice") == ()
