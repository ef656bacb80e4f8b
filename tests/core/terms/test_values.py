"""Expected values: plain sense of the words; requirements Q-12 for haste, R-10 for parts of months; GDPR Art. 33."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketju.core.periods.lengths import Length, OpenLength
from ketju.core.problems.periods import LengthSmall, LengthWrong
from ketju.core.problems.terms import ValueWrong
from ketju.core.terms.values import Rate, favour, is_below, value_from, with_floor, written

GRADES = ("bad", "fair", "good")
BETTERS = ("longer", "shorter", "more", "fewer", "yes", "no", "last", "")


def length(text):
    return value_from("length", text)


flags = st.booleans()
counts = st.integers(0, 9999)
picks = st.sets(st.sampled_from(GRADES)).map(lambda some: tuple(name for name in GRADES if name in some))
codes = st.sets(st.sampled_from(["FI", "SE", "DE", "US"])).map(lambda some: tuple(sorted(some)))
rates = st.builds(
    Rate,
    st.decimals(0, 999, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["EUR", "SEK"]),
)
units = st.sampled_from(["hours", "days", "working-days", "weeks", "months", "years"])
whole = st.builds(Length, units, st.integers(1, 99))
parts = st.builds(
    Length, st.just("months"), st.integers(0, 40), st.sampled_from([3, 6, 9, 12, 15, 18, 21, 24, 27])
)
lengths = whole | parts
open_lengths = st.builds(OpenLength, st.sampled_from(["immediately", "promptly", "undue-delay"]))
KINDS = {
    "flag": flags,
    "count": counts,
    "choice": st.sampled_from(GRADES),
    "choices": picks,
    "countries": codes,
    "rate": rates,
    "length": lengths | open_lengths,
}
SENSE = {
    "flag": ("yes", "no", ""),
    "count": ("more", "fewer", ""),
    "choice": ("last", ""),
    "choices": ("more", "fewer", ""),
    "countries": ("more", "fewer", ""),
    "rate": ("fewer", "more", ""),
    "length": ("longer", "shorter", ""),
}


@st.composite
def alike(draw, number, kinds=tuple(KINDS), better=None):
    """The sense in which values are better, and so many values of one kind."""
    kind = draw(st.sampled_from(kinds))
    sense = draw(st.sampled_from([one for one in SENSE[kind] if better is None or one]))
    return sense, draw(st.tuples(*[KINDS[kind]] * number))


# reading


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("flag", "yes", True),
        ("flag", "true", True),
        ("flag", "no", False),
        ("flag", "false", False),
        ("count", "0", 0),
        ("count", "1", 1),
        ("count", "9999", 9999),
        ("length", "72 hours", Length("hours", 72)),
        ("length", "30 päivää", Length("days", 30)),
        ("length", "1.5 months", Length("months", 1, 15)),
        ("length", "without undue delay", OpenLength("undue-delay")),
        ("length", "viipymättä", OpenLength("promptly")),
        ("choice", "fair", "fair"),
        ("choices", "good", ("good",)),
        ("countries", "FI", ("FI",)),
        ("countries", " fi ", ("FI",)),
        ("countries", "EU", ("EU",)),
        ("text", "appendix B", "appendix B"),
        ("calendar", "FI-OJ", "FI"),
        ("calendar", "de-by", "DE-BY"),
        ("calendar", "none", "none"),
        ("zone", "Europe/Helsinki", "Europe/Helsinki"),
        ("zone", "+02:00", "+02:00"),
        ("rate", "120 EUR", Rate(Decimal(120), "EUR")),
        ("rate", "120EUR", Rate(Decimal(120), "EUR")),
        ("rate", "95,50 EUR per hour", Rate(Decimal("95.50"), "EUR")),
        ("rate", "95.5 EUR/h", Rate(Decimal("95.5"), "EUR")),
        ("rate", "999999999.99 SEK / hour", Rate(Decimal("999999999.99"), "SEK")),
    ],
)
def test_a_text_is_read_as_its_kind(kind, text, value):
    found = value_from(kind, text, GRADES)
    assert found == value
    assert type(found) is type(value)


def test_several_choices_stand_in_the_order_of_the_catalogue_and_once():
    assert value_from("choices", ["good", "bad", "good"], GRADES) == ("bad", "good")
    assert value_from("choices", [], GRADES) == ()


def test_several_countries_are_sorted_and_stand_once():
    assert value_from("countries", ["SE", "fi", "SE"]) == ("FI", "SE")
    assert value_from("countries", ["UK"]) == ("GB",)


@pytest.mark.parametrize(
    ("kind", "given", "found", "expected"),
    [
        ("flag", "maybe", "maybe", "yes, no"),
        ("flag", "Yes", "Yes", "yes, no"),
        ("count", "-1", "-1", "count"),
        ("count", "10000", "10000", "count"),
        ("count", "one", "one", "count"),
        ("count", "", "", "count"),
        ("count", "1.5", "1.5", "count"),
        ("choice", "great", "great", "bad, fair, good"),
        ("choices", ["good", "great"], "great", "bad, fair, good"),
        ("countries", ["FI", "Suomi"], "Suomi", "countries"),
        ("countries", ["QQ", "ZZ"], "QQ", "countries"),
        ("rate", "120", "120", "rate"),
        ("rate", "120 eur", "120 eur", "rate"),
        ("rate", "1.234 EUR", "1.234 EUR", "rate"),
        ("rate", "1234567890 EUR", "1234567890 EUR", "rate"),
        ("rate", "120 EUR per day", "120 EUR per day", "rate"),
        ("flag", ["yes"], "yes", "flag"),
        ("length", ["30 days", "1 month"], "30 days, 1 month", "length"),
    ],
)
def test_what_is_not_of_the_kind_is_refused(kind, given, found, expected):
    with pytest.raises(ValueWrong) as raised:
        value_from(kind, given, GRADES)
    assert raised.value.params == {"found": found, "expected": expected}


def test_a_length_that_is_none_raises_what_lengths_raise():
    with pytest.raises(LengthWrong):
        length("soon")
    with pytest.raises(LengthSmall):
        length("0 days")


# writing


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (2, "2"),
        ("fair", "fair"),
        (("FI", "SE"), ["FI", "SE"]),
        ((), []),
        (Length("days", 1), "1 day"),
        (Length("days", 30), "30 days"),
        (Length("working-days", 1), "1 working day"),
        (Length("working-days", 5), "5 working days"),
        (Length("months", 1, 15), "1.5 months"),
        (Length("months", 0, 3), "0.1 months"),
        (Length("months", 10), "10 months"),
        (Length("years", 10), "10 years"),
        (OpenLength("undue-delay"), "without undue delay"),
        (OpenLength("immediately"), "immediately"),
        (OpenLength("promptly"), "promptly"),
        (Rate(Decimal("95.50"), "EUR"), "95.50 EUR per hour"),
    ],
)
def test_a_value_is_written_as_a_file_has_it(value, text):
    assert written(value) == text


@given(st.data())
def test_what_is_written_is_read_back(data):
    kind = data.draw(st.sampled_from([*KINDS, "text"]))
    value = data.draw(KINDS.get(kind, st.text()))
    assert value_from(kind, written(value), GRADES) == value


# comparing


@pytest.mark.parametrize(
    ("better", "old", "new", "expected"),
    [
        ("longer", "30 days", "31 days", 1),
        ("longer", "30 days", "29 days", -1),
        ("shorter", "72 hours", "24 hours", 1),
        ("shorter", "24 hours", "72 hours", -1),
        ("longer", "1 month", "1.1 months", 1),
        ("longer", "1.9 months", "2 months", 1),
        ("longer", "30 days", "30 days", 0),
        # A month has 28 to 31 days, and nobody can say more without a date.
        ("longer", "27 days", "1 month", 1),
        ("longer", "28 days", "1 month", None),
        ("longer", "31 days", "1 month", None),
        ("longer", "32 days", "1 month", -1),
        ("longer", "59 days", "1.9 months", -1),
        ("longer", "58 days", "1.9 months", None),
        ("longer", "54 days", "1.9 months", 1),
        # A year has 365 or 366 days.
        ("longer", "364 days", "1 year", 1),
        ("longer", "365 days", "1 year", None),
        ("longer", "366 days", "1 year", None),
        ("longer", "367 days", "1 year", -1),
        ("longer", "729 days", "2 years", 1),
        ("longer", "12 months", "1 year", None),
        ("longer", "11 months", "1 year", 1),
        # A week has seven days, a day 24 hours.
        ("longer", "2 weeks", "15 days", 1),
        ("longer", "2 weeks", "13 days", -1),
        ("longer", "71 hours", "3 days", 1),
        ("longer", "73 hours", "3 days", -1),
        ("longer", "216 hours", "9 days", None),
        ("longer", "217 hours", "9 days", -1),
        # Five working days are five days at the least, and holidays may be in between.
        ("longer", "4 days", "5 working days", 1),
        ("longer", "5 days", "5 working days", None),
        ("longer", "7 days", "5 working days", None),
        ("longer", "18 days", "5 working days", None),
        ("longer", "19 days", "5 working days", -1),
        ("longer", "32 days", "10 working days", None),
        ("longer", "33 days", "10 working days", -1),
        ("longer", "60 days", "5 working days", -1),
        # Haste: immediately, promptly, without undue delay.
        ("shorter", "promptly", "immediately", 1),
        ("shorter", "without undue delay", "promptly", 1),
        ("shorter", "immediately", "without undue delay", -1),
        ("longer", "immediately", "promptly", 1),
        # No number of hours is better or worse than "without undue delay".
        ("shorter", "without undue delay", "72 hours", None),
        ("shorter", "72 hours", "immediately", None),
        ("", "30 days", "60 days", None),
        ("", "30 days", "30 days", 0),
    ],
)
def test_lengths_in_the_favour_of_the_customer(better, old, new, expected):
    assert favour(better, length(old), length(new)) == expected


@pytest.mark.parametrize(
    ("better", "old", "new", "expected"),
    [
        ("yes", False, True, 1),
        ("yes", True, False, -1),
        ("no", False, True, -1),
        ("no", True, False, 1),
        ("more", 1, 2, 1),
        ("fewer", 1, 2, -1),
        ("more", 2, 2, 0),
        ("last", "bad", "fair", 1),
        ("last", "good", "fair", -1),
        ("last", "fair", "fair", 0),
        ("last", "great", "good", None),
        ("last", "good", "great", None),
        ("more", ("bad",), ("bad", "good"), 1),
        ("more", (), ("bad",), 1),
        ("fewer", ("bad",), ("bad", "good"), -1),
        ("fewer", ("bad", "fair"), ("fair",), 1),
        ("more", ("bad",), ("good",), None),
        ("fewer", Rate(Decimal(100), "EUR"), Rate(Decimal(90), "EUR"), 1),
        ("fewer", Rate(Decimal(90), "EUR"), Rate(Decimal(100), "EUR"), -1),
        ("fewer", Rate(Decimal(90), "EUR"), Rate(Decimal("90.00"), "EUR"), 0),
        ("fewer", Rate(Decimal(90), "EUR"), Rate(Decimal(100), "SEK"), None),
        ("fewer", Rate(Decimal(100), "EUR"), Rate(Decimal(90), "SEK"), None),
        ("last", "a text", "another", None),
        ("", True, False, None),
        ("more", ("bad",), "bad", None),
        ("more", "bad", ("bad",), None),
        ("fewer", Rate(Decimal(90), "EUR"), 90, None),
        ("more", 1, "1", None),
        ("more", "1", 1, None),
    ],
)
def test_other_values_in_the_favour_of_the_customer(better, old, new, expected):
    assert favour(better, old, new, GRADES) == expected


@given(alike(2))
def test_what_helps_one_way_harms_the_other_way(drawn):
    better, (old, new) = drawn
    there, back = favour(better, old, new, GRADES), favour(better, new, old, GRADES)
    assert there == (None if back is None else -back)


@given(alike(1))
def test_a_value_is_as_good_as_itself(drawn):
    better, (value,) = drawn
    assert favour(better, value, value, GRADES) == 0


@given(alike(3))
def test_what_is_better_than_the_better_is_better(drawn):
    better, (first, second, third) = drawn
    if favour(better, first, second, GRADES) == 1 and favour(better, second, third, GRADES) == 1:
        assert favour(better, first, third, GRADES) == 1


# floors


@pytest.mark.parametrize(
    ("better", "value", "floor", "expected"),
    [
        ("yes", False, True, True),
        ("yes", True, True, True),
        ("no", True, False, False),
        ("no", False, False, False),
        ("last", "bad", "fair", "fair"),
        ("last", "good", "fair", "good"),
        ("more", 1, 2, 2),
        ("more", 3, 2, 3),
        ("more", ("good",), ("bad",), ("bad", "good")),
        ("more", ("bad", "good"), ("good",), ("bad", "good")),
        ("fewer", ("bad", "good"), ("good",), ("good",)),
        ("fewer", (), ("good",), ()),
        ("longer", Length("days", 10), Length("days", 14), Length("days", 14)),
        ("longer", Length("days", 20), Length("days", 14), Length("days", 20)),
        # Nobody can say whether 30 days are less than a month: it is left.
        ("longer", Length("days", 30), Length("months", 1), Length("days", 30)),
        # Art. 33(2): no number of hours answers "without undue delay", however small.
        ("shorter", Length("hours", 1), OpenLength("undue-delay"), OpenLength("undue-delay")),
        ("shorter", OpenLength("immediately"), OpenLength("undue-delay"), OpenLength("immediately")),
        ("shorter", OpenLength("promptly"), OpenLength("immediately"), OpenLength("immediately")),
        ("shorter", OpenLength("promptly"), Length("hours", 72), OpenLength("promptly")),
    ],
)
def test_what_holds_over_a_floor(better, value, floor, expected):
    assert with_floor(better, value, floor, GRADES) == expected
    assert is_below(better, value, floor, GRADES) is (expected != value)


@given(alike(2, ("choices", "choice", "flag", "count", "length"), better="some"))
def test_a_floor_is_never_undercut_and_never_takes_anything(drawn):
    better, (value, floor) = drawn
    held = with_floor(better, value, floor, GRADES)
    assert favour(better, floor, held, GRADES) != -1
    assert favour(better, value, held, GRADES) != -1
    assert with_floor(better, held, floor, GRADES) == held
    assert not is_below(better, held, floor, GRADES)


@given(alike(2, ("choices", "choice", "flag", "count"), better="some"))
def test_where_all_can_be_compared_what_holds_is_at_least_both(drawn):
    better, (value, floor) = drawn
    held = with_floor(better, value, floor, GRADES)
    assert favour(better, floor, held, GRADES) in (0, 1)
    assert favour(better, value, held, GRADES) in (0, 1)
