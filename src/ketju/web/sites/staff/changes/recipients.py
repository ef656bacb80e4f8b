"""Who a customer's sub-processors were at an instant: since when, on which notice, authorised how (Art. 15)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.recipients_then import recipients_file, who_were
from ketju.web.apps.services.reads import product_names
from ketju.web.base.access.models import Processor
from ketju.web.base.pages.templatetags.words import named
from ketju.web.sites.staff.acting import actor, may, page
from ketju.web.sites.staff.changes.frame import note_read
from ketju.web.sites.staff.changes.place import customer_of

FORM = "%Y-%m-%dT%H:%M"


@require_safe
def show(request: HttpRequest, customer: str) -> HttpResponse:
    """The sub-processors of a customer at an instant, where the processor is."""
    whose = customer_of(request, customer)
    at = instant_in(request.GET.get("at", ""), whose.processor)
    found = who_were(whose, at)
    note_read(request, 1, whose)
    names = {slug: named(given) or slug for slug, given in product_names(whose.processor).items()}
    rows = [
        (one, _services(one.services, names), _services(one.kept, names), isinstance(one.since, datetime))
        for one in found
    ]
    return page(
        request, "changes/recipients.html", customer=whose, tab="changes", may_audit=may(request, "audit.read"),
        rows=rows, at=at, given=at.astimezone(ZoneInfo(whose.processor.zone)).strftime(FORM),
    )  # fmt: skip


@require_POST
def export(request: HttpRequest, customer: str) -> HttpResponse:
    """The same as a file; asked for by a form, as it is noted."""
    whose, now = customer_of(request, customer), timezone.now()
    at = instant_in(request.POST.get("at", ""), whose.processor)
    data = recipients_file(by=actor(request), at=now, customer=whose, instant=at)
    answer = HttpResponse(data, content_type="application/json")
    name = f"sub-processors-{whose.public_id}-{at:%Y-%m-%d}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def instant_in(text: str, processor: Processor) -> datetime:
    """The instant of a day and a time where the processor is, now for anything else; nobody asks for the future."""
    now = timezone.now()
    try:
        given = datetime.strptime(text, FORM).replace(tzinfo=ZoneInfo(processor.zone))
    except ValueError:
        return now
    return min(given, now) if given.year >= 2000 else now


def _services(some: tuple[str, ...], names: dict[str, str]) -> str:
    return ", ".join(names.get(slug, slug) for slug in some)
