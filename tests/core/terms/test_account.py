"""Expected values: counted by hand in the texts below."""

from ketju.core.terms.account import LineAccount, account
from ketju.core.terms.layers import Duties, Lines, NoEffect
from tests.core.terms.making import agreement, said

TEXT = """\
1. General

  We tell you 30 days before a change.
You may object.
\t
Example Oy
"""


def lines(*pairs):
    return tuple(Lines(first, last) for first, last in pairs)


def layer(terms=None, **more):
    return agreement(terms or {}, **more)


def outcome(found):
    return [(one.line, one.parameters, one.rows, one.no_effect) for one in found.lines]


def test_each_line_with_text_is_counted_and_none_is_accounted_for_by_itself():
    found = account(layer(), TEXT)
    assert [(one.line, one.text) for one in found.lines] == [
        (1, "1. General"),
        (3, "We tell you 30 days before a change."),
        (4, "You may object."),
        (6, "Example Oy"),
    ]
    assert found.unaccounted == found.lines
    assert found.astray == ()
    assert account(layer(), "\n \n").lines == ()


def test_each_line_has_its_parameters_rows_and_reasons():
    one = layer(
        {
            "notice.length": [said("notice.length", "30 days", lines=[3])],
            "objection.right": [said("objection.right", "yes", lines=[(3, 4)])],
        },
        duties=(Duties(lines((3, 4)), ("D-198", "D-199")), Duties(lines((4, 4)), ("D-199", "D-200"))),
        no_effect=(NoEffect(lines((1, 1), (6, 6)), "heading"),),
    )
    found = account(one, TEXT)
    assert outcome(found) == [
        (1, (), (), "heading"),
        (3, ("notice.length", "objection.right"), ("D-198", "D-199"), ""),
        (4, ("objection.right",), ("D-198", "D-199", "D-200"), ""),
        (6, (), (), "heading"),
    ]
    assert found.unaccounted == () and found.astray == ()
    assert all(line.is_accounted for line in found.lines)


def test_a_parameter_that_is_said_twice_on_a_line_stands_once():
    twice = [said("notice.length", "30 days", lines=[3]), said("notice.length", None, lines=[3])]
    found = account(layer({"notice.length": twice}), TEXT)
    assert found.lines[1].parameters == ("notice.length",)


def test_the_first_reason_is_told():
    one = layer(no_effect=(NoEffect(lines((1, 1)), "heading"), NoEffect(lines((1, 3)), "name")))
    assert [line.no_effect for line in account(one, TEXT).lines] == ["heading", "name", "", ""]


def test_each_of_the_three_accounts_for_a_line():
    one = layer(
        {"notice.length": [said("notice.length", "30 days", lines=[1])]},
        duties=(Duties(lines((3, 3)), ("D-198",)),),
        no_effect=(NoEffect(lines((4, 4)), "repetition"),),
    )
    assert [line.line for line in account(one, TEXT).unaccounted] == [6]


def test_lines_that_are_empty_or_not_in_the_text_are_astray():
    one = layer(
        {"notice.length": [said("notice.length", "30 days", lines=[2, 3])]},
        duties=(Duties(lines((5, 6)), ("D-198",)),),
        no_effect=(NoEffect(lines((6, 7), (99, 100)), "name"),),
    )
    assert account(one, TEXT).astray == (2, 5, 7, 99, 100)


def test_an_empty_line_within_a_passage_is_not_astray():
    one = layer(no_effect=(NoEffect(lines((1, 6)), "everything"),))
    found = account(one, TEXT)
    assert found.astray == () and found.unaccounted == ()


def test_a_line_of_which_nothing_is_said_is_not_accounted_for():
    assert not LineAccount(1, "text").is_accounted
    assert LineAccount(1, "text", no_effect="name").is_accounted
    assert LineAccount(1, "text").no_effect == ""
