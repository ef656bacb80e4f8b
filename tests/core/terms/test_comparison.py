"""Expected values: plain sense, D-9, D-15, D-22; GDPR Art. 28(3) and (9): a change binds nobody who has not agreed."""

from datetime import date

import pytest

from ketju.core.periods.lengths import Length
from ketju.core.terms.comparison import compare_terms, whom_to_tell
from ketju.core.terms.layers import Acceptance
from tests.core.terms.making import DAY, customer, said, stack


def changes(old, new, **more):
    return compare_terms(stack(old, **more), stack(new, **more))


def change(key, old, new):
    (found,) = changes({} if old is None else {key: old}, {} if new is None else {key: new})
    assert found.parameter.id == key
    return found


@pytest.mark.parametrize(
    ("key", "old", "new", "kind", "helps"),
    [
        # More notice, more time to object, less to pay help the customer; the other way round the processor.
        ("notice.length", "30 days", "60 days", "changed", "customer"),
        ("notice.length", "30 days", "14 days", "changed", "processor"),
        ("notice.length", "30 days", "1 month", "changed", "unclear"),
        ("breach.alarm", "72 hours", "24 hours", "changed", "customer"),
        ("breach.alarm", "24 hours", "72 hours", "changed", "processor"),
        ("billing.regular_rate", "100 EUR", "120 EUR", "changed", "processor"),
        ("billing.regular_rate", "100 EUR", "120 SEK", "changed", "unclear"),
        ("audit.times_a_year", "1", "2", "changed", "customer"),
        ("audit.withheld", ["minor"], ["minor", "secrets"], "changed", "processor"),
        ("audit.withheld", ["minor"], ["secrets"], "changed", "unclear"),
        ("residency.backup", ["FI"], ["SE"], "changed", "unclear"),
        ("agreement.purpose", "hosting", "hosting of sites", "changed", "unclear"),
        ("breach.in_parts", "yes", "no", "changed", "unclear"),
        # Nobody can say without a value on both sides.
        ("notice.length", None, "30 days", "added", "unclear"),
        ("notice.length", "30 days", None, "removed", "unclear"),
        # The law gives it anyway, or does not let it be less.
        ("objection.right", None, "yes", "added", "nobody"),
        ("objection.right", "yes", None, "removed", "nobody"),
        ("objection.right", None, "no", "added", "nobody"),
        ("objection.right", "yes", "no", "changed", "nobody"),
        ("breach.notice", "72 hours", "24 hours", "changed", "nobody"),
        ("breach.notice", None, "immediately", "added", "customer"),
        ("breach.notice", "immediately", None, "removed", "processor"),
        ("end.choices", ["erasure"], ["erasure", "return"], "changed", "nobody"),
    ],
)
def test_what_changes_and_whom_it_helps(key, old, new, kind, helps):
    found = change(key, old, new)
    assert (found.kind, found.helps) == (kind, helps)


def test_a_change_has_the_values_as_agreed_and_what_holds():
    found = change("objection.right", "yes", "no")
    assert (found.old, found.new) == (True, False)
    assert found.was.value is True and found.now.value is True
    assert found.now.is_below_floor and not found.was.is_below_floor
    assert change("notice.length", None, "30 days").old is None
    assert change("notice.length", "30 days", None).new is None


def test_what_stays_is_no_change():
    terms = {"notice.length": "30 days", "objection.right": "no", "logs.kept": None}
    assert changes(terms, terms) == ()
    assert changes({}, {"logs.kept": None}) == ()
    assert changes({}, {}) == ()


def test_another_clause_with_the_same_value_is_moved():
    old = {"notice.length": [said("notice.length", "30 days", "§ 12")]}
    new = {"notice.length": [said("notice.length", "30 days", "§ 13")]}
    (found,) = changes(old, new)
    assert (found.kind, found.helps, found.old, found.new) == (
        "moved",
        "nobody",
        Length("days", 30),
        Length("days", 30),
    )
    (moved,) = changes({"notice.length": "30 days"}, new)
    assert moved.kind == "moved"


def test_another_clause_with_another_value_is_changed():
    old = {"notice.length": [said("notice.length", "30 days", "§ 12")]}
    new = {"notice.length": [said("notice.length", "10 days", "§ 13")]}
    assert [one.kind for one in changes(old, new)] == ["changed"]


def test_another_clause_of_what_is_open_is_nothing():
    old = {"notice.length": [said("notice.length", None, "§ 12")]}
    new = {"notice.length": [said("notice.length", None, "§ 13")]}
    assert changes(old, new) == ()


def test_what_becomes_contradictory_is_gone():
    two = [said("notice.length", "30 days"), said("notice.length", "10 days")]
    found = change("notice.length", "30 days", two)
    assert (found.kind, found.helps) == ("removed", "unclear")


