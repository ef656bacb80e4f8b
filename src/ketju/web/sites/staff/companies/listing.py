"""The companies that are engaged, by state; what has to be looked at again; proof that is owed; files that are kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.core.territory.facts import decisions
from ketju.text.law import article_words
from ketju.web.apps.cases.models import Recheck
from ketju.web.apps.cases.owing import Slacks
from ketju.web.apps.cases.reads_companies import (
    STATES,
    attachment_named,
    companies_in,
    name_of,
    open_rechecks,
    proofs_in,
)
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.changes.frame import number_in

TYPES = {
    "pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg",
}  # fmt: skip
"""Files that a browser may be told the type of; all others are bytes to it."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Companies with how much time each leaves and what waits, a page at a time."""
    processor, state = processor_of(request), request.GET.get("state", "")
    state = state if state in STATES else STATES[0]
    slacks = Slacks(processor, timezone.now())
    rows, more = companies_in(processor, state, day_at(processor), slacks, number_in(request, "after"))
    return page(
        request, "companies/index.html", rows=rows, state=state, states=STATES, tab="companies",
        may_write=may(request, "cases.write"), older=f"?state={state}&after={more}" if more else "",
        newer=f"?state={state}" if request.GET.get("after") else "",
    )  # fmt: skip


@require_safe
def rechecks(request: HttpRequest) -> HttpResponse:
    """Every place that has to be looked at again: whose, why, by which law, what to do."""
    rows, more = open_rechecks(processor_of(request), number_in(request, "after"))
    shown = [(one, name_of(one.engagement), recheck_words(one)) for one in rows]
    return page(
        request, "companies/rechecks.html", rows=shown, tab="rechecks", older=f"?after={more}" if more else "",
        newer="?" if request.GET.get("after") else "",
    )  # fmt: skip


def recheck_words(one: Recheck) -> dict[str, str]:
    """Why a place is looked at again, by which law, and what to do, in words."""
    said = words()
    named = next((each for each in decisions() if each.decision == one.decision), None)
    basis = [article_words("45" if one.decision else "46", said)]
    if named is not None:
        basis.append(named.decision)
    return {
        "why": said(f"web.companies.recheck.{one.reason}"), "basis": "; ".join(basis),
        "do": said(f"web.companies.task.{one.reason}"),
    }  # fmt: skip


@require_safe
def proofs(request: HttpRequest) -> HttpResponse:
    """Who ended and has not shown that the data are gone; or who has."""
    processor, state = processor_of(request), "taken" if request.GET.get("state") == "taken" else "open"
    rows, more = proofs_in(processor, state, number_in(request, "after"))
    shown = [(one, name_of(one.engagement)) for one in rows]
    return page(
        request, "companies/proofs.html", rows=shown, state=state, tab="proofs", on=day_at(processor),
        older=f"?state={state}&after={more}" if more else "",
        newer=f"?state={state}" if request.GET.get("after") else "",
    )  # fmt: skip


@require_safe
def file(request: HttpRequest, attachment: str) -> HttpResponse:
    """A file as it came, to keep: no browser shows it as a page of ours."""
    found = attachment_named(processor_of(request), attachment)
    if found is None:
        raise Http404
    audited(
        actor(request), "evidence.read", "attachment", at=timezone.now(), processor=found.processor,
        subject=found.public_id,
    )  # fmt: skip
    kind = TYPES.get(found.form, "application/octet-stream")
    answer = HttpResponse(bytes(found.data), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{found.public_id}.{found.form}"'
    answer["Cache-Control"] = "no-store"
    return answer
