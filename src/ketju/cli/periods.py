"""What the command line asks about periods, as questions to the core."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from ketju.core.periods.calendars import Calendar, calendar_from
from ketju.core.periods.elapsed import Elapsed, elapsed
from ketju.core.periods.instants import Instant, parse_instant, zone_from
from ketju.core.periods.lengths import Length, OpenLength, parse_length
from ketju.core.periods.method import method_for
from ketju.core.periods.period import Period, Question
from ketju.core.periods.readings import method_with, period_of
from ketju.core.periods.starts import window_start
from ketju.core.problems.periods import CalendarMissing, LengthOpen


def answer(arguments: Namespace, length: str) -> Period | Elapsed:
    """What the arguments ask about one length; raises the problems of ``ketju.core.problems.periods``."""
    calendar = calendar_from(arguments.calendar) if arguments.calendar else None
    event = parse_instant(arguments.start, arguments.zone, int(arguments.fold) if arguments.fold else None)
    asked = parse_length(length)
    if isinstance(asked, OpenLength):
        at = parse_instant(arguments.at, arguments.zone) if arguments.at else _now(event)
        return elapsed(asked.haste, event, at)
    question = Question(
        event=_begun(arguments, event, calendar),
        length=asked,
        calendar=calendar,
        method=method_with(method_for(arguments.regime, arguments.side), tuple(arguments.reading)),
        backward=arguments.backward,
        extension=_counted(arguments.extension) if arguments.extension else None,
    )
    return period_of(question, tuple(_seat(seat, event) for seat in arguments.seat))


def _begun(arguments: Namespace, event: Instant, calendar: Calendar | None) -> Instant:
    """From when the period runs, where notice was sent and delivered (Q-10)."""
    if not arguments.delivered and not arguments.margin:
        return event
    if calendar is None:
        raise CalendarMissing()
    delivered = parse_instant(arguments.delivered, arguments.zone) if arguments.delivered else None
    margin = _counted(arguments.margin) if arguments.margin else None
    return window_start(event, delivered, margin, calendar).event


def _counted(text: str) -> Length:
    length = parse_length(text)
    if isinstance(length, OpenLength):
        raise LengthOpen(found=text)
    return length


def _seat(text: str, event: Instant) -> tuple[Instant, Calendar | None]:
    """Another place that looks at the event: "Europe/Stockholm,SE"."""
    zone, _, calendar = text.partition(",")
    return Instant(event.utc, zone_from(zone.strip())), calendar_from(calendar) if calendar.strip() else None


def _now(event: Instant) -> Instant:
    """This moment; the event itself where it is still to come, so that no time has passed."""
    return Instant(max(datetime.now(UTC), event.utc), event.zone)
