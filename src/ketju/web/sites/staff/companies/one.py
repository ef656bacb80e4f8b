"""One company: what it may reach, what its contract says, its places, what it told of, proof at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.core.cases.rechecks import Covered
from ketju.web.apps.cases.covering import covers_of
from ketju.web.apps.cases.models import Engagement, Recheck
from ketju.web.apps.cases.next_beside import next_for_company
from ketju.web.apps.cases.next_steps import NextStep
from ketju.web.apps.cases.owing import Slacks
from ketju.web.apps.cases.reads_companies import (
    asked_clauses,
    company_named,
    evidence_of,
    name_of,
    newest_entry,
    notices_of_company,
    proof_of,
    rechecks_of,
)
from ketju.web.base.access.zones import day_at
from ketju.web.sites.staff.acting import may, page, processor_of
from ketju.web.sites.staff.changes.forms import AccessForm, EvidenceForm
from ketju.web.sites.staff.changes.frame import said_step
from ketju.web.sites.staff.changes.one import parameter_words
from ketju.web.sites.staff.companies.forms import ProofForm, RecheckForm, TermsForm, terms_of
from ketju.web.sites.staff.companies.listing import recheck_words


def company_of(request: HttpRequest, public_id: str) -> Engagement:
    """The company of the address."""
    found = company_named(processor_of(request), public_id)
    if found is None:
        raise Http404
    return found


@require_safe
def show(request: HttpRequest, engagement: str) -> HttpResponse:
    """Everything about a company, with the forms for it."""
    return company_page(request, company_of(request, engagement))


def company_page(
    request: HttpRequest, one: Engagement, refused: Mapping[str, object] | None = None
) -> HttpResponse:
    """The page of a company; ``refused`` are forms with what is wrong in them, by name."""
    wrong, now = dict(refused or {}), timezone.now()
    on, slacks = day_at(one.processor), Slacks(one.processor, now)
    entry, evidence = newest_entry(one), evidence_of(one)
    covers: dict[str, Covered] = covers_of(entry, evidence, on) if entry else {}
    access = {name: getattr(one, name) for name in ("access", "is_invoicing", "may_reach")}
    rechecks, notices, proof = rechecks_of(one), notices_of_company(one), proof_of(one)
    clauses = [(name, parameter_words(name), one.mapping.get(name, "")) for name in asked_clauses(one, on)]
    steps = next_for_company(
        one, on, evidence=evidence, rechecks=rechecks, notices=notices, covers=covers, proof=proof,
        unmapped=[name for name, _, clause in clauses if not clause],
    )  # fmt: skip
    return page(
        request, "companies/show.html", 422 if wrong else 200, engagement=one, entry=entry, evidence=evidence,
        name=name_of(one), covers=_covers(covers, evidence), slack=slacks.of(one),
        is_undated=slacks.undated(one), rechecks=_rechecks(rechecks, wrong), notices=notices,
        proof=proof, on=on, may_write=may(request, "cases.write"), tab="companies", clauses=clauses,
        next_steps=[(each, said_step(each), _part(one, each)) for each in steps],
        terms_form=wrong.get("terms") or TermsForm(prefix="terms", initial=terms_of(one)),
        access_form=wrong.get("access") or AccessForm(prefix="access", initial=access),
        evidence_form=wrong.get("evidence") or EvidenceForm(prefix="evidence"),
        proof_form=wrong.get("proof") or ProofForm(prefix="proof"),
    )  # fmt: skip


def _covers(covers: Mapping[str, Covered], evidence: Any) -> list[tuple[str, Covered, bool, bool]]:
    """Each place with what covers it, and whether evidence of a tool and of an impact assessment is kept."""
    held = {(each.kind, each.country) for each in evidence}
    return [
        (code, cover, ("transfer", code) in held, ("impact-assessment", code) in held)
        for code, cover in covers.items()
    ]


def _part(one: Engagement, step: NextStep) -> str:
    """Where a step is done: a part of the page, or the page of a supplier's notice."""
    if step.page == "supplier-notice":
        return reverse(step.page, kwargs={"processor": one.processor.slug, "told": step.notice})
    return f"#{step.notice or step.page}" if step.page else ""


def _rechecks(
    rows: Iterable[Recheck], wrong: Mapping[str, object]
) -> list[tuple[Any, dict[str, str], object]]:
    return [
        (each, recheck_words(each), wrong.get(each.public_id) or RecheckForm(prefix=each.public_id))
        for each in rows
    ]
