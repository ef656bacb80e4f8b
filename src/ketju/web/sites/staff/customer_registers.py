"""What a customer sees of registers, for support; and the reverse: which customers an entry touches."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.core.model.register import Entry
from ketju.core.register.status import status_of
from ketju.core.vocabulary.fold import folded
from ketju.text.reasons import names_of, scope_words
from ketju.web.apps.cases.entry_dates import dates_of
from ketju.web.apps.registers.customer_pages import asked_in, context_of, news_of, view_for
from ketju.web.apps.registers.customer_words import Row
from ketju.web.apps.registers.reads_changes import happened_to
from ketju.web.apps.registers.reads_customers import Held, versions_on
from ketju.web.apps.registers.reads_touched import Reach, customers_touched, reaches
from ketju.web.apps.registers.sorting import sort_customers, stale_count
from ketju.web.base.access.policy import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.customers import found, note_read

PAGE, FEW, SOME = 50, 10, 300
"""Rows of a page; changes of a customer; so many changed customers are sorted while the person waits."""


@require_safe
def show(request: HttpRequest, customer: str) -> HttpResponse:
    """The page that the customer sees, with the same filters."""
    one = found(request, customer)
    asked = asked_in(request.GET, day_at(one.processor))
    view = view_for(one, asked.on, timezone.now())
    note_read(request, one, "register", max(len(view.services), 1))
    context = context_of(view, asked, words(), lambda row: _address(one.processor.slug, row))
    return page(
        request, "customers/registers.html", customer=one, tab="registers", may_audit=may(request, "audit.read"),
        news=news_of(happened_to(view)[:FEW], words()), **context,
    )  # fmt: skip


def _address(processor: str, row: Row) -> str:
    register, entry = row.line.key
    return reverse(
        "customers-touched-by", kwargs={"processor": processor, "register": register, "entry": entry}
    )


@require_safe
def touched(request: HttpRequest) -> HttpResponse:
    """The entries of the lists that hold today, with how many customers each touches."""
    processor = processor_of(request)
    on = day_at(processor)
    waiting = _sorted(day_at(processor))
    every = [(held, one) for held in _lists(request) for one in held.content.entries]
    asked = request.GET.get("q", "").strip()[:80]
    some = [(held, one) for held, one in every if folded(asked) in folded(one.name)]
    some.sort(key=lambda one: folded(one[1].name))
    shown = Paginator(some, PAGE).get_page(request.GET.get("page", "1"))
    counted: dict[tuple[Held, str], Reach] = {}
    for held in {held for held, _ in shown.object_list}:
        entries = [one for own, one in shown.object_list if own == held]
        counted |= {(held, name): reach for name, reach in reaches(processor, held, entries, on).items()}
    names = {held: names_of(held.content, words().language) for held, _ in shown.object_list}
    rows = [
        (
            held, one, status_of(one, on), counted[held, one.id], _where(processor.slug, held, one),
            scope_words(one, names[held]),
        )
        for held, one in shown.object_list
    ]  # fmt: skip
    return page(
        request, "customers/touched.html", rows=rows, shown=shown, asked=asked, waiting=waiting, has_lists=bool(every),
        keep=f"q={asked}&" if asked else "",
    )  # fmt: skip


def _where(processor: str, held: Held, entry: Entry) -> str:
    parts = {"processor": processor, "register": held.register.slug, "entry": entry.id}
    return reverse("customers-touched-by", kwargs=parts)


@require_safe
def touched_by(request: HttpRequest, register: str, entry: str) -> HttpResponse:
    """The customers that one entry touches."""
    processor = processor_of(request)
    waiting = _sorted(day_at(processor))
    held = next((one for one in _lists(request) if one.register.slug == register), None)
    one = next((one for one in held.content.entries if one.id == entry), None) if held else None
    if held is None or one is None:
        raise Http404
    on = day_at(processor)
    reach = reaches(processor, held, (one,), on)[entry]
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 18 else 0
    found = customers_touched(processor, entry, reach, start)
    audited(
        actor(request), "customers.read", "customer", at=timezone.now(), processor=processor,
        fields=("name",), count=max(len(found.shown), 1),
    )  # fmt: skip
    return page(
        request, "customers/touched_by.html", held=held, entry=one, state=status_of(one, on), reach=reach,
        scope=scope_words(one, names_of(held.content, words().language)),
        found=found, next=f"?after={found.next}" if found.next else "", first="?" if start else "", waiting=waiting,
        dates=dates_of(held.register, entry), is_for_all=True,
    )  # fmt: skip


def _lists(request: HttpRequest) -> tuple[Held, ...]:
    processor = processor_of(request)
    return versions_on(processor.pk, day_at(processor), has_audience=False)


def _sorted(on: date) -> int:
    """Sort customers that changed where they are few; how many changes are still to be looked at."""
    waiting = stale_count(SOME + 1)
    if 0 < waiting <= SOME:
        sort_customers(on, SOME)
        return 0
    return waiting
