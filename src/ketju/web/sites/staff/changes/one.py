"""One change: what changes, what happens next, the forecast, gates, texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.core.cases.gates import Gate
from ketju.core.notices.forecast import Slack
from ketju.text.render import LANGUAGES
from ketju.web.apps.cases.forecasting import forecast_of
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.matter import matter_of
from ketju.web.apps.cases.models import CaseChange, Engagement, FrozenEvidence, SupplierNotice
from ketju.web.apps.cases.owing import Slacks
from ketju.web.apps.cases.reads import groups_of, texts_of
from ketju.web.apps.cases.reads_cards import cards_of
from ketju.web.apps.cases.reads_companies import notice_behind
from ketju.web.apps.cases.reads_desk import (
    engagements_in,
    first_notice,
    notices_of,
    service_names,
    waivers_of,
)
from ketju.web.apps.cases.wording import curve_of_steps, gates_in, owed_words, told_in, working_in
from ketju.web.apps.cases.writes.closing import open_things
from ketju.web.apps.cases.writes.risking import exits_in, risk_of, unallowed
from ketju.web.apps.notices.filling import filled, parts_of
from ketju.web.apps.notices.models import Notice, NoticeText
from ketju.web.base.access.zones import day_of
from ketju.web.sites.staff.acting import may, words
from ketju.web.sites.staff.changes.forms import (
    AccessForm,
    EvidenceForm,
    PlanForm,
    ReasonForm,
    RiskForm,
    WaiverForm,
    WrongForm,
)
from ketju.web.sites.staff.changes.frame import case_of, case_page, here


@require_safe
def show(request: HttpRequest, change: str) -> HttpResponse:
    """What changes, how it stands, what happens next, and the forecast while customers were not told."""
    one, said, now = case_of(request, change), words(), timezone.now()
    (card,) = cards_of([one])
    notice = first_notice(one) if one.announced_at is None else None
    gates = Gating(one, now).by_entry
    found = forecast_of(one, now) if one.announced_at is None and not _is_over(one) else None
    working = [(group, working_in(group.earliest, said)) for group in found.groups] if found else []
    told_by = notice_behind(one) if one.supplier_told_at else None
    risk = risk_of(one) if one.is_emergency else None
    return case_page(
        request, "show.html", one, "show", risk=risk, exits=exits_in(risk).get(said.language, ""), told_by=told_by,
        told_slack=_slack(told_by, now), passed=one.object_by is not None and one.object_by <= now,
        open_things=open_things(one, now) if one.announced_at or one.withdrawn_at else (),
        frozen=FrozenEvidence.objects.filter(change=one).defer("text").first() if one.closed_at else None,
        card=card, told=told_in(matter_of(one), said), notice=notice,
        curve=curve_of_steps(found.steps if found else card.steps, card.customers, said), forecast=found,
        working=[(group, owed_words(group.owed, said), lines) for group, lines in working],
        steps=_steps(one, notice, gates, card.objections), may_write=may(request, "cases.write"),
        may_approve=may(request, "registers.publish"), is_over=_is_over(one), plan=_plan_form(one),
        withdraw=ReasonForm(prefix="withdraw"), correct=WrongForm(prefix="correct"),
    )  # fmt: skip


def _slack(told: SupplierNotice | None, now: datetime) -> Slack | None:
    """How much time the supplier's notice leaves."""
    if told is None:
        return None
    return Slacks(told.processor, now).of(told.engagement, told.received_at, told.effective_at)


def parameter_words(name: str) -> str:
    """What a parameter of agreements is called."""
    said, key = words(), f"terms.parameter.{name}"
    return said(key) if said.has(key) else name


def _is_over(change: CaseChange) -> bool:
    return change.withdrawn_at is not None or change.closed_at is not None


def _plan_form(change: CaseChange) -> PlanForm:
    day = day_of(change.planned_at, change.processor.zone)
    values = {"rollout": change.rollout, "planned_on": day, "is_emergency": change.is_emergency}
    return PlanForm(initial=values)


def _steps(
    change: CaseChange, notice: Notice | None, gates: Mapping[str, tuple[Gate, ...]], objections: int
) -> list[tuple[str, str, str]]:
    """What happens next, the first thing first: the key of its words, who does it, the page where it is done."""
    if _is_over(change):
        return []
    where = {
        name: reverse(name, kwargs={"processor": change.processor.slug, "change": change.public_id})
        for name in ("case", "case-gates", "case-texts")
    }
    if not change.digest:
        return [("web.companies.next.plan", "case-handler", _draft_address(change))]
    shut = {gate.kind for held in gates.values() for gate in held if gate.opens is None} - {"approval"}
    found = [(f"web.changes.open.{kind}", "privacy-officer", where["case-gates"]) for kind in sorted(shut)]
    if change.announced_at is None:
        if notice is None or notice.prepared_at is None:
            found.append(("web.cases.next.texts", "case-handler", where["case-texts"]))
        elif change.approved_at is None:
            found.append(("web.cases.next.approve", "second-person", where["case-texts"]))
        else:
            found.append(("web.cases.next.announce", "case-handler", where["case-texts"]))
    elif change.version_id is None:
        found.append(("web.cases.next.publish", "privacy-officer", ""))
    if objections:
        address = reverse("objections", kwargs={"processor": change.processor.slug})
        found.append(("web.cases.next.objections", "case-handler", f"{address}?change={change.public_id}"))
    return found or [("web.changes.next.wait", "time", "")]


