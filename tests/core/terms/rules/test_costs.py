"""Expected values: X-3 of requirements 8 (004:52 and 68 against 64, 121 and 168)."""

import pytest

from tests.core.terms.making import seen

OWN = {"billing.own_costs": "yes"}


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("billing.tests", ["differs-from-law", "additional-work"]),
        ("billing.assistance", ["breaches"]),
        ("audit.separate_cost", "controller"),
        ("audit.separate_cost", "shared"),
    ],
)
def test_each_charge_beside_own_costs_is_seen(key, given):
    (one,) = seen("X-3", {**OWN, key: given, "billing.approval": "before"})
    assert one.level == "warning" and one.seen.variant == ""
    assert one.seen.parameters == ("billing.own_costs", key)
    assert one.statement.parameter == "billing.own_costs"


def test_all_charges_are_named_at_once():
    terms = {
        **OWN,
        "billing.tests": ["differs-from-law"],
        "billing.assistance": ["rights"],
        "billing.approval": "before",
        "audit.separate_cost": "controller",
    }
    (one,) = seen("X-3", terms)
    assert one.seen.parameters == (
        "billing.own_costs",
        "billing.tests",
        "billing.assistance",
        "audit.separate_cost",
    )


@pytest.mark.parametrize("approval", [{}, {"billing.approval": "afterwards"}, {"billing.approval": "none"}])
def test_help_that_is_charged_without_asking_first_is_seen(approval):
    (one,) = seen("X-3", {"billing.assistance": ["rights"], **approval})
    assert one.seen.variant == "approval"
    assert one.seen.parameters == ("billing.assistance", "billing.approval")


def test_both_can_be_seen_at_once():
    found = seen("X-3", {**OWN, "billing.assistance": ["rights"]})
    assert [one.seen.variant for one in found] == ["", "approval"]


@pytest.mark.parametrize(
    "terms",
    [
        {},
        OWN,
        {**OWN, "billing.tests": [], "billing.assistance": [], "audit.separate_cost": "processor"},
        {"billing.own_costs": "no", "billing.tests": ["differs-from-law"]},
        {"billing.tests": ["differs-from-law"]},
        {"billing.assistance": ["rights"], "billing.approval": "before"},
        {"billing.approval": "none"},
    ],
)
def test_charges_without_own_costs_or_the_other_way_round_are_right(terms):
    assert seen("X-3", terms) == []
