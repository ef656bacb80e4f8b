"""The feed of the calendar of changes, for whoever has its address and may still see changes. No personal data."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.cases.calendar import feed_named, ical_of
from ketju.web.apps.cases.reads import changes_of
from ketju.web.apps.cases.reads_events import events_between
from ketju.web.base.access.permission import standing_of
from ketju.web.base.access.zones import day_at

BACK, AHEAD = 90, 730


@require_safe
def feed(request: HttpRequest, feed: str) -> HttpResponse:
    """The days of the running changes as an iCalendar file."""
    found = feed_named(feed)
    if found is None:
        raise Http404
    user, processor = found
    now = timezone.now()
    today = day_at(processor, now)
    if not standing_of(user, processor, today).may("cases.read"):
        raise Http404
    asked = request.GET.get("lang", processor.language)
    said = phrasebook(asked if asked in LANGUAGES else LANGUAGES[0])
    changes = list(changes_of(processor).filter(withdrawn_at=None, closed_at=None))
    events = events_between(processor, changes, today - timedelta(days=BACK), today + timedelta(days=AHEAD))
    with translation.override(said.language):
        name = said("web.changes.calendar.name", processor=processor.name)
        data = ical_of(events, now, name, said)
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
