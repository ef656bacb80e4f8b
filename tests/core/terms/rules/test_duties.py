"""Expected values: X-12, X-13, X-14, X-20 and X-23 of requirements 8."""

import pytest

from tests.core.terms.making import seen

TOLD = {"breach.authorities": "yes"}
WITHHELD = {"audit.withheld": ["secrets"]}
REFUSED = {"audit.refused_auditors": ["competitor"]}


@pytest.mark.parametrize(
    ("rule", "terms", "parameters", "level"),
    [
        ("X-12", {"authority.scope": "eu"}, ("authority.scope",), "warning"),
        (
            "X-13",
            {**TOLD, "disclosure.third_parties": "agreed-in-writing"},
            ("disclosure.third_parties", "breach.authorities"),
            "info",
        ),
        (
            "X-13",
            {**TOLD, "disclosure.third_parties": "never"},
            ("disclosure.third_parties", "breach.authorities"),
            "info",
        ),
        ("X-14", WITHHELD, ("audit.withheld",), "warning"),
        ("X-14", REFUSED, ("audit.refused_auditors",), "warning"),
        ("X-14", {**REFUSED, **WITHHELD}, ("audit.withheld", "audit.refused_auditors"), "warning"),
        ("X-20", {"requests.condition": "if-appropriate-and-lawful"}, ("requests.condition",), "warning"),
        ("X-23", {"audit.times_a_year": "1"}, ("audit.times_a_year", "audit.year"), "warning"),
        (
            "X-23",
            {"audit.times_a_year": "0", "audit.year": None},
            ("audit.times_a_year", "audit.year"),
            "warning",
        ),
    ],
)
def test_what_is_contrary_is_seen(rule, terms, parameters, level):
    (one,) = seen(rule, terms)
    assert one.seen.parameters == parameters
    assert one.level == level
    assert one.statement.parameter == parameters[0]
    assert one.source.id == "example-dpa"


@pytest.mark.parametrize(
    ("rule", "terms"),
    [
        ("X-12", {}),
        ("X-12", {"authority.scope": "eea"}),
        ("X-13", {}),
        ("X-13", TOLD),
        ("X-13", {**TOLD, "disclosure.third_parties": "any"}),
        ("X-13", {"disclosure.third_parties": "never"}),
        ("X-13", {"disclosure.third_parties": "never", "breach.authorities": "no"}),
        ("X-14", {}),
        ("X-14", {"audit.withheld": [], "audit.refused_auditors": []}),
        ("X-20", {}),
        ("X-20", {"requests.condition": "always"}),
        ("X-23", {}),
        ("X-23", {"audit.year": None}),
        ("X-23", {"audit.times_a_year": "1", "audit.year": "calendar"}),
        ("X-23", {"audit.times_a_year": "1", "audit.year": "rolling"}),
    ],
)
def test_what_is_not_contrary_is_not_seen(rule, terms):
    assert seen(rule, terms) == []


def test_the_house_can_say_which_year():
    assert (
        seen("X-23", {"audit.times_a_year": "1", "audit.year": None}, house={"audit.year": "rolling"}) == []
    )
