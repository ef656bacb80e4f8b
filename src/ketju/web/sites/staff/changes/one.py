"""One change: what changes, what happens next, the forecast, gates, texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

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
    names_of,
    notices_of,
    service_names,
)
from ketju.web.apps.cases.reads_told import recipients_words
from ketju.web.apps.cases.wording import curve_of_steps, gates_in, owed_words, told_in, working_in
from ketju.web.apps.cases.writes.closing import open_things
from ketju.web.apps.cases.writes.dating import is_shown_early
from ketju.web.apps.cases.writes.risking import exits_in, risk_of, unallowed
from ketju.web.apps.notices.filling import PLACES, filled, parts_of
from ketju.web.apps.notices.models import NoticeText
from ketju.web.base.access.zones import day_of
from ketju.web.sites.staff.acting import may, words
from ketju.web.sites.staff.changes.forms import (
    AccessForm,
    ApproveForm,
    EvidenceForm,
    PlanForm,
    ReasonForm,
    RiskForm,
    WaiverForm,
    WrongForm,
)
from ketju.web.sites.staff.changes.frame import case_of, case_page, here, note_read, others_approve


@require_safe
def show(request: HttpRequest, change: str) -> HttpResponse:
    """What changes, how it stands, what happens next, and the forecast while customers were not told."""
    one, said, now = case_of(request, change), words(), timezone.now()
    held, notices = groups_of(one), notices_of(one)
    notice = next((each for each in notices if each.number == 1), None)
    (card,) = cards_of([one], [each.owed for each in held])
    found = forecast_of(one, now, held) if one.announced_at is None and not _is_over(one) else None
    working = [(group, working_in(group.earliest, said)) for group in found.groups] if found else []
    told_by = notice_behind(one) if one.supplier_told_at else None
    risk = risk_of(one) if one.is_emergency else None
    return case_page(
        request, "show.html", one, "show", risk=risk, exits=exits_in(risk).get(said.language, ""), told_by=told_by,
        told_slack=_slack(told_by, now), passed=one.object_by is not None and one.object_by <= now,
        open_things=open_things(one, now) if one.announced_at or one.withdrawn_at else (),
        frozen=FrozenEvidence.objects.filter(change=one).defer("text", "pdf").first() if one.closed_at else None,
        card=card, told=told_in(matter_of(one), said), notice=notice, notices=notices,
        curve=curve_of_steps(found.steps if found else card.steps, card.customers, said), forecast=found,
        working=[
            (group, (*owed_words(group.owed, said), recipients_words(group.owed, said)), lines)
            for group, lines in working
        ],
        may_write=may(request, "cases.write"), may_approve=may(request, "registers.publish"),
        is_over=_is_over(one), plan=_plan_form(one),
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


@require_safe
def gates(request: HttpRequest, change: str) -> HttpResponse:
    """The gates of each company: what they wait for, why, who can open them, and the forms for it."""
    return gates_page(request, case_of(request, change))


def gates_page(
    request: HttpRequest, one: CaseChange, refused: Mapping[tuple[str, str], object] | None = None
) -> HttpResponse:
    """The page of gates; ``refused`` are forms with what is wrong in them, by engagement and name."""
    said, now, wrong = words(), timezone.now(), dict(refused or {})
    gating, slacks, rows = Gating(one, now), Slacks(one.processor, now), []
    risk = risk_of(one) if one.is_emergency else None
    people = {each.by.public_id: each.by.name for each in gating.waivers_given}
    for entry, found in gating.by_entry.items():
        engagement, known = gating.engagements.get(entry), gating.matter.entry(entry)
        key = engagement.public_id if engagement else ""
        mapped = engagement.mapping if engagement else {}
        shown = gates_in(found, here(one.processor, now), said, people)
        rows.append({
            "name": known.name if known else entry, "gates": shown, "entry": entry,
            "lacks": known is not None and one.draft is not None and one.version_id is None
            and any(gate.kind == "contact" and gate.state == "shut" for gate in shown),
            "engagement": engagement, "slack": slacks.of(engagement) if engagement else None,
            "evidence": gating.evidence.get(engagement.pk, [])[::-1] if engagement else [],
            "evidence_form": wrong.get((key, "evidence")) or EvidenceForm(prefix=f"e-{key}"),
            "access_form": wrong.get((key, "access")) or AccessForm(prefix=f"a-{key}", initial=_access(engagement)),
            "clauses": [(name, parameter_words(name), mapped.get(name, "")) for name in gating.asked],
        })  # fmt: skip
    whose = names_of(one.processor, (each.customer for each in gating.waivers_given if each.customer))
    note_read(request, len(whose))
    return case_page(
        request, "gates.html", one, "gates", status=422 if wrong else 200, rows=rows,
        waivers=[(each, whose.get(each.customer, each.customer)) for each in gating.waivers_given],
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
    return texts_page(request, case_of(request, change))


def approve_form(one: CaseChange, data: Mapping[str, object] | None = None) -> ApproveForm:
    """The form to approve a notice, which knows whether the list can be published with it."""
    return ApproveForm(data, is_early=is_shown_early(one, timezone.now()))


def texts_page(request: HttpRequest, one: CaseChange, refused: ApproveForm | None = None) -> HttpResponse:
    """The page of texts; ``refused`` is an approval with what is wrong in it."""
    said, now = words(), timezone.now()
    notices, groups = notices_of(one), groups_of(one)
    notice = next((each for each in notices if each.number == 1), None)
    made = [each for each in texts_of(one) if notice is not None and each.notice_id == notice.pk]
    known = [code for code in LANGUAGES if any(each.language == code for each in made)]
    wanted = (request.GET.get("language", ""), said.language, *known)
    shown_in = next((code for code in wanted if code in known), "")
    shown = {each.key: example_of(each) for each in made if each.language == shown_in}
    names = service_names(matter_of(one).new, one.processor, said.language)
    planned = () if one.announced_at else forecast_of(one, now, groups).groups
    found = {group.owed: group.earliest for group in planned}
    rows = [
        {
            "size": group.size, "owed": owed_words(group.owed, said), "text": shown.get(group.group.key),
            "services": ", ".join(names.get(each, each) for each in group.group.services),
            "earliest": found.get(group.owed), "agreement": group.group.agreement,
        }
        for group in groups
    ]  # fmt: skip
    approving = refused or (None if one.announced_at or one.approved_at else approve_form(one))
    return case_page(
        request, "texts.html", one, "texts", status=422 if refused else 200, approving=approving,
        notice=notice, rows=rows, languages=known, shown_in=shown_in,
        notices=notices, may_write=may(request, "cases.write"), may_approve=may(request, "registers.publish"),
        others_approve=[] if approving is None else others_approve(request, one.processor, one.owner_id),
        is_over=_is_over(one), has_open=any(group.owed.open for group in groups),
    )  # fmt: skip


def example_of(text: NoticeText) -> dict[str, Any]:
    """A text as somebody would get it, with marks where each recipient's own stand."""
    said = words()
    own = {name: f"[{said(f'web.changes.place.{name}')}]" for name in PLACES}
    shown = {
        name: filled(parts_of(getattr(text, name)), own) for name in ("subject", "text", "shown", "paper")
    }
    return {**shown, "sha256": text.sha256}
