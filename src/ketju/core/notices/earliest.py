"""From when a change may take effect for a customer: when its notice was long enough and its window has closed.

The later of both holds (W-3, X-8): a window can close after the period of notice has passed, as it runs from delivery
or its last day is a day off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ketju.core.notices.delivery import Delivery
from ketju.core.notices.owed import Owed
from ketju.core.periods.instants import Instant, day_start
from ketju.core.periods.lengths import Length
from ketju.core.periods.period import Period, Question
from ketju.core.periods.readings import period_of


@dataclass(frozen=True, slots=True)
class Earliest:
    """From when a change may take effect.

    ``at`` is None where that is not known yet: nothing was sent or delivered (``waits`` "sending", "delivery"), terms
    are not settled ("terms"), or it is for the customer to consent ("consent"). ``notice`` and ``window`` are the two
    periods, for their working; ``use`` is the first instant that keeps the period of notice. ``binding`` names the one
    that ends last. ``owed`` is what the customer is owed, for the working.
    """

    at: Instant | None
    waits: str = ""
    notice: Period | None = None
    use: Instant | None = None
    window: Period | None = None
    binding: str = ""
    owed: Owed | None = None


def earliest_for(owed: Owed, delivery: Delivery) -> Earliest:
    """From when a change may take effect for a customer, by what is known of the delivery of its notice.

    Source: D-198, D-202, W-3, X-6, X-8. Raises CalendarRange, PeriodRange.
    """
    if owed.mode == "specific":
        return Earliest(None, "consent")
    if owed.open:
        return Earliest(None, "terms")
    if delivery.sent is None:
        return Earliest(None, "sending")
    notice_event = delivery.sent if owed.notice_from == "sending" else delivery.delivered
    window_event = delivery.sent if owed.window_from == "sending" else delivery.delivered
    if (owed.notice and notice_event is None) or (owed.window and window_event is None):
        return Earliest(None, "delivery")
    if owed.notice and notice_event is not None:
        notice_event = _passed_on(owed, notice_event)
    notice = _period(owed, owed.notice, notice_event, is_duty=True)
    window = _period(owed, owed.window, window_event, is_duty=False)
    use = _use(owed, notice) if notice else None
    ends = [("notice", use), ("window", window.safe("right") if window else None)]
    known = [(name, at) for name, at in ends if at is not None]
    if delivery.proven is not None and "delivery" in (owed.notice_from, owed.window_from):
        known.append(("proof", delivery.proven))
    binding, at = max(known, key=lambda one: one[1].utc)
    return Earliest(at, "", notice, use, window, binding, owed)


def planned_for(owed: Owed, sent: Instant) -> Earliest:
    """The same where a notice goes out at an instant and is delivered at once: what a plan can promise at best."""
    return earliest_for(owed, Delivery(sent, sent, None))


def latest_notice_day(owed: Owed, use: Instant) -> date | None:
    """The last day on which notice can be given for a use that is planned; None without a period of notice in days.

    The whole period lies between that day and the use: for 30 days and the use on 1 January it is 1 December (W-3).
    Where the customer has to pass the notice on, the time for that lies before.
    """
    last = day = _latest_day(owed, use)
    while day is not None and last is not None:
        told = Instant(day_start(day, owed.zone), owed.zone, is_day=True)
        if _passed_on(owed, told).day <= last:
            return day
        day -= timedelta(days=1)
    return None


def _latest_day(owed: Owed, use: Instant) -> date | None:
    """The last day from which the period of notice can be counted."""
    if owed.notice is None or owed.notice.unit == "hours":
        return None
    back = period_of(Question(use, owed.notice, owed.calendar, owed.duty, backward=True))
    return back.safe("gate").local.date() - timedelta(days=1)


def _passed_on(owed: Owed, event: Instant) -> Instant:
    """From when the period of notice is counted: from its event, or where the customer has to pass the notice on from
    the last day of the time for that; a period in hours from the instant at which that time is over.
    """
    passing = _period(owed, owed.pass_on, event, is_duty=True)
    if passing is None:
        return event
    end = passing.expires
    if owed.notice is not None and owed.notice.unit == "hours":
        return Instant(end.utc, owed.zone)
    return Instant(day_start(end.last_day, owed.zone), owed.zone, is_day=True)


def _period(owed: Owed, length: Length | None, event: Instant | None, *, is_duty: bool) -> Period | None:
    if length is None or event is None:
        return None
    here = Instant(event.utc, owed.zone, event.is_day)
    return period_of(Question(here, length, owed.calendar, owed.duty if is_duty else owed.right))


def _use(owed: Owed, notice: Period) -> Instant:
    """The first start of a day, or for hours the first instant, before which the whole period of notice lies.

    Counted backwards from the use it must not reach beyond the day of the notice, which forward counting alone does not
    promise for months and working days.
    """
    if notice.question.length.unit == "hours":
        return notice.expires
    event = notice.question.event.day
    day = notice.expires.local.date()
    while True:
        use = Instant(day_start(day, owed.zone), owed.zone, is_day=True)
        last = _latest_day(owed, use)
        if last is None or last >= event:
            return Instant(use.utc, owed.zone)
        day += timedelta(days=1)
