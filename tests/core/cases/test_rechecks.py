"""What has to be looked at again when decisions on adequacy end or begin, or data go somewhere else.

The days are those of the law: the Privacy Shield fell on 16 July 2020 (C-311/18); the decision on the United Kingdom was
to end on 27 December 2025 and was followed by another.
"""

from __future__ import annotations

from datetime import date

from ketju.core.cases.rechecks import Covered, Recheck, is_settled, rechecks

SHIELD = Covered("stated-decision", "(EU) 2016/1250", date(2020, 7, 15))
DAY = date(2020, 7, 16)


def test_a_decision_that_ended_is_looked_at_with_a_tool_and_without() -> None:
    for now in ("missing", "tool", "proven"):
        found = rechecks({"US": SHIELD}, {"US": Covered(now)}, DAY)
        assert found == (Recheck("US", "decision-ended", DAY, "(EU) 2016/1250"),)


def test_the_day_is_that_of_the_end_though_nobody_looked_for_a_while() -> None:
    (found,) = rechecks({"US": SHIELD}, {"US": Covered("missing")}, date(2020, 8, 3))
    assert found.on == DAY


def test_a_decision_that_begins_and_one_that_follows_another() -> None:
    framework = Covered("stated-decision", "(EU) 2023/1795")
    (found,) = rechecks({"US": Covered("tool")}, {"US": framework}, date(2023, 7, 10))
    assert (found.reason, found.decision) == ("decision-started", "(EU) 2023/1795")
    old, new = Covered("decision", "one"), Covered("decision", "two")
    assert [one.reason for one in rechecks({"GB": old}, {"GB": new}, DAY)] == ["decision-changed"]


def test_a_decision_that_will_end_is_told_half_a_year_before() -> None:
    known = {"GB": Covered("decision", "x", date(2025, 12, 27))}
    assert rechecks(known, known, date(2025, 6, 29)) == ()
    (found,) = rechecks(known, known, date(2025, 7, 1))
    assert (found.reason, found.on) == ("decision-ends", date(2025, 12, 28))


def test_a_new_place_counts_outside_the_eea_only() -> None:
    before = {"FI": Covered("inside")}
    assert rechecks(before, {**before, "SE": Covered("inside")}, DAY) == ()
    assert [one.code for one in rechecks(before, {**before, "IN": Covered("tool")}, DAY)] == ["IN"]


def test_the_first_look_tells_only_what_nothing_covers() -> None:
    now = {"US": Covered("missing"), "IN": Covered("tool"), "FI": Covered("inside")}
    assert [(one.code, one.reason) for one in rechecks(None, now, DAY)] == [("US", "uncovered")]


def test_nothing_new_is_nothing_to_do() -> None:
    now = {"US": Covered("missing"), "IN": Covered("tool"), "JP": Covered("decision", "x")}
    assert rechecks(now, now, DAY) == ()


def test_evidence_that_ran_out_uncovers_a_place() -> None:
    (found,) = rechecks({"IN": Covered("proven")}, {"IN": Covered("missing")}, DAY)
    assert found.reason == "uncovered"


def test_what_settles_itself() -> None:
    assert is_settled(None, "decision-ended") and is_settled(Covered("inside"), "place-new")
    assert is_settled(Covered("proven"), "uncovered")
    assert not is_settled(Covered("tool"), "decision-ended") and not is_settled(
        Covered("missing"), "uncovered"
    )
