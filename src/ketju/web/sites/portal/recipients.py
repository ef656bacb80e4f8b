"""Who were my sub-processors on a day: since when, on which notice, with which authorisation; as a file (Art. 15)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.recipients_then import SubProcessor, recipients_file, then
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.zones import day_at
from ketju.web.base.pages.templatetags.words import named
from ketju.web.sites.portal.frame import actor_on, customer_on, may, portal_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The sub-processors on a day."""
    customer = customer_on(request)
    on = _day(request.GET.get("on", ""), customer)
    answer = then(customer, _end(on, customer))
    names = {slug: named(given) or slug for slug, given in answer.services.items()}
    found = answer.sub_processors
    context = {
        "rows": [(one, _services(one.services, names), _services(one.kept, names), _moment(one)) for one in found],
        "on": on, "today": day_at(customer.processor), "may_export": may(request, "portal.export"),
    }  # fmt: skip
    return portal_page(request, "recipients.html", customer, context, above=("portal-changes",))


def _services(some: tuple[str, ...], names: dict[str, str]) -> str:
    return ", ".join(names.get(slug, slug) for slug in some)


def _moment(one: SubProcessor) -> datetime | None:
    return one.since if isinstance(one.since, datetime) else None


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file. It is asked for by a form, so that no link to it can be passed on."""
    customer, now = customer_on(request), timezone.now()
    on = _day(request.POST.get("on", ""), customer)
    data = recipients_file(by=actor_on(request), at=now, customer=customer, instant=_end(on, customer))
    answer = HttpResponse(data, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="sub-processors-{on.isoformat()}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def _day(text: str, customer: Customer) -> date:
    today = day_at(customer.processor)
    try:
        return min(max(date.fromisoformat(text), date(2018, 5, 25)), today)
    except ValueError:
        return today


def _end(on: date, customer: Customer) -> datetime:
    """The last instant of a day, or now."""
    following = on + timedelta(days=1)
    end = datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(customer.processor.zone))
    return min(end - timedelta(microseconds=1), timezone.now())
