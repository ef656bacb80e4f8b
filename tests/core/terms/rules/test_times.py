"""Expected values: X-16, X-19 and X-22 of requirements 8."""

from datetime import date

import pytest

from ketju.core.terms.checking import check_terms
from ketju.core.terms.resolution import Stack
from tests.core.terms.making import DAY, agreement, said, seen

#


@pytest.mark.parametrize("given", ["10 years", "2 years", "120 months"])
def test_one_time_for_a_whole_register_is_seen(given):
    (one,) = seen("X-16", {"own_register.kept": given})
    assert one.level == "warning"
    assert one.seen.params == {"length": given}
    assert one.seen.parameters == ("own_register.kept",)


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"own_register.kept": None},
        {"own_register.kept": "1 year"},
        {"own_register.kept": "24 hours"},
        {"own_register.kept": "12 months"},
        {"own_register.kept": "promptly"},
        {"backups.kept": "10 years"},
    ],
)
def test_a_short_time_is_right(terms):
    assert seen("X-16", terms) == []


#


@pytest.mark.parametrize("choices", [["return"], ["erasure", "return"]])
def test_a_choice_that_erasure_at_the_end_takes_away_is_seen(choices):
    (one,) = seen("X-19", {"end.choices": choices, "end.default": "erasure"})
    assert one.level == "warning"
    assert one.seen.parameters == ("end.choices", "end.default", "end.copy_requested")


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"end.choices": ["erasure", "return"]},
        {"end.default": "erasure"},
        {"end.choices": ["erasure"], "end.default": "erasure"},
        {"end.choices": ["erasure", "return"], "end.default": "return"},
    ],
)
def test_a_choice_without_such_an_end_is_right(terms):
    assert seen("X-19", terms) == []


#


def missing(terms, key, **more):
    return [
        (one.level, one.seen.variant, dict(one.seen.params))
        for one in seen("X-22", terms, **more)
        if one.seen.parameters == (key,)
    ]


FIGURES = ["logs.kept", "security.restore", "backups.kept", "end.time", "requests.time"]


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_that_nobody_has_set_is_seen(key):
    assert missing({}, key) == [("warning", "", {})]


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_that_is_left_open_is_seen_with_its_owner(key):
    terms = {key: [said(key, None, owner="privacy@example.com")]}
    assert missing(terms, key) == [("warning", "owned", {"owner": "privacy@example.com", "due": "–"})]
    assert missing({key: None}, key) == [("warning", "open", {})]


def test_the_day_by_which_an_owner_sets_it_is_told():
    two = [said("logs.kept", None), said("logs.kept", None, owner="the house", due=date(2027, 3, 1))]
    assert missing({"logs.kept": two}, "logs.kept") == [
        ("warning", "owned", {"owner": "the house", "due": "2027-03-01"})
    ]


def of_documents(*ranks):
    """Whether documents of these ranks are asked what the agreement is about; figures they are asked for anyway."""
    layers = tuple(agreement({}, rank=rank) for rank in ranks)
    found = [one.seen.parameters for one in check_terms(Stack(DAY, layers)) if one.rule.id == "X-22"]
    assert {("logs.kept",), ("backups.kept",), ("requests.time",)} <= set(found)
    return ("agreement.purpose",) in found


def test_an_appendix_alone_need_not_say_what_the_agreement_is_about():
    assert of_documents("data-protection") and of_documents("main-agreement") and of_documents()
    assert not of_documents("other-appendix") and not of_documents("register-description")
    assert of_documents("other-appendix", "main-agreement")


@pytest.mark.parametrize("key", FIGURES)
def test_without_undue_delay_is_no_figure(key):
    assert missing({key: "without undue delay"}, key) == [("warning", "open", {})]


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_is_right_whoever_sets_it(key):
    assert missing({key: "14 days"}, key) == []
    assert missing({key: None}, key, house={key: "14 days"}) == []
    assert missing({}, key, own={key: "14 days"}) == []


def test_what_another_rule_asks_for_is_not_asked_twice():
    assert missing({}, "notice.length") == []
    assert missing({"audit.times_a_year": "1"}, "audit.year") == []


def test_what_nobody_computes_with_is_not_asked_for():
    assert missing({"breach.customer_reports": "promptly"}, "breach.customer_reports") == []
    assert missing({}, "agreement.parties") == []


@pytest.mark.parametrize(
    ("key", "because", "given"),
    [
        ("objection.window", "notice.length", "30 days"),
        ("end.retained_law", "end.retained", ["law"]),
        ("end.retained_until", "end.retained", ["law"]),
        ("billing.assistance_rate", "billing.assistance", ["rights"]),
        ("billing.regular_rate", "audit.separate_cost", "controller"),
    ],
)
def test_some_figures_matter_only_because_of_others(key, because, given):
    assert missing({}, key) == []
    assert missing({because: given}, key) == [("warning", "", {})]
    assert missing({because: None}, key) == []


@pytest.mark.parametrize(
    ("key", "because", "given"),
    [
        ("end.retained_law", "end.retained", []),
        ("end.retained_until", "end.retained", []),
        ("billing.assistance_rate", "billing.assistance", []),
        ("billing.regular_rate", "audit.separate_cost", "processor"),
    ],
)
def test_no_law_is_asked_for_where_nothing_is_kept_and_no_rate_where_nothing_is_charged(key, because, given):
    assert missing({because: given}, key) == []


def test_the_finding_stands_at_the_words_that_leave_it_open():
    (one,) = [
        one
        for one in seen("X-22", {"logs.kept": [said("logs.kept", None, "§ 7")]})
        if one.seen.parameters == ("logs.kept",)
    ]
    assert one.statement.clause == "§ 7" and one.source.id == "example-dpa"
