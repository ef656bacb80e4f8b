"""Expected values: G-1 to G-21 of requirements 1.1 and the annexes of Implementing Decision (EU) 2021/915 in 2.1."""

import pytest

from ketju.core.terms.completeness import completeness, requirements
from ketju.core.terms.parameters import parameters
from ketju.core.terms.resolution import Stack, resolve_all
from tests.core.terms.making import DAY, agreement, all_of, said

GIVEN = {
    "length": "immediately",
    "flag": "yes",
    "count": "1",
    "text": "as the main agreement has it",
    "calendar": "FI",
    "zone": "Europe/Helsinki",
    "rate": "100 EUR",
    "countries": ["FI"],
}
RIGHT = {
    "purpose.own_use": "no",
    "notice.length": "30 days",
    "objection.window": "20 days",
    "end.retained": ["law"],
}


def given_for(key):
    one = parameters()[key]
    if key in RIGHT:
        return RIGHT[key]
    if one.kind == "choices":
        return list(one.choices)
    return one.choices[-1] if one.kind == "choice" else GIVEN[one.kind]


NEEDED = sorted({key for one in requirements() for key in one.needs})
WHOLE = {key: given_for(key) for key in NEEDED}


def degrees(agreed=None, **more):
    return {one.requirement.row: one.degree for one in completeness(all_of(agreed, **more))}


def of(row, agreed=None, **more):
    return next(one for one in completeness(all_of(agreed, **more)) if one.requirement.row == row)


def test_every_provision_and_every_annex_is_there():
    rows = [
        *(f"G-{number}" for number in range(1, 22)),
        *(f"SCC annex {one}" for one in ("I", "II", "III", "IV")),
    ]
    assert [one.row for one in requirements()] == rows
    assert [one.requirement.row for one in completeness(all_of())] == rows


def test_each_provision_asks_for_parameters_that_exist():
    for one in requirements():
        assert one.needs and set(one.needs) <= set(parameters())
        assert one.article


@pytest.mark.parametrize(
    ("row", "article"),
    [
        ("G-1", "28(1)"),
        ("G-5", "28(3)(a)"),
        ("G-6", "28(3)(b)"),
        ("G-7", "28(3)(c)"),
        ("G-8", "28(3)(d)"),
        ("G-9", "28(3)(e)"),
        ("G-10", "28(3)(f)"),
        ("G-11", "28(3)(g)"),
        ("G-12", "28(3)(h)"),
        ("G-14", "28(4)"),
        ("G-17", "28(9)"),
        ("G-21", "82"),
    ],
)
def test_articles(row, article):
    assert of(row).requirement.article == article


def test_what_the_law_gives_by_itself_is_not_stated():
    assert set(degrees().values()) == {"missing"}
    assert set(degrees(house=WHOLE).values()) == {"missing"}


def test_an_agreement_that_states_everything_meets_everything():
    assert set(degrees(WHOLE).values()) == {"met"}


def test_what_a_customer_has_agreed_counts():
    assert set(degrees(own=WHOLE).values()) == {"met"}


@pytest.mark.parametrize("left_out", NEEDED)
def test_each_parameter_is_missed_where_it_is_needed(left_out):
    agreed = {key: given for key, given in WHOLE.items() if key != left_out}
    for one in completeness(all_of(agreed)):
        needs = one.requirement.needs
        if left_out not in needs:
            assert one.degree == "met" and one.missing == ()
        else:
            assert one.missing == (left_out,)
            assert one.degree == ("missing" if len(needs) == 1 else "partly")
            assert one.open == one.below == ()


def test_one_part_alone_is_partly_met():
    found = of("G-3", {"notice.when": "before"})
    assert found.degree == "partly"
    assert found.missing == ("notice.changes", "notice.length", "objection.right", "objection.window")
    assert [step.statement.parameter for step in found.stated] == ["notice.when"]


