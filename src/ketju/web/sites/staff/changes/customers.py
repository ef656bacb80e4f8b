"""One change by customer, one customer in one change, letters, and customers whom a notice would not reach."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.text.render import phrasebook
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.cases.reads import STATES, customers_in
from ketju.web.apps.cases.reads_desk import (
    cases_of_customer,
    letter_named,
    letters_to_post,
    titles_of,
)
from ketju.web.apps.cases.writes.telling import mark_posted, mark_returned
from ketju.web.apps.notices.filling import filled, parts_of
from ketju.web.apps.notices.letter_pdf import address_lines, letter_pdf
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reads import paper_to, values_of
from ketju.web.base.access.zones import day_at, start_of
from ketju.web.sites.staff.acting import actor, may, page, processor_of, sentences, words
from ketju.web.sites.staff.changes.frame import case_of, case_page, note_read, number_in, tell
from ketju.web.sites.staff.changes.place import customer_of


@require_safe
def listed(request: HttpRequest, change: str) -> HttpResponse:
    """The customers of a change, with filters, a page at a time."""
    one = case_of(request, change)
    state = request.GET.get("state", "")
    state = state if state in STATES else "all"
    day = _day(request.GET.get("day", ""))
    rows, more = customers_in(one, state, number_in(request, "after"), day if state == "free" else None)
    note_read(request, len(rows))
    keep = f"state={state}" + (f"&day={day.isoformat()}" if day and state == "free" else "")
    return case_page(
        request, "customers.html", one, "customers", rows=[(each, waits_words(each)) for each in rows], state=state,
        states=STATES, day=day, older=f"?{keep}&after={more}" if more else "",
        newer=f"?{keep}" if request.GET.get("after") else "",
    )  # fmt: skip


def waits_words(one: Touched) -> list[str]:
    """The shut gates of a customer, by name."""
    said = words()
    return [said(f"web.cases.gate.{kind}") for kind in one.waits.split(",") if kind]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
def of_customer(request: HttpRequest, customer: str) -> HttpResponse:
    """The changes that touch a customer."""
    whose = customer_of(request, customer)
    rows = cases_of_customer(whose)
    note_read(request, 1, whose)
    return page(
        request, "changes/of_customer.html", customer=whose, tab="changes", may_audit=may(request, "audit.read"),
        rows=[(each, waits_words(each)) for each in rows],
    )  # fmt: skip


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters that wait to be posted, or were."""
    processor = processor_of(request)
    state = "posted" if request.GET.get("state") == "posted" else "to-post"
    rows, more = letters_to_post(processor, state, number_in(request, "after"))
    note_read(request, len(rows))
    titles = titles_of([one.notice.about for one in rows])
    return page(
        request, "changes/letters.html", rows=[(one, titles.get(one.notice.about, "")) for one in rows],
        state=state, tab="letters", on=day_at(processor), may_write=may(request, "cases.write"),
        older=f"?state={state}&after={more}" if more else "",
        newer=f"?state={state}" if request.GET.get("after") else "",
    )  # fmt: skip


@require_safe
def letter(request: HttpRequest, delivery: str) -> HttpResponse:
    """A letter as it is to be printed."""
    one = _letter(request, delivery)
    note_read(request, 1, one.customer)
    said = phrasebook(one.text.language)
    return page(
        request, "changes/letter.html", delivery=one, address=address_lines(one), tab="letters", shown_in=said.language,
        subject=filled(parts_of(one.text.subject), values_of(one)), text=paper_to(one),
        on=day_at(one.processor), may_write=may(request, "cases.write"),
    )  # fmt: skip


@require_safe
def letter_file(request: HttpRequest, delivery: str) -> HttpResponse:
    """A letter as PDF, to print and post."""
    one = _letter(request, delivery)
    note_read(request, 1, one.customer)
    try:
        data = letter_pdf(one, timezone.now())
    except Problem as problem:
        messages.error(request, " ".join(sentences(problem)))
        return redirect("letter", processor=one.processor.slug, delivery=one.public_id)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{one.public_id}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def posted(request: HttpRequest, delivery: str) -> HttpResponse:
    """A letter was posted, or came back."""
    one, now = _letter(request, delivery), timezone.now()
    day = _day(request.POST.get("day", ""))
    at = min(start_of(day, one.processor), now) if day else now
    by = actor(request)
    if request.POST.get("what") == "returned":
        tell(
            request,
            lambda: mark_returned(by=by, at=now, delivery=one, returned_at=at),
            "web.changes.letter.returned",
        )
    else:
        tell(
            request,
            lambda: mark_posted(by=by, at=now, delivery=one, posted_at=at),
            "web.changes.letter.posted",
        )
    return redirect("letters", processor=one.processor.slug)


def _letter(request: HttpRequest, public_id: str) -> Delivery:
    found = letter_named(processor_of(request), public_id)
    if found is None:
        raise Http404
    return found
