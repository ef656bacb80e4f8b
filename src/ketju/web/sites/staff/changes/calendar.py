"""The calendar: what happens when in the running changes, as a board, a timeline and a feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.web.apps.cases.calendar import event_words, feed_token, timeline_of
from ketju.web.apps.cases.reads import Event, changes_of
from ketju.web.apps.cases.reads_board import COLUMNS, board_of
from ketju.web.apps.cases.reads_events import events_between
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.sites.staff.acting import page, processor_of, standing_of, words
from ketju.web.sites.staff.changes.frame import waits_in

BACK, AHEAD = 31, 184


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Board and timeline of the running changes, with the same days as a table."""
    processor, said = processor_of(request), words()
    today = day_at(processor)
    first, last = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
    changes = list(changes_of(processor).filter(withdrawn_at=None, closed_at=None))
    events = events_between(processor, changes, first, last)
    days = [
        (day, [(one, event_words(one, said)) for one in some], day < today)
        for day, some in groupby(events, key=lambda one: one.day)
    ]
    placed = board_of(changes, timezone.now())
    board = [(name, [(one, waits_in(one.waits)) for one in placed if one.column == name]) for name in COLUMNS]
    return page(
        request, "changes/calendar.html", days=days, board=board if changes else [], tab="calendar",
        picture=_picture(events, today), feed=_feed(request, processor),
    )  # fmt: skip


def _picture(events: Sequence[Event], today: date) -> str:
    """The timeline from a week before the first of these days to a week after the last one."""
    if not events:
        return ""
    week = timedelta(days=7)
    first, last = min(today, events[0].day) - week, max(today, events[-1].day) + week
    return timeline_of(events, first, last, today, words())


def _feed(request: HttpRequest, processor: Processor) -> str:
    token = feed_token(standing_of(request).user, processor)
    return settings.PUBLIC_URL + reverse("calendar-feed", kwargs={"feed": token})
