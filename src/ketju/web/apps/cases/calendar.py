"""The calendar of running cases: a timeline as a picture, and an iCalendar feed (RFC 5545) without personal data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from django.core import signing
from django.utils.safestring import SafeString, mark_safe

from ketju.formats.writers.site.markup import Markup, el
from ketju.text.render import Phrasebook
from ketju.text.values import date_words
from ketju.web.apps.cases.reads import Event
from ketju.web.base.access.models import Processor
from ketju.web.base.accounts.models import User

_SALT = "ketju.cases.calendar"
KINDS = ("announced", "window", "free", "planned", "supplier", "object-by")
"""What happens, in the order in which it usually does."""


def feed_token(user: User, processor: Processor) -> str:
    """What the address of a person's feed holds. It opens as long as the person may see changes there."""
    return signing.Signer(sep="~", salt=_SALT).sign(f"{user.public_id}.{processor.slug}")


def feed_named(token: str) -> tuple[User, Processor] | None:
    """Whose feed an address is, and of which processor; None for an address that is not ours."""
    try:
        person, _, slug = signing.Signer(sep="~", salt=_SALT).unsign(token).partition(".")
    except signing.BadSignature:
        return None
    user = User.objects.filter(public_id=person, is_active=True).first()
    processor = Processor.objects.filter(slug=slug).first()
    return (user, processor) if user and processor else None


def event_words(event: Event, phrases: Phrasebook) -> str:
    """What happens on a day."""
    counted = {"count": event.count} if event.count else {}
    return phrases(f"web.changes.event.{event.kind}", **counted)


def ical_of(events: Iterable[Event], at: datetime, name: str, phrases: Phrasebook) -> bytes:
    """The events as an iCalendar file, each a whole day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ketju//Changes//EN", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{_text(name)}", f"NAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for one in events:
        title = f"{one.change.title}: {event_words(one, phrases)}"
        lines += [
            "BEGIN:VEVENT", f"UID:{one.change.public_id}-{one.kind}-{one.day:%Y%m%d}@ketju", f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}", f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(title)}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(one)}\r\n" for one in [*lines, "END:VCALENDAR"]).encode()


def _text(text: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    plain = "".join(" " if one < " " else one for one in text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, none of which ends inside a letter (RFC 5545, 3.1)."""
    pieces, now, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:
            pieces.append(now)
            now, size = "", 1
        now, size = now + letter, size + width
    return "\r\n ".join([*pieces, now])


WIDE, LEFT, ROW, TOP = 760, 12, 46, 34


def timeline_of(
    events: Sequence[Event], first: date, last: date, today: date, phrases: Phrasebook
) -> SafeString:
    """A row for each case with its days on it, and a line for today."""
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return LEFT + (WIDE - 2 * LEFT) * (day - first).days / span

    changes = list(dict.fromkeys(one.change for one in events))
    rows: list[Markup] = []
    for number, change in enumerate(changes):
        y = TOP + ROW * number
        own = [one for one in events if one.change == change]
        begins, ends = x(own[0].day), x(own[-1].day)
        rows.append(el("text", change.title[:70], x=LEFT, y=y, class_="name"))
        rows.append(Markup(f'<path class="axis" d="M{begins:.1f} {y + 15}H{ends:.1f}"/>'))
        rows += [_mark(one, x(one.day), y + 15, phrases) for one in own]
    high = TOP + ROW * len(changes)
    scale = [_month(day, f"{x(day):.1f}", high) for day in _months(first, last)]
    now = Markup(f'<path class="now" d="M{x(today):.1f} 16V{high}"/>')
    figure = el(
        "svg", [*scale, now, *rows], viewBox=f"0 0 {WIDE} {high}", role="img", class_="plan",
        aria_label=phrases("web.changes.timeline.label", day=date_words(today, phrases)),
    )  # fmt: skip
    return mark_safe(str(figure))


def _month(day: date, x: str, high: int) -> Markup:
    """The start of a month as a line, with its name."""
    return Markup(
        f'<path class="grid" d="M{x} 16V{high}"/>' + el("text", f"{day.month}/{day.year}", x=x, y=11)
    )


def _mark(one: Event, x: float, y: float, phrases: Phrasebook) -> Markup:
    title = el("title", f"{date_words(one.day, phrases)}: {event_words(one, phrases)}")
    shapes = {
        "announced": f'<circle cx="{x:.1f}" cy="{y}" r="6"/>',
        "window": f'<rect x="{x - 5:.1f}" y="{y - 5}" width="10" height="10"/>',
        "free": f'<path d="M{x:.1f} {y - 7}L{x + 7:.1f} {y + 5}H{x - 7:.1f}Z"/>',
        "planned": f'<path d="M{x:.1f} {y - 8}L{x + 8:.1f} {y}L{x:.1f} {y + 8}L{x - 8:.1f} {y}Z"/>',
        "object-by": f'<path d="M{x:.1f} {y + 7}L{x + 7:.1f} {y - 5}H{x - 7:.1f}Z"/>',
        "supplier": f'<path d="M{x - 6:.1f} {y - 6}L{x + 6:.1f} {y + 6}M{x + 6:.1f} {y - 6}L{x - 6:.1f} {y + 6}"/>',
    }
    return Markup(f'<g class="mark {one.kind}">{title}{shapes[one.kind]}</g>')


def _months(first: date, last: date) -> list[date]:
    found, day = [], date(first.year + first.month // 12, first.month % 12 + 1, 1)
    while day <= last:
        found.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found
