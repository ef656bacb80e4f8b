"""Expected values: plain sense."""

from datetime import date

import pytest

from ketju.core.model.document import Position
from ketju.core.terms.layers import Acceptance, Layer, Lines, Statement
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


def test_what_is_not_said_is_empty():
    one = Statement("notice.length", None)
    assert (one.clause, one.lines, one.note, one.owner) == ("", (), "", "")
    assert (one.due, one.first, one.last, one.signed, one.at) == (None, None, None, None, None)
    layer = Layer("agreement", "example-dpa")
    assert (layer.name, layer.version, layer.mark, layer.file) == ("", "", "", "")
    assert layer.rank == "data-protection"
    assert (layer.statements, layer.duties, layer.no_effect, layer.accepted) == ((), (), (), ())
    assert Acceptance("example-dpa", "1", date(2027, 1, 1)).by == ""


def test_the_place_in_a_file_and_its_name_make_no_difference():
    assert Statement("logs.kept", None, at=Position(3, 1)) == Statement("logs.kept", None, at=Position(9, 1))
    assert Layer("policy", "house", file="a.yaml") == Layer("policy", "house", file="b.yaml")
    assert Layer("policy", "house", name="A") != Layer("policy", "house", name="B")
