"""Delivery to the last detail: which facts prove what, of whom, from when."""

from __future__ import annotations

import pytest

from ketju.core.notices.delivery import Delivery, Fact, delivery_of
from ketju.core.notices.earliest import earliest_for, latest_notice_day, planned_for
from ketju.core.notices.forecast import Forecast, Group, Slack, Step, forecast, slack
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.lengths import Length
from tests.core.notices.test_earliest import FI, HELSINKI, THIRTY, at, owed

SENT, TAKEN = at("2026-03-02 08:00"), at("2026-03-02 08:01")
SURE = at("2026-03-08")
"""Five days after 2 March have passed when the 8th begins."""
MAIL = (Fact("sent", SENT, "a"), Fact("accepted", TAKEN, "a"))


def test_nothing_is_known_of_nothing() -> None:
    assert delivery_of([], owed()) == Delivery(None, None, None, ())


def test_mail_that_was_taken_is_delivered_and_sure_when_it_can_no_longer_come_back() -> None:
    assert delivery_of(MAIL, owed()) == Delivery(SENT, TAKEN, SURE, ())
    assert delivery_of(reversed(MAIL), owed()) == Delivery(SENT, TAKEN, SURE, ())
    hours = owed(bounce=Length("hours", 48))
    assert delivery_of(MAIL, hours).proven == at("2026-03-04 09:00")  # the hour from 8 to 9 is not counted


def test_mail_that_only_left_proves_nothing() -> None:
    assert delivery_of(MAIL[:1], owed()) == Delivery(SENT)


@pytest.mark.parametrize("kind", ["displayed", "acknowledged"])
def test_what_somebody_saw_is_sure_at_once(kind: str) -> None:
    seen = at("2026-03-03 10:00")
    assert delivery_of([Fact(kind, seen, "b")], owed()) == Delivery(seen, seen, seen)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["displayed", "acknowledged"])
def test_mail_that_came_back_and_was_seen_all_the_same_is_delivered(kind: str) -> None:
    back, seen = Fact("bounced", at("2026-03-03"), "a"), Fact(kind, at("2026-03-04"), "a")  # type: ignore[arg-type]
    assert delivery_of([*MAIL, back, seen], owed()) == Delivery(SENT, TAKEN, SURE, ())


def test_a_letter_that_came_back_was_not_delivered() -> None:
    posted = Fact("posted", at("2026-03-02 15:00"), "p")
    assert delivery_of([posted], owed()) == Delivery(posted.at, at("2026-03-10"), at("2026-03-10"))
    assert delivery_of([posted], owed(letter=Length("days", 3))).delivered == at("2026-03-06")
    returned = Fact("returned", at("2026-03-20"), "p")
    assert delivery_of([posted, returned], owed()) == Delivery(posted.at, None, None, ("p",))


def test_the_first_of_several_counts_and_the_surest_of_those() -> None:
    other = [Fact("sent", SENT, "b"), Fact("accepted", at("2026-03-05 08:00"), "b")]
    assert delivery_of([*other, *MAIL], owed()) == Delivery(SENT, TAKEN, SURE)
    seen_at_once = Fact("displayed", TAKEN, "c")
    assert delivery_of([*MAIL, seen_at_once], owed()) == Delivery(SENT, TAKEN, TAKEN)
    seen_later = Fact("displayed", at("2026-03-03"), "c")
    assert delivery_of([*MAIL, seen_later], owed()) == Delivery(SENT, TAKEN, SURE)


def test_a_message_to_somebody_else_is_no_notice_to_the_customer() -> None:
    other = [Fact("sent", SENT, "b", False), Fact("accepted", TAKEN, "b", False)]
    assert delivery_of(other, owed()) == Delivery(SENT)


def test_sending_is_that_of_a_message_which_was_received() -> None:
    """Terms that run from sending mean the sending of notice: mail that came back, or a copy to somebody who is no main
    user, gives the customer nothing to object to (Art. 28(2); Q-10)."""
    copy = [Fact("sent", SENT, "b", False), Fact("accepted", TAKEN, "b", False)]
    back = [Fact("sent", SENT, "a"), Fact("accepted", TAKEN, "a"), Fact("bounced", at("2026-03-03"), "a")]
    letter = Fact("posted", at("2026-03-05 12:00"), "p")
    found = delivery_of([*copy, *back, letter], owed())
    assert found == Delivery(letter.at, at("2026-03-13"), at("2026-03-13"), ("a",))
    sending = owed(Length("days", 14), None, notice_from="sending")
    assert earliest_for(sending, found).at == at("2026-03-20")


def test_the_proof_is_waited_for_only_where_something_runs_from_delivery() -> None:
    short = {"notice": Length("days", 1), "window": Length("days", 1)}
    both = owed(**short, notice_from="sending", window_from="sending")  # type: ignore[arg-type]
    found = earliest_for(both, delivery_of(MAIL, both))
    assert (found.at, found.binding) == (at("2026-03-04"), "notice")
    for one in ({"notice_from": "sending"}, {"window_from": "sending"}, {}):
        what = owed(**short, **one)  # type: ignore[arg-type]
        assert earliest_for(what, delivery_of(MAIL, what)).at == SURE


