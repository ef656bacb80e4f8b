"""What suppliers tell of changes of their own: recorded, opened as a change, or settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.cases.models import SupplierNotice
from ketju.web.apps.cases.owing import Slacks
from ketju.web.apps.cases.reads_companies import (
    companies_to_choose,
    company_named,
    drafts_of,
    name_of,
    supplier_notice_named,
    supplier_notices_in,
)
from ketju.web.apps.cases.writes.supplying import (
    Opening,
    open_change,
    record_supplier_notice,
    settle_supplier_notice,
)
from ketju.web.base.access.zones import day_at
from ketju.web.base.inbox.reads import one_received
from ketju.web.base.pages.fields import add_problem
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.attaching import upload_in
from ketju.web.sites.staff.changes.frame import number_in
from ketju.web.sites.staff.changes.listing import draft_words
from ketju.web.sites.staff.companies.forms import OpeningForm, SettleForm, SupplierForm


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Notices and hints that wait, or led to something, with how much time each leaves."""
    processor, state = processor_of(request), "done" if request.GET.get("state") == "done" else "open"
    rows, more = supplier_notices_in(processor, state, number_in(request, "after"))
    slacks = Slacks(processor, timezone.now())
    shown = [
        (one, name_of(one.engagement), slacks.of(one.engagement, one.received_at, one.effective_at))
        for one in rows
    ]
    return page(
        request, "companies/notices.html", rows=shown, state=state, tab="notices",
        may_write=may(request, "cases.write"), older=f"?state={state}&after={more}" if more else "",
        newer=f"?state={state}" if request.GET.get("after") else "",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Record what a supplier told of, or what was seen on its page; ``?hint=`` names what was seen before."""
    processor = processor_of(request)
    hint = supplier_notice_named(processor, request.GET.get("hint", ""))
    companies = companies_to_choose(processor)
    begins = {"engagement": request.GET.get("company", ""), "received_on": day_at(processor)}
    if hint is not None:
        begins |= {"engagement": hint.engagement.public_id, "sorts": hint.sorts, "text": str(hint.text)}
        begins |= {name: hint.changes.get(name, "") for name in ("place", "legal_entity", "until")}
    form = SupplierForm(
        request.POST or None, request.FILES or None, companies=companies, initial=begins
    )  # fmt: skip
    if form.is_valid():
        try:
            return _received(request, form, hint)
        except Problem as problem:
            add_problem(form, problem)
    return page(
        request, "companies/receive.html", 422 if form.errors else 200, form=form, companies=companies, hint=hint,
        tab="notices",
    )  # fmt: skip


def _received(request: HttpRequest, form: SupplierForm, hint: SupplierNotice | None) -> HttpResponse:
    processor = processor_of(request)
    engagement = company_named(processor, form.cleaned_data["engagement"])
    assert engagement is not None
    is_its = hint is not None and hint.kind == "hint" and hint.engagement_id == engagement.pk
    made = record_supplier_notice(
        by=actor(request), at=timezone.now(), engagement=engagement, said=form.said(processor),
        upload=upload_in(form), hint=hint if is_its else None,
    )  # fmt: skip
    key = "web.companies.recorded.hint" if made.kind == "hint" else "web.companies.recorded.notice"
    messages.success(request, words()(key))
    return redirect("supplier-notice", processor=processor.slug, told=made.public_id)


@require_safe
def show(request: HttpRequest, told: str) -> HttpResponse:
    """One notice, how much time it leaves, and what can be done with it."""
    return _page(request, _notice(request, told))


def _page(
    request: HttpRequest,
    one: SupplierNotice,
    opening: OpeningForm | None = None,
    settling: SettleForm | None = None,
) -> HttpResponse:
    slacks, engagement = Slacks(one.processor, timezone.now()), one.engagement
    wrong = (opening and opening.errors) or (settling and settling.errors)
    return page(
        request, "companies/notice.html", 422 if wrong else 200, notice=one, name=name_of(engagement), tab="notices",
        slack=slacks.of(engagement, one.received_at, one.effective_at), is_undated=slacks.undated(engagement),
        is_open=one.change_id is None and one.settled_at is None, may_write=may(request, "cases.write"),
        opening=opening or _opening(one), settling=settling or SettleForm(prefix="settle"),
        mail=one_received(one.processor, one.original) if one.original and may(request, "inbox.read") else None,
        passed=one.object_by is not None and one.object_by <= timezone.now(),
    )  # fmt: skip


def _opening(one: SupplierNotice, request: HttpRequest | None = None) -> OpeningForm:
    named = [(each.public_id, draft_words(each)) for each in drafts_of(one.engagement)]
    title = words()("web.companies.opening.title", name=name_of(one.engagement))
    data = request.POST if request is not None else None
    return OpeningForm(data, drafts=named, prefix="open", initial={"title": title})


@require_POST
def open_it(request: HttpRequest, told: str) -> HttpResponse:
    """Open a change for it: its clock runs since the notice came."""
    one = _notice(request, told)
    form = _opening(one, request)
    if form.is_valid():
        given = form.cleaned_data
        draft = drafts_of(one.engagement).filter(public_id=given["draft"]).first() if given["draft"] else None
        try:
            made = open_change(
                by=actor(request), at=timezone.now(), notice=one,
                opening=Opening(given["title"], draft, given["rollout"]),
            )  # fmt: skip
        except Problem as problem:
            add_problem(form, problem)
        else:
            key = "web.changes.proposed" if made.digest else "web.companies.opened.unplanned"
            messages.success(request, words()(key))
            return redirect("case", processor=one.processor.slug, change=made.public_id)
    return _page(request, one, opening=form)


@require_POST
def settle(request: HttpRequest, told: str) -> HttpResponse:
    """Nothing follows from it, for a reason."""
    one, form = _notice(request, told), SettleForm(request.POST, prefix="settle")
    if form.is_valid():
        try:
            settle_supplier_notice(
                by=actor(request), at=timezone.now(), notice=one, why=form.cleaned_data["why"]
            )
        except Problem as problem:
            add_problem(form, problem)
        else:
            messages.success(request, words()("web.companies.settled"))
            return redirect("supplier-notices", processor=one.processor.slug)
    return _page(request, one, settling=form)


def _notice(request: HttpRequest, public_id: str) -> SupplierNotice:
    found = supplier_notice_named(processor_of(request), public_id)
    if found is None:
        raise Http404
    return found