def test_what_is_missing_does_not_make_up_for_what_is_open():
    found = of("G-14", {"sub_processors.same_duties": None})
    assert (found.degree, found.missing) == ("partly", ("sub_processors.liability",))
    assert found.open == ("sub_processors.same_duties",)
    found = of("G-14", {"sub_processors.liability": "none"})
    assert (found.degree, found.missing) == ("partly", ("sub_processors.same_duties",))
    assert found.below == ("sub_processors.liability",)


def test_what_is_left_open_is_partly_met():
    found = of("G-7", {"security.measures": None})
    assert (found.degree, found.open, found.missing) == ("partly", ("security.measures",), ())
    assert len(found.stated) == 1


def test_what_is_contradictory_is_as_good_as_open():
    two = [said("agreement.clauses", "own"), said("agreement.clauses", "authority")]
    found = of("G-16", {"agreement.clauses": two})
    assert (found.degree, found.open) == ("partly", ("agreement.clauses",))
    assert len(found.stated) == 2


def test_two_deviations_that_differ_leave_open_what_the_agreement_says():
    two = [said("agreement.clauses", "own"), said("agreement.clauses", "authority")]
    found = of("G-16", {"agreement.clauses": "commission"}, own={"agreement.clauses": two})
    assert (found.degree, found.open) == ("partly", ("agreement.clauses",))


def test_what_is_below_the_law_is_partly_met():
    found = of("G-14", {"sub_processors.same_duties": "yes", "sub_processors.liability": "none"})
    assert (found.degree, found.below) == ("partly", ("sub_processors.liability",))
    alone = of("G-17", {"agreement.form": "oral"})
    assert (alone.degree, alone.below, alone.missing, alone.open) == ("partly", ("agreement.form",), (), ())


def test_a_figure_of_the_house_does_not_take_the_agreements_words_away():
    found = of("G-13", {"instructions.unlawful": "immediately"}, house={"instructions.unlawful": "24 hours"})
    assert [step.layer for step in found.stated] == ["agreement"]
    assert (found.degree, found.below) == ("met", ())


def test_policies_that_differ_do_not_take_the_agreements_words_away():
    two = [said("instructions.unlawful", "24 hours"), said("instructions.unlawful", "8 hours")]
    found = of("G-13", {"instructions.unlawful": "immediately"}, house={"instructions.unlawful": two})
    assert found.degree == "met"


def test_a_deviation_settles_two_values_of_the_agreement():
    two = [said("agreement.clauses", "own"), said("agreement.clauses", "authority")]
    found = of("G-16", {"agreement.clauses": two}, own={"agreement.clauses": "commission"})
    assert found.degree == "met"


def test_a_deviation_takes_the_place_of_what_it_replaces():
    found = of("G-16", {"agreement.clauses": "own"}, own={"agreement.clauses": "commission"})
    assert found.degree == "met"
    assert [(step.layer, step.value) for step in found.stated] == [("customer", "commission")]


def test_what_holds_at_another_time_is_not_stated():
    past = said("agreement.clauses", "own", last=DAY.replace(year=2026))
    found = of("G-16", {"agreement.clauses": [past]})
    assert (found.degree, found.missing, found.stated) == ("missing", ("agreement.clauses",), ())


def test_a_lower_document_may_state_what_a_higher_one_leaves_open():
    layers = (
        agreement({"agreement.clauses": None}),
        agreement({"agreement.clauses": "own"}, rank="main-agreement"),
    )
    found = {one.requirement.row: one for one in completeness(resolve_all(Stack(DAY, layers)))}["G-16"]
    assert (found.degree, found.open, len(found.stated)) == ("met", (), 2)


def test_some_provisions_may_be_left_out():
    """Evidence of guarantees, codes of conduct, standard clauses, cooperation and liability follow from the law alone."""
    optional = [one.row for one in requirements() if one.is_optional]
    assert optional == ["G-1", "G-15", "G-16", "G-20", "G-21"]