def test_what_helps_the_processor_comes_first():
    old = {
        "notice.length": [said("notice.length", "30 days", "§ 1")],
        "breach.alarm": "72 hours",
        "agreement.purpose": "hosting",
        "logs.kept": "14 days",
        "audit.times_a_year": "2",
    }
    new = {
        "notice.length": [said("notice.length", "30 days", "§ 2")],
        "breach.alarm": "24 hours",
        "agreement.purpose": "mail",
        "logs.kept": "30 days",
        "audit.times_a_year": "1",
    }
    found = [(one.helps, one.parameter.id) for one in changes(old, new)]
    assert found == [
        ("processor", "logs.kept"),
        ("processor", "audit.times_a_year"),
        ("unclear", "agreement.purpose"),
        ("customer", "breach.alarm"),
        ("nobody", "notice.length"),
    ]


def test_a_deviation_hides_a_change_from_its_customer():
    assert (
        changes({"notice.length": "30 days"}, {"notice.length": "10 days"}, own={"notice.length": "60 days"})
        == ()
    )


# who has to be told

WORSE = changes({"notice.length": "30 days"}, {"notice.length": "10 days"})
BETTER = changes({"notice.length": "30 days"}, {"notice.length": "60 days"})
UNCLEAR = changes({"agreement.purpose": "hosting"}, {"agreement.purpose": "mail"})
MOVED = changes({"notice.length": [said("notice.length", "30 days", "§ 1")]}, {"notice.length": "30 days"})
SAME = changes({}, {"objection.right": "yes"})


def accepted(*firsts, agreement="example-dpa"):
    return tuple(Acceptance(agreement, version, first) for version, first in firsts)


ACME = customer(accepted=accepted(("1", date(2026, 1, 1))))
DEAL = customer({"notice.length": "60 days"}, id="beta", accepted=accepted(("1", date(2026, 1, 1))))


def told(found, *layers, on=DAY, agreement="example-dpa"):
    return [
        (one.customer, one.version, one.is_asked, one.untouched)
        for one in whom_to_tell(found, layers, agreement, on)
    ]


@pytest.mark.parametrize(
    ("found", "is_asked"),
    [(WORSE, True), (UNCLEAR, True), (BETTER, False), (SAME, False), (WORSE + BETTER, True)],
)
def test_who_loses_something_is_asked_and_others_are_told(found, is_asked):
    assert told(found, ACME) == [("acme", "1", is_asked, ())]


def test_who_has_agreed_otherwise_is_told_and_not_asked():
    assert told(WORSE, DEAL, ACME) == [("acme", "1", True, ()), ("beta", "1", False, ("notice.length",))]
    assert told(WORSE + UNCLEAR, DEAL) == [("beta", "1", True, ("notice.length",))]


def test_nobody_is_told_of_nothing():
    assert told((), ACME) == []
    assert told(MOVED, ACME) == []
    assert told(MOVED + BETTER, DEAL) == [("beta", "1", False, ("notice.length",))]


def test_only_customers_who_accepted_it_by_the_day_are_told():
    later = customer(accepted=accepted(("1", date(2027, 1, 16))))
    other = customer(accepted=accepted(("1", date(2026, 1, 1)), agreement="example-notices"))
    assert told(WORSE, later, other, customer()) == []
    assert told(WORSE, later, on=date(2027, 1, 16)) == [("acme", "1", True, ())]
    assert told(WORSE, other, agreement="example-notices") == [("acme", "1", True, ())]


def test_the_version_that_was_accepted_last_is_named():
    one = customer(
        accepted=accepted(("2", date(2026, 6, 1)), ("1", date(2026, 1, 1)), ("3", date(2028, 1, 1)))
    )
    assert told(WORSE, one) == [("acme", "2", True, ())]


@pytest.mark.parametrize(
    "own",
    [
        said("notice.length", None),
        said("notice.length", "60 days", last=date(2027, 1, 14)),
        said("notice.length", "60 days", first=date(2027, 1, 16)),
        said("objection.window", "60 days"),
    ],
)
def test_a_deviation_that_does_not_hold_protects_nobody(own):
    one = customer({own.parameter: [own]}, accepted=accepted(("1", date(2026, 1, 1))))
    assert told(WORSE, one) == [("acme", "1", True, ())]


def test_all_files_of_a_customer_count_together():
    deal = customer({"notice.length": "60 days"})
    assert told(WORSE, deal, ACME) == [("acme", "1", False, ("notice.length",))]
    newer = customer(accepted=accepted(("2", date(2026, 6, 1))))
    assert told(WORSE, ACME, newer) == [("acme", "2", True, ())]


def test_a_file_that_has_ended_protects_nobody():
    deal = customer({"notice.length": "60 days"}, last=date(2027, 1, 14))
    assert told(WORSE, deal, ACME) == [("acme", "1", True, ())]
    assert told(WORSE, deal, ACME, on=date(2027, 1, 14)) == [("acme", "1", False, ("notice.length",))]
