from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.periods.lengths import Length, OpenLength, parse_length
from ketju.core.problems import Problem
from ketju.core.problems.periods import LengthBroken, LengthLarge, LengthSmall, LengthWrong


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("72 hours", Length("hours", 72)),
        ("1 hour", Length("hours", 1)),
        ("72h", Length("hours", 72)),
        ("72 tuntia", Length("hours", 72)),
        ("72 timmar", Length("hours", 72)),
        ("72 tim", Length("hours", 72)),
        ("PT72H", Length("hours", 72)),
        ("30 days", Length("days", 30)),
        ("  30   Days ", Length("days", 30)),
        ("30 calendar days", Length("days", 30)),
        ("30 päivää", Length("days", 30)),
        ("30 pv", Length("days", 30)),
        ("2 vk", Length("weeks", 2)),
        ("1.50 months", Length("months", 1, 15)),
        ("30 dagar", Length("days", 30)),
        ("P30D", Length("days", 30)),
        ("5 working days", Length("working-days", 5)),
        ("5 business days", Length("working-days", 5)),
        ("5 työpäivää", Length("working-days", 5)),
        ("5 arbetsdagar", Length("working-days", 5)),
        ("2 weeks", Length("weeks", 2)),
        ("2 viikkoa", Length("weeks", 2)),
        ("1 month", Length("months", 1)),
        ("1 kuukausi", Length("months", 1)),
        ("1 månad", Length("months", 1)),
        ("1.5 months", Length("months", 1, 15)),
        ("1,5 kuukautta", Length("months", 1, 15)),
        ("0.5 months", Length("months", 0, 15)),
        ("1.1 months", Length("months", 1, 3)),
        ("2.0 days", Length("days", 2)),
        ("1 year", Length("years", 1)),
        ("100 years", Length("years", 100)),
        ("1 år", Length("years", 1)),
        ("without undue delay", OpenLength("undue-delay")),
        ("ilman aiheetonta viivytystä", OpenLength("undue-delay")),
        ("Immediately", OpenLength("immediately")),
        ("utan dröjsmål", OpenLength("promptly")),
    ],
)
def test_a_length_is_read(text: str, length: Length | OpenLength) -> None:
    assert parse_length(text) == length


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", LengthWrong),
        ("soon", LengthWrong),
        ("30", LengthWrong),
        ("days", LengthWrong),
        ("five days", LengthWrong),
        ("3 m", LengthWrong),  # months or minutes
        ("30 minutes", LengthWrong),
        ("5 arkipäivää", LengthWrong),  # a Saturday may be one
        ("5 vardagar", LengthWrong),
        ("3 moons", LengthWrong),
        ("1,000 hours", LengthWrong),  # one or a thousand
        ("1.000 hours", LengthWrong),
        ("30,000 days", LengthWrong),
        ("1 month 2 days", LengthWrong),
        ("٣ days", LengthWrong),
        ("nan days", LengthWrong),
        ("1e3 days", LengthWrong),
        ("0 days", LengthSmall),
        ("0.0 months", LengthSmall),
        ("-5 days", LengthSmall),
        ("−5 days", LengthSmall),
        ("P0D", LengthSmall),
        ("101 years", LengthLarge),
        ("1201 months", LengthLarge),
        ("999999999999999999999999 days", LengthLarge),
        ("1.5 days", LengthBroken),
        ("1.5 years", LengthBroken),
        ("0.5 hours", LengthBroken),
        ("1.01 months", LengthBroken),
    ],
)
def test_what_is_no_length_is_refused_and_never_guessed(text: str, problem: type[Problem]) -> None:
    with pytest.raises(problem) as raised:
        parse_length(text)
    assert raised.value.params["found"] == text


@given(st.text(max_size=40))
def test_any_text_is_a_length_or_a_problem(text: str) -> None:
    try:
        assert isinstance(parse_length(text), Length | OpenLength)
    except Problem as problem:
        assert problem.code.startswith("period.length-")
