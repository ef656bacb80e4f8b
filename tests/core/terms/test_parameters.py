"""Expected values: GDPR Art. 28 and 33; the rows of requirements 5 and 6."""

from datetime import date

import pytest

from ketju.core.duties.rows import duties
from ketju.core.periods.lengths import OpenLength
from ketju.core.terms.parameters import GDPR_APPLIES, Parameter, parameters
from ketju.core.terms.values import value_from, written

FLOORS = {
    "agreement.form": ("28(9)", "written"),
    "breach.content": (
        "33(3)",
        (
            "nature",
            "data-subject-groups",
            "data-subject-count",
            "record-categories",
            "record-count",
            "contact",
            "consequences",
            "measures",
        ),
    ),
    "breach.notice": ("33(2)", OpenLength("undue-delay")),
    "confidentiality.undertaking": ("28(3)(b)", True),
    "end.choices": ("28(3)(g)", ("erasure", "return")),
    "end.retained": ("28(3)(g)", ("law",)),
    "instructions.form": ("28(3)(a)", "written"),
    "instructions.unlawful": ("28(3)", OpenLength("immediately")),
    "notice.changes": ("28(2)", ("addition", "replacement")),
    "objection.right": ("28(2)", True),
    "purpose.own_use": ("28(10)", False),
    "record.kept": ("30(2)", True),
    "sub_processors.liability": ("28(4)", "full"),
    "transfers.outside": ("44", "with-safeguards"),
}


@pytest.mark.parametrize(("key", "article", "least"), [(key, *one) for key, one in FLOORS.items()])
def test_what_the_law_gives_at_the_least(key, article, least):
    one = parameters()[key]
    assert one.has_floor and one.article == article and one.statute == least


def test_every_parameter_names_rows_that_exist_and_itself():
    known = {one.id for one in duties()}
    for key, one in parameters().items():
        assert one.id == key and one.group == key.split(".")[0]
        assert set(one.rows) <= known
        assert one.rows or one.article


def test_every_parameter_can_be_compared_where_it_has_a_floor():
    for one in parameters().values():
        if one.has_floor:
            assert one.better and one.statute is not None
            assert one.with_floor(one.statute) == one.statute
            assert not one.is_below_floor(one.statute)
            assert value_from(one.kind, written(one.statute), one.choices) == one.statute


def test_lists_and_choices_have_choices_and_nothing_else_has():
    for one in parameters().values():
        assert bool(one.choices) is (one.kind in ("choice", "choices"))
        assert len(set(one.choices)) == len(one.choices)
        assert one.better != "last" or one.kind == "choice"


def test_only_a_floor_holds_against_an_agreement():
    right = parameters()["objection.right"]
    assert right.is_below_floor(False) and right.with_floor(False) is True
    parts = parameters()["breach.in_parts"]
    assert parts.statute is True and not parts.has_floor
    assert parts.is_below_floor(False) is False and parts.with_floor(False) is False
    length = parameters()["notice.length"]
    short = length.value("1 day")
    assert length.statute is None and not length.is_below_floor(short) and length.with_floor(short) == short


def test_what_rests_on_no_article_and_what_nobody_can_compare():
    tenancy = parameters()["agreement.tenancy"]
    assert (tenancy.article, tenancy.better, tenancy.statute) == ("", "", None)
    assert Parameter("example", "text").article == "" and not Parameter("example", "text").has_floor


@pytest.mark.parametrize(
    ("key", "kind", "better"),
    [
        ("notice.length", "length", "longer"),
        ("breach.alarm", "length", "shorter"),
        ("audit.times_a_year", "count", "more"),
        ("billing.regular_rate", "rate", "fewer"),
        ("objection.right", "flag", "yes"),
        ("purpose.own_use", "flag", "no"),
        ("residency.move", "choice", "last"),
        ("audit.withheld", "choices", "fewer"),
        ("residency.backup", "countries", ""),
    ],
)
def test_kinds_and_what_is_better_for_the_customer(key, kind, better):
    assert (parameters()[key].kind, parameters()[key].better) == (kind, better)


def test_the_gdpr_applies_from_25_may_2018():
    assert date(2018, 5, 25) == GDPR_APPLIES


def test_a_parameter_compares_in_its_own_sense():
    kept = parameters()["logs.kept"]
    assert kept.favour(kept.value("14 days"), kept.value("30 days")) == -1
    mode = parameters()["residency.move"]
    assert mode.favour("free", "consent") == 1 and mode.favour("consent", "notice") == -1


def test_who_owes_a_task_is_a_parameter_that_can_be_agreed():
    one = parameters()["responsibility.consents"]
    assert (one.kind, one.rows, one.article, one.statute) == ("choice", ("D-37",), "7", "controller")
    assert one.choices == ("controller", "shared", "processor")
    assert not one.has_floor and not one.is_asked and one.favour("controller", "processor") is None


@pytest.mark.parametrize(
    "key", ["notice.length", "logs.kept", "end.time", "authorisation.mode", "audit.year"]
)
def test_what_is_computed_with_is_asked_for(key):
    assert parameters()[key].is_asked


@pytest.mark.parametrize("key", ["breach.alarm", "agreement.parties", "objection.right"])
def test_the_rest_is_not(key):
    assert not parameters()[key].is_asked