def test_an_earliest_date_says_everything_it_rests_on() -> None:
    found = earliest_for(owed(Length("days", 14)), Delivery(SENT, TAKEN, SURE))
    assert (found.at, found.waits, found.binding) == (at("2026-04-02"), "", "window")
    assert found.notice is not None and found.window is not None
    assert (found.use, found.notice.expires, found.window.expires) == (
        at("2026-03-17"), at("2026-03-17"), at("2026-04-02"),
    )  # fmt: skip
    assert found.notice.question.event == TAKEN
    assert earliest_for(owed(None), Delivery(SENT, TAKEN)).use is None
    assert earliest_for(owed(window=None), Delivery(SENT, TAKEN)).window is None


def test_each_period_waits_for_what_it_runs_from() -> None:
    sending = owed(notice_from="sending", window_from="sending")
    assert earliest_for(sending, Delivery(SENT)).at == at("2026-04-02")
    for name in ("notice_from", "window_from"):
        found = earliest_for(owed(**{name: "sending"}), Delivery(SENT))
        assert (found.at, found.waits) == (None, "delivery")
    alone = owed(THIRTY, None, notice_from="sending")
    assert earliest_for(alone, Delivery(SENT)).at == at("2026-04-02")
    window = owed(None, THIRTY, window_from="sending")
    assert earliest_for(window, Delivery(SENT)).at == at("2026-04-02")


def test_hours_are_counted_from_the_full_hour_and_have_no_latest_day() -> None:
    """72 hours from the hour after 8 o'clock on Monday end at 9 o'clock on Thursday (Art. 3(1), 3(2)(a))."""
    hours = owed(Length("hours", 72), None, notice_from="sending")
    found = earliest_for(hours, Delivery(SENT))
    assert (found.at, found.use) == (at("2026-03-05 09:00"), at("2026-03-05 09:00"))
    assert latest_notice_day(hours, at("2026-03-10")) is None
    assert latest_notice_day(owed(None), at("2026-03-10")) is None


def test_a_day_off_does_not_move_notice_under_the_regulation_either() -> None:
    """30 days of notice on Thursday 26 November 2026 lie before Sunday 27 December (W-3; Art. 3(4), last sentence)."""
    found = planned_for(owed(THIRTY, None, regime="eu"), at("2026-11-26 09:00"))
    assert found.at == at("2026-12-27")
    two = planned_for(owed(Length("days", 2), None, regime="eu"), at("2026-11-27 09:00"))
    assert two.at == at("2026-12-02")  # Monday and Tuesday are the two working days (Art. 3(5))


def test_working_days_lie_between_by_every_list_of_the_place() -> None:
    """Two working days after Tuesday 22 December 2026: the 23rd, and the 24th by one list, Monday 28 by the other."""
    found = planned_for(owed(Length("working-days", 2), None), at("2026-12-22 09:00"))
    assert found.at == at("2026-12-29")


def test_zones_of_terms_decide_which_day_it_is() -> None:
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    late = at("2026-03-02 00:30")  # still Sunday in Stockholm
    there = replace(owed(THIRTY, None), zone=ZoneInfo("Europe/Stockholm"), calendar=calendar_from("SE"))
    found = planned_for(there, late)
    assert found.at is not None
    assert found.at.utc == at("2026-04-01 01:00").utc
    assert planned_for(owed(THIRTY, None), late).at == at("2026-04-02")


def test_a_forecast_has_a_group_for_each_that_is_owed_something() -> None:
    quick, slow, silent = owed(), owed(Length("days", 45), THIRTY), owed(None, None)
    consent = owed(None, None)
    sent = at("2026-11-23 10:00")
    found = forecast({quick: 2, slow: 3, silent: 4, owed(Length("days", 1)): 0}, sent)
    assert found.groups == (
        Group(quick, 2, planned_for(quick, sent)), Group(slow, 3, planned_for(slow, sent)),
        Group(silent, 4, planned_for(consent, sent)),
    )  # fmt: skip
    assert [(one.day.isoformat(), one.count, one.total) for one in found.steps] == [
        ("2026-12-24", 2, 2), ("2027-01-08", 3, 5),
    ]  # fmt: skip
    assert found.all_free == at("2027-01-08")
    assert Forecast((), (), ()).all_free is None


def test_customers_who_are_free_on_the_same_day_are_one_step() -> None:
    sent = at("2026-11-23 10:00")
    same = {owed(): 2, owed(THIRTY, None): 3}
    assert forecast(same, sent).steps == (Step(at("2026-12-24").local.date(), 5, 5),)
    nobody = forecast({owed(None, None): 3, owed(None, None, changes=("addition",)): 2}, sent)
    assert (nobody.steps, nobody.unknown) == ((), (("terms", 5),))


def test_the_slack_is_counted_to_the_slowest_customer() -> None:
    told = at("2026-03-02 10:00")
    found = slack(at("2026-05-01"), [owed(Length("days", 14), None), owed()], told)
    assert found == Slack(at("2026-05-01"), at("2026-04-02"), 29, told)
    assert slack(at("2026-05-01"), [owed(None, None)], told) == Slack(at("2026-05-01"), None, None, told)
    assert slack(at("2026-05-01"), [], told) == Slack(at("2026-05-01"), told, 60, told)
    assert (FI.code, str(HELSINKI)) == ("FI", "Europe/Helsinki")
