"""Expected values: every row of requirements 8 has one rule; the gravest finding comes first."""

from datetime import date

import pytest

from ketju.core.duties.rows import duties
from ketju.core.model.finding import LEVELS
from ketju.core.terms.checking import check_terms, terms_rules
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Stack
from tests.core.terms.making import DAY, agreement, said, seen, stack

SLUGS = """\
alarm breach-content costs sub-processor-access liability notice-length grounds window backups two-activities
own-disclosure authority-scope authorities-told withheld suspension retention list-newer two-numbers end relay
contacts not-set audit-year safeguard-by-article national-number below-floor two-values outranked
"""
"""What the sentences of the rules are called, in their order."""
OF_FLOORS = ("floor", "X-1", "X-2", "X-5", "X-7", "X-12")


def test_every_row_of_the_table_has_one_rule_in_its_order():
    rows = [f"X-{number}" for number in range(1, 26)]
    assert [rule.id for rule in terms_rules()] == [*rows, "floor", "two-values", "outranked"]
    assert [rule.slug for rule in terms_rules()] == SLUGS.split()


def test_every_rule_rests_on_rows_that_exist_or_on_the_law():
    known = {one.id for one in duties()}
    for rule in terms_rules():
        assert rule.basis
        for one in rule.basis:
            assert one in known or one.startswith(("GDPR Art. ", "L-"))


def test_the_gravest_comes_first_and_rows_keep_their_order():
    found = check_terms(
        stack({"sub_processors.liability": "none", "authority.scope": "eu", "breach.alarm": "72 hours"})
    )
    levels = [LEVELS.index(one.level) for one in found]
    assert levels == sorted(levels)
    assert [one.rule.id for one in found if one.level == "error"] == ["X-5"]
    rows = [one.rule.id for one in found if one.level == "warning" and one.rule.id.startswith("X-")]
    assert rows == sorted(rows, key=lambda row: int(row[2:]))
    assert rows[:3] == ["X-1", "X-6", "X-6"]


# below the floor


def test_less_than_the_law_is_seen_with_its_article():
    found = seen(
        "floor", {"objection.right": [said("objection.right", "no", "§ 12")], "breach.in_parts": "no"}
    )
    assert [(one.level, one.seen.parameters, one.seen.params) for one in found] == [
        ("error", ("objection.right",), {"article": "28(2)"})
    ]
    assert found[0].statement.clause == "§ 12"


def test_what_is_at_the_floor_or_above_is_not():
    assert seen("floor", {"objection.right": "yes", "breach.notice": "immediately"}) == []
    assert seen("floor") == []


def test_a_deviation_below_the_floor_is_seen_at_its_own_words():
    own = {"objection.right": [said("objection.right", "no", "deal 1")]}
    (one,) = seen("floor", {"objection.right": [said("objection.right", "yes", "§ 12")]}, own=own)
    assert one.source.kind == "customer" and one.statement.clause == "deal 1"


def poorer(one):
    """Values of a parameter, some of them below the law."""
    if one.kind == "choices":
        return [[], *([name] for name in one.choices), list(one.choices)]
    return {"choice": one.choices, "flag": ["yes", "no"], "length": ["72 hours", "promptly"]}[one.kind]


FLOORS = [one for one in parameters().values() if one.has_floor]


@pytest.mark.parametrize("one", FLOORS, ids=lambda one: one.id)
def test_whatever_is_below_the_law_is_told_once_and_nothing_else_is(one):
    for given in poorer(one):
        found = check_terms(stack({one.id: given}))
        told = [
            find.rule.id for find in found if find.seen.parameters == (one.id,) and find.rule.id in OF_FLOORS
        ]
        is_below = one.is_below_floor(one.value(given))
        assert len(told) == is_below, given


# two values


def test_two_values_are_seen_with_their_places():
    two = [
        said("notice.length", "10 days", "§ 1"),
        said("notice.length", "20 days", lines=[3, (5, 7)]),
    ]
    (one,) = seen("two-values", {"notice.length": two})
    assert one.level == "error"
    assert one.seen.parameters == ("notice.length",)
    assert one.seen.params == {"clauses": "§ 1, 3, 5-7"}
    assert one.statement.clause == "§ 1"


def test_two_values_without_places_are_named_themselves():
    two = [said("notice.changes", ["addition"]), said("notice.changes", ["addition", "replacement"])]
    three = [said("notice.length", "10 days"), said("notice.length", "20 days", "§ 2")]
    found = seen("two-values", {"notice.changes": two, "notice.length": three})
    assert [one.seen.params["clauses"] for one in found] == [
        "10 days, § 2",
        "addition, addition + replacement",
    ]


def test_one_value_is_right():
    assert seen("two-values", {"notice.length": "10 days"}) == []
    assert seen("two-values", {"notice.length": None}) == []


def test_only_what_contradicts_is_named():
    lower = agreement({"notice.length": [said("notice.length", "30 days", "main")]}, rank="main-agreement")
    two = [said("notice.length", "10 days", "§ 1"), said("notice.length", "20 days", "§ 2")]
    found = check_terms(Stack(DAY, (agreement({"notice.length": two}), lower)))
    (one,) = [one for one in found if one.rule.id == "two-values"]
    assert one.seen.params == {"clauses": "§ 1, § 2"}


# where a finding stands


def test_a_finding_stands_at_the_words_that_hold():
    """The agreement speaks first, what the customer signed holds."""
    own = {"authority.scope": [said("authority.scope", "eu", "deal 1")]}
    (one,) = seen("X-12", {"authority.scope": [said("authority.scope", "eea", "§ 2")]}, own=own)
    assert one.statement.clause == "deal 1"


def test_a_finding_about_two_parameters_stands_at_the_first_that_anybody_spoke_of():
    (one,) = [
        one
        for one in check_terms(stack({"billing.assistance": ["rights"]}))
        if one.seen.variant == "approval"
    ]
    assert one.statement.parameter == "billing.assistance"
    (other,) = seen("X-6", {"objection.right": "yes"})
    assert other.statement is None and other.source is None


def test_before_the_gdpr_nothing_is_below_it():
    assert seen("floor", {"objection.right": "no"}, on=date(2018, 5, 24)) == []


@pytest.mark.parametrize("registers", [(), iter(())])
def test_lists_may_be_missing(registers):
    assert all(one.rule.id not in ("X-17", "X-21") for one in check_terms(stack({}), registers))


def test_a_document_that_yields_and_says_otherwise_is_told():
    """D-13: the document on data protection prevails, and a conflict is told."""
    dpa = agreement({"notice.length": "30 days"}, rank="data-protection")
    main = agreement({"notice.length": "14 days"}, rank="main-agreement")
    same = agreement({"notice.length": "30 days"}, rank="main-agreement")
    (told,) = [one for one in check_terms(Stack(DAY, (dpa, main))) if one.rule.id == "outranked"]
    assert (told.level, told.seen.parameters) == ("info", ("notice.length",))
    assert not [one for one in check_terms(Stack(DAY, (dpa, same))) if one.rule.id == "outranked"]
