"""Expected values: X-1, X-2 and X-15 of requirements 8; GDPR Art. 33(2) and (3)."""

import pytest

from tests.core.terms.making import seen

WHOLE = [
    "nature",
    "data-subject-groups",
    "data-subject-count",
    "record-categories",
    "record-count",
    "contact",
    "consequences",
    "measures",
]
"""What Art. 33(3) lists, by the names of the catalogue."""


def test_an_alarm_beside_without_undue_delay_is_told():
    (one,) = seen("X-1", {"breach.notice": "without undue delay", "breach.alarm": "72 hours"})
    assert one.level == "info" and one.seen.variant == ""
    assert one.seen.params == {"length": "72 hours"}
    assert one.seen.parameters == ("breach.alarm", "breach.notice")
    assert one.statement.parameter == "breach.alarm"


def test_an_alarm_alone_is_graver():
    (one,) = seen("X-1", {"breach.alarm": "72 hours"})
    assert one.level == "warning" and one.seen.variant == "alone"


def test_a_number_in_the_place_of_the_laws_words_is_gravest():
    found = seen("X-1", {"breach.notice": "48 hours"})
    assert [(one.level, one.seen.variant, one.seen.params) for one in found] == [
        ("error", "number", {"length": "48 hours"})
    ]
    assert found[0].seen.parameters == ("breach.notice",)


def test_a_number_of_hours_of_the_house_is_seen_as_well():
    """The house has signed nothing, but what it computes with would be later than the law."""
    found = seen("X-1", {"breach.notice": "without undue delay"}, house={"breach.notice": "48 hours"})
    assert [one.seen.variant for one in found] == ["number"]


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"breach.notice": "without undue delay"},
        {"breach.notice": "immediately"},
        {"breach.alarm": None},
        {"breach.alarm": "immediately"},
    ],
)
def test_the_laws_own_words_are_right(terms):
    assert seen("X-1", terms) == []


@pytest.mark.parametrize("left_out", WHOLE)
def test_each_figure_of_the_notice_is_missed(left_out):
    (one,) = seen("X-2", {"breach.content": [name for name in WHOLE if name != left_out]})
    assert one.level == "warning"
    assert one.seen.params == {"missing": left_out}
    assert one.statement.parameter == "breach.content"


def test_the_groups_of_spec_004_miss_three_figures():
    """Line 127 counts groups and neither people nor records."""
    content = ["nature", "data-subject-groups", "group-count", "contact", "consequences", "measures"]
    (one,) = seen("X-2", {"breach.content": content})
    assert one.seen.params == {"missing": "data-subject-count, record-categories, record-count"}


@pytest.mark.parametrize(
    "terms", [{}, {"breach.content": WHOLE}, {"breach.content": [*WHOLE, "group-count"]}]
)
def test_the_whole_notice_is_right(terms):
    assert seen("X-2", terms) == []


@pytest.mark.parametrize("reasons", [["no-answer"], ["small-interest"], ["no-answer", "small-interest"]])
def test_a_suspended_investigation_is_told(reasons):
    (one,) = seen("X-15", {"breach.suspended": reasons})
    assert one.level == "warning" and one.seen.parameters == ("breach.suspended",)


@pytest.mark.parametrize("terms", [{}, {"breach.suspended": []}, {"breach.suspended": None}])
def test_no_suspension_is_right(terms):
    assert seen("X-15", terms) == []
