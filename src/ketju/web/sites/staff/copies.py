"""Signed copies: what customers accepted and nobody has countersigned, and a copy as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.signing.handing import copy_answer
from ketju.web.apps.signing.reads import acceptances_without_copy, copy_of, signatory_on
from ketju.web.apps.signing.writes import make_copy
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, may, page, processor_of, sentences, words
from ketju.web.sites.staff.customers import found

MOST = 50
"""So many are shown and countersigned at once."""


@require_safe
def missing(request: HttpRequest) -> HttpResponse:
    """Acceptances in the portal that wait for the countersignature."""
    processor = processor_of(request)
    rows = list(acceptances_without_copy(processor)[:MOST]) if may(request, "customers.read") else []
    if rows:
        audited(
            actor(request), "customers.read", "acceptance", at=timezone.now(), processor=processor, count=len(rows)
        )  # fmt: skip
    return page(
        request, "agreements/copies.html", rows=rows, holder=signatory_on(processor, day_at(processor)),
        may_write=may(request, "agreements.write"), may_settle=may(request, "settings.read"),
    )  # fmt: skip


@require_POST
def countersign(request: HttpRequest) -> HttpResponse:
    """Make the copies that are missing, the oldest first."""
    processor, count = processor_of(request), 0
    try:
        for one in list(acceptances_without_copy(processor)[:MOST]):
            make_copy(by=actor(request), at=timezone.now(), acceptance=one)
            count += 1
    except Problem as problem:
        for each in sentences(problem):
            messages.error(request, each)
    else:
        messages.success(request, words()("web.copies.done", count=count))
    return redirect("copies-missing", processor=processor.slug)


@require_POST
def download(request: HttpRequest, customer: str, copy: str) -> HttpResponse:
    """A signed copy of a customer, as it was made."""
    held, form = copy_of(found(request, customer), copy), request.POST.get("form", "")
    return copy_answer(by=actor(request), at=timezone.now(), copy=held, form=form)
