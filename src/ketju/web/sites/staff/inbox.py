"""The inbox: mail that came in and waits for somebody, one message, what is attached to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.reads_mail import companies_of_sender, notice_of_mail
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import customer_of, customers_with_address
from ketju.web.apps.parties.searching import search
from ketju.web.base.audit.writing import audited
from ketju.web.base.inbox import reads
from ketju.web.base.inbox.boxes import is_read, last_read
from ketju.web.base.inbox.models import KINDS, Received
from ketju.web.base.inbox.originals import original_of
from ketju.web.base.inbox.parsing import part_of
from ketju.web.base.inbox.testing import can_test, send_test
from ketju.web.base.inbox.writes import assign_received, finish_received, reopen_received
from ketju.web.base.pages.downloads import as_it_came
from ketju.web.base.pages.uploads import safe_name
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words

MOST_FOUND = 10
OURS = ("test", "bounce")
"""Kinds of messages that no supplier wrote."""


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """A page of messages, those that wait first to be seen."""
    processor = processor_of(request)
    state, kind = request.GET.get("state", "open"), request.GET.get("kind", "")
    before = request.GET.get("before", "")
    position = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    state = state if state in reads.STATES else "open"
    rows = list(reads.received_of(processor, state, kind, position)[: reads.PAGE + 1])
    if rows:
        _note(request, "inbox.read", count=len(rows[: reads.PAGE]))
    return page(
        request, "inbox.html", rows=rows[: reads.PAGE], state=state, kinds=KINDS,
        kind=kind if kind in KINDS else "", counts=reads.count_by_state(processor),
        more=rows[reads.PAGE - 1].pk if len(rows) > reads.PAGE else None, has_inbox=reads.has_inbox(),
        is_read=is_read(timezone.now()), last_read=last_read(), can_test=can_test() and may(request, "inbox.manage"),
    )  # fmt: skip


@require_safe
def shown(request: HttpRequest, received: str) -> HttpResponse:
    """One message as plain text, and to which customer it may belong."""
    one, processor = _found(request, received), processor_of(request)
    asked = request.GET.get("q", "").strip()[:200]
    _note(request, "inbox.read", one)
    customer = customer_of(processor, one.customer) if one.customer else None
    return page(
        request, "inbox_message.html", message=one, files=reads.files_of(one), customer=customer, asked=asked,
        belongs=[each.purpose for each in reads.belongings(one)], suggested=_suggested(request, one, customer, asked),
        may_manage=may(request, "inbox.manage"), supplier=_supplier(request, one),
    )  # fmt: skip


def _supplier(request: HttpRequest, one: Received) -> dict[str, object]:
    """Whether a message was taken for a supplier's notice, or may be: from whom it seems to be."""
    notice = notice_of_mail(one) if may(request, "cases.read") else None
    may_take = notice is None and may(request, "cases.write") and one.kind not in OURS
    return {"notice": notice, "may_take": may_take, "companies": companies_of_sender(one) if may_take else ()}


def _suggested(request: HttpRequest, one: Received, customer: Customer | None, asked: str) -> list[Customer]:
    """Customers that a search finds, or that have a contact with the address it came from."""
    processor = processor_of(request)
    if not may(request, "inbox.manage") or not may(request, "customers.read"):
        return []
    if asked:
        found = list(dict.fromkeys(each.customer for each in search(processor, asked)))
    else:
        found = [] if customer else customers_with_address(processor, bytes(one.sender_index))
    if found:
        audited(
            actor(request),
            "customers.read",
            "customer",
            at=timezone.now(),
            processor=processor,
            count=len(found),
        )
    return found[:MOST_FOUND]


@require_safe
def attached(request: HttpRequest, received: str, number: int) -> HttpResponse:
    """A file that is attached, to be saved: nothing of it is ever shown here."""
    one = _found(request, received)
    file = next((each for each in reads.files_of(one) if each.number == number), None)
    content = part_of(original_of(one), number) if file else None
    if file is None or content is None:
        raise Http404
    _note(request, "inbox.file", one)
    return as_it_came(safe_name(file.name), content)


@require_safe
def original(request: HttpRequest, received: str) -> HttpResponse:
    """The message as it came, byte by byte."""
    one = _found(request, received)
    _note(request, "inbox.file", one)
    return as_it_came(f"{one.public_id}.eml", original_of(one))


@require_POST
def assign(request: HttpRequest, received: str) -> HttpResponse:
    """Say whose a message is, or that it is nobody's."""
    one, wanted = _found(request, received), request.POST.get("customer", "")
    if wanted and customer_of(processor_of(request), wanted) is None:
        raise Http404
    assign_received(by=actor(request), at=timezone.now(), received=one, customer=wanted)
    return _back(request, one)


@require_POST
def finish(request: HttpRequest, received: str) -> HttpResponse:
    """Mark a message as done."""
    finish_received(by=actor(request), at=timezone.now(), received=_found(request, received))
    return redirect("inbox", processor=processor_of(request).slug)


@require_POST
def reopen(request: HttpRequest, received: str) -> HttpResponse:
    """Take the mark away."""
    one = _found(request, received)
    reopen_received(by=actor(request), at=timezone.now(), received=one)
    return _back(request, one)


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Send a message to our own inbox."""
    if can_test():
        send_test(by=actor(request), at=timezone.now(), processor=processor_of(request))
        messages.success(request, words()("web.inbox.test.sent"))
    return redirect("inbox", processor=processor_of(request).slug)


def _found(request: HttpRequest, public_id: str) -> Received:
    one = reads.one_received(processor_of(request), public_id)
    if one is None:
        raise Http404
    return one


def _note(request: HttpRequest, action: str, one: Received | None = None, count: int = 1) -> None:
    audited(
        actor(request), action, "received", at=timezone.now(), processor=processor_of(request), count=count,
        customer=one.customer if one else "", subject=one.public_id if one else "",
    )  # fmt: skip


def _back(request: HttpRequest, one: Received) -> HttpResponse:
    return redirect("inbox-message", processor=processor_of(request).slug, received=one.public_id)
