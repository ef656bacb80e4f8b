"""What a customer is owed, read from an agreement as people write it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ketju.core.cases.effect import Standing, customer_gates
from ketju.core.notices.earliest import Earliest, planned_for
from ketju.core.notices.owed import BOUNCE, LETTER, Owed, owed_under
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant, zone_from
from ketju.core.periods.lengths import Length
from ketju.core.periods.method import Method
from ketju.core.problems.periods import CalendarUnknown
from ketju.core.terms.resolution import Stack, resolve_all
from ketju.formats.termsfile.reading import read_terms

HEAD = "ketju-terms: 1\nkind: agreement\nid: dpa\nversion: 1\nvalid_from: 2024-01-01\ndocument: data-protection\nterms:\n"


def under(*terms: str) -> Owed:
    text = HEAD + "".join(f"  {one}\n" for one in terms or ("notice.changes: {value: [addition]}",))
    layer = read_terms(text, "dpa")[0]
    assert layer is not None
    return owed_under(resolve_all(Stack(date(2026, 11, 26), (layer,))), calendar="FI", zone="Europe/Helsinki")


def test_an_agreement_that_is_silent_leaves_a_general_authorisation_and_no_date() -> None:
    """Notice of additions and replacements is owed by law (Art. 28(2)); what is unsettled runs from delivery (Q-10)."""
    found = under()
    assert found.layers == (("notice.changes", "statute"),)
    assert replace(found, layers=()) == Owed(
        "general", calendar_from("FI"), zone_from("Europe/Helsinki"), None, "delivery", None, "delivery",
        ("addition", "replacement"), (), (), "contract", Length("days", 5), Length("days", 7),
    )  # fmt: skip
    assert found.open == ("notice.length", "objection.window")


def test_everything_that_an_agreement_says_is_taken() -> None:
    found = under(
        "authorisation.mode: {value: general}", "notice.length: {value: 45 days}", "notice.start: {value: sending}",
        "objection.window: {value: 20 working days}", "objection.start: {value: sending}",
        "notice.changes: {value: [addition, replacement, alteration]}", "notice.channel: {value: [letter, in-app]}",
        "notice.recipients: {value: [privacy-contact]}", "periods.regime: {value: eu}", "periods.calendar: {value: SE}",
        "periods.zone: {value: Europe/Stockholm}", "delivery.bounce: {value: 48 hours}", "delivery.letter: {value: 10 days}",
    )  # fmt: skip
    assert {layer for _, layer in found.layers} == {"agreement"}
    assert replace(found, layers=()) == Owed(
        "general", calendar_from("SE"), zone_from("Europe/Stockholm"), Length("days", 45), "sending",
        Length("working-days", 20), "sending", ("addition", "replacement", "alteration"), ("in-app", "letter"),
        ("privacy-contact",), "eu", Length("hours", 48), Length("days", 10),
    )  # fmt: skip
    assert found.open == ()


@pytest.mark.parametrize(
    ("terms", "notice_from", "window_from"),
    [
        (("notice.start: {value: sending}",), "sending", "delivery"),
        (("objection.start: {value: sending}",), "delivery", "sending"),
        (("notice.start: {value: delivery}", "objection.start: {value: delivery}"), "delivery", "delivery"),
    ],
)
def test_what_each_period_runs_from_is_told_apart(
    terms: tuple[str, ...], notice_from: str, window_from: str
) -> None:
    found = under(*terms)
    assert (found.notice_from, found.window_from) == (notice_from, window_from)


@pytest.mark.parametrize("name", ["notice.length", "objection.window"])
def test_one_period_is_enough_for_a_date(name: str) -> None:
    assert under(f"{name}: {{value: 30 days}}").open == ()


def test_a_specific_authorisation_needs_no_period() -> None:
    found = under("authorisation.mode: {value: specific}")
    assert (found.mode, found.open) == ("specific", ())


def test_a_duty_to_act_fast_without_a_number_is_no_period() -> None:
    assert under("notice.length: {value: without undue delay}").notice is None


def test_a_calendar_that_nobody_knows_is_refused() -> None:
    with pytest.raises(CalendarUnknown):
        owed_under({}, calendar="Atlantis", zone="Europe/Helsinki")


def test_notice_is_counted_back_from_the_use_and_the_window_is_not_cut_short() -> None:
    """W-3 and Art. 3(4), last sentence; Q-9."""
    contract, regulation = under("notice.length: {value: 30 days}"), under("periods.regime: {value: eu}")
    assert contract.duty == Method(roll=False, minimum=False, backward_minimum=False, is_contract=True)
    assert contract.right == Method(is_contract=True)
    assert regulation.duty == Method(roll=False, minimum=False)
    assert regulation.right == Method()


def test_mail_may_come_back_for_five_days_and_a_letter_takes_seven() -> None:
    made = Owed("general", calendar_from("FI"), ZoneInfo("Europe/Helsinki"))
    assert (made.bounce, made.letter) == (BOUNCE, LETTER) == (Length("days", 5), Length("days", 7))


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("notice.length", "14 days", "30 days"),
        ("objection.window", "14 days", "30 days"),
        ("notice.pass_on", "5 days", "10 days"),
        ("authorisation.mode", "general", "specific"),
        ("periods.calendar", "FI", "SE"),
        ("periods.zone", "Europe/Helsinki", "Europe/Stockholm"),
    ],
)
def test_what_an_agreement_says_in_two_ways_is_open_and_no_other_period_stands_in_for_it(
    name: str, one: str, other: str
) -> None:
    """Art. 28(2): a notice that is too short by one of two readings is none; the customer may rely on that reading."""
    rest = [f"{each}: {{value: 7 days}}" for each in ("notice.length", "objection.window") if each != name]
    found = under(*rest, f"{name}:\n    - {{value: {one}}}\n    - {{value: {other}}}")
    assert found.open == found.disputed == (name,)
    day = Instant(datetime(2026, 11, 26, 7, tzinfo=UTC), found.zone)
    assert planned_for(found, day) == Earliest(None, "terms")
    (gate,) = customer_gates(Standing(found))
    assert (gate.kind, gate.opens, gate.waits, gate.params) == (
        "terms",
        None,
        "disputed",
        (("parameters", name),),
    )


def test_who_has_to_consent_waits_for_no_period_however_it_is_said() -> None:
    found = under(
        "authorisation.mode: {value: specific}",
        "notice.length:\n    - {value: 14 days}\n    - {value: 30 days}",
    )
    assert (found.mode, found.disputed, found.open) == ("specific", (), ())
