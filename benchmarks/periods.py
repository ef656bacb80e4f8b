"""How long it takes to compute periods: their strict end, and every reading with the alarm."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.measuring import Benchmark, Options, Table
from ketju.core.periods.calendars import calendar_from
from ketju.core.periods.instants import Instant, zone_from
from ketju.core.periods.lengths import Length, parse_length
from ketju.core.periods.period import Question, end_of
from ketju.core.periods.readings import period_of
from ketju.core.periods.working import working_of

SIZE, QUICK = 100_000, 10_000
MOST_SECONDS = 2
LENGTHS = ("72 hours", "30 days", "1 month", "5 working days", "2 weeks", "1.5 months", "2 days", "1 year")
SEATS = (
    ("FI", "Europe/Helsinki"),
    ("SE", "Europe/Stockholm"),
    ("DE", "Europe/Berlin"),
    ("IE", "Europe/Dublin"),
)
COLUMNS = ("what", "periods", "s", "periods/s")
NOTE = (
    f"Seconds of the processor, in one process, the holidays of the years loaded within: {len(LENGTHS)} lengths from "
    f"{LENGTHS[0]} to {LENGTHS[-1]}, {len(SEATS)} calendars and zones, events all over a year. "
    f"To keep at 100,000 periods: {MOST_SECONDS} s for the strict ends."
)


def questions(size: int) -> list[Question]:
    """So many different periods."""
    lengths = [length for text in LENGTHS if isinstance(length := parse_length(text), Length)]
    seats = [(calendar_from(code), zone_from(zone)) for code, zone in SEATS]
    first = datetime(2026, 1, 1, tzinfo=UTC)
    found = []
    for at in range(size):
        calendar, zone = seats[at // len(lengths) % len(seats)]
        event = Instant(first + timedelta(minutes=37 * at % 525_600), zone)
        found.append(Question(event, lengths[at % len(lengths)], calendar))
    return found


def _alarm(question: Question) -> object:
    return period_of(question).alarm


def _working(question: Question) -> object:
    return working_of(period_of(question))


def measure(options: Options) -> list[Table]:
    """Each way of asking, one after another."""
    size = QUICK if options.quick else SIZE
    asked = questions(size)
    ways: tuple[tuple[str, Callable[[Question], object]], ...] = (
        ("strict end", end_of),
        ("all readings and the alarm", _alarm),
        ("all readings and the working", _working),
    )
    rows = []
    for name, way in ways:
        begin = time.process_time()
        for question in asked:
            way(question)
        seconds = time.process_time() - begin
        rows.append((name, size, round(seconds, 2), round(size / seconds)))
    return [Table("Computing periods", COLUMNS, tuple(rows), (NOTE,))]


BENCHMARK = Benchmark("periods", "time of computing deadlines", measure)