def _draft_address(change: CaseChange) -> str:
    """Where the draft of a case is worked on."""
    draft, slug = change.draft, change.processor.slug
    return reverse("draft", kwargs={"processor": slug, "draft": draft.public_id}) if draft else ""


@require_safe
def gates(request: HttpRequest, change: str) -> HttpResponse:
    """The gates of each company: what they wait for, why, who can open them, and the forms for it."""
    return gates_page(request, case_of(request, change))


def gates_page(
    request: HttpRequest, one: CaseChange, refused: Mapping[tuple[str, str], object] | None = None
) -> HttpResponse:
    """The page of gates; ``refused`` are forms with what is wrong in them, by engagement and name."""
    said, now, wrong = words(), timezone.now(), dict(refused or {})
    gating, matter = Gating(one, now), matter_of(one)
    held, slacks = engagements_in(one, matter), Slacks(one.processor, now)
    risk = risk_of(one) if one.is_emergency else None
    rows = []
    for entry, found in gating.by_entry.items():
        engagement, known = held.get(entry), matter.entry(entry)
        key = engagement.public_id if engagement else ""
        mapped = engagement.mapping if engagement else {}
        rows.append({
            "name": known.name if known else entry, "gates": gates_in(found, here(one.processor, now), said),
            "engagement": engagement, "slack": slacks.of(engagement) if engagement else None,
            "evidence": [each for each in engagement.evidence.all() if each.ended_at is None] if engagement else [],
            "evidence_form": wrong.get((key, "evidence")) or EvidenceForm(prefix=f"e-{key}"),
            "access_form": wrong.get((key, "access")) or AccessForm(prefix=f"a-{key}", initial=_access(engagement)),
            "clauses": [(name, parameter_words(name), mapped.get(name, "")) for name in gating.asked],
        })  # fmt: skip
    return case_page(
        request, "gates.html", one, "gates", status=422 if wrong else 200, rows=rows,
        waivers=waivers_of(one) if one.is_emergency else (),
        waive=wrong.get(("", "waive")) or WaiverForm(prefix="waive"), may_write=may(request, "cases.write"),
        is_over=_is_over(one), risk=risk, exits=exits_in(risk).get(said.language, ""),
        unallowed=unallowed(one) if one.is_emergency and risk is None else 0,
        risk_form=wrong.get(("", "risk")) or RiskForm(prefix="risk"),
    )  # fmt: skip


def _access(engagement: Engagement | None) -> dict[str, object]:
    if engagement is None:
        return {}
    return {name: getattr(engagement, name) for name in ("access", "is_invoicing", "may_reach")}


@require_safe
def texts(request: HttpRequest, change: str) -> HttpResponse:
    """The plan of the notice: whom it tells what, each text in each language, approval and sending."""
    one, said, now = case_of(request, change), words(), timezone.now()
    notice, groups = first_notice(one), groups_of(one)
    made = [each for each in texts_of(one) if notice is not None and each.notice_id == notice.pk]
    known = [code for code in LANGUAGES if any(each.language == code for each in made)]
    wanted = (request.GET.get("language", ""), said.language, *known)
    shown_in = next((code for code in wanted if code in known), "")
    shown = {each.key: each for each in made if each.language == shown_in}
    names = service_names(matter_of(one).new, said.language)
    found = {group.owed: group.earliest for group in forecast_of(one, now).groups}
    rows = [
        {
            "size": group.size, "owed": owed_words(group.owed, said), "text": _example(shown.get(group.group.key)),
            "services": ", ".join(names.get(each, each) for each in group.group.services),
            "earliest": found.get(group.owed), "agreement": group.group.agreement,
        }
        for group in groups
    ]  # fmt: skip
    return case_page(
        request, "texts.html", one, "texts", notice=notice, rows=rows, languages=known, shown_in=shown_in,
        notices=notices_of(one), may_write=may(request, "cases.write"), may_approve=may(request, "registers.publish"),
        is_over=_is_over(one), has_open=any(group.owed.open for group in groups),
    )  # fmt: skip


def _example(text: NoticeText | None) -> dict[str, Any] | None:
    """A text as somebody would get it, with marks where each recipient's own stand."""
    if text is None:
        return None
    said = words()
    own = {name: f"[{said(f'web.changes.place.{name}')}]" for name in ("customer", "link", "reply")}
    parts = [parts_of(one) for one in (text.subject, text.text)]
    return {"subject": filled(parts[0], own), "text": filled(parts[1], own), "sha256": text.sha256}
