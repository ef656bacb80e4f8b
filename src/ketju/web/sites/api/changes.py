"""Endpoints for changes of registers: how they stand, customer by customer, evidence, forecast; proposing and planning.

Approving and telling customers is done by people on the pages: a second person has to look at every text.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Status

from ketju.web.apps.cases.evidence_pack import evidence_pack, json_of_pack
from ketju.web.apps.cases.forecasting import earliest_permitted, forecast_of
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.reads import Card, case_named, changes_for, changes_of, customers_in, touched_named
from ketju.web.apps.cases.reads_cards import cards_of
from ketju.web.apps.cases.recipients_then import recipients_file
from ketju.web.apps.cases.wording import gates_in
from ketju.web.apps.cases.writes.planning import Supplier, plan_change, propose_change, reschedule
from ketju.web.apps.parties.reads import is_id
from ketju.web.base.access.zones import start_of
from ketju.web.base.audit.writing import audited
from ketju.web.sites.api import cases_shapes as shapes
from ketju.web.sites.api.doors import actor
from ketju.web.sites.api.drafts_shapes import EmptyIn
from ketju.web.sites.api.endpoints import endpoint
from ketju.web.sites.api.found import customer_at, draft_at, processor_of, said
from ketju.web.sites.api.problems import NotFound

router = Router(tags=["changes"])
READ, WRITE, CUSTOMERS = "cases.read", "cases.write", "customers.read"
_CASE = (
    "title", "rollout", "is_emergency", "planned_at", "approved_at", "announced_at", "withdrawn_at", "closed_at",
)  # fmt: skip
_CARD = (
    "customers", "delivered", "bounced", "unreachable", "objections", "late", "waiting", "in_effect", "excluded",
    "earliest", "latest",
)  # fmt: skip
_STAND = (
    "reach", "delivered_at", "window_ends", "free_at", "is_excluded", "joined_at", "consented_at", "effective_at",
)  # fmt: skip


def _case(request: HttpRequest, public_id: str) -> CaseChange:
    found = case_named(processor_of(request), public_id) if is_id(public_id) else None
    if found is None:
        raise NotFound
    return found


def _shown(card: Card) -> dict[str, Any]:
    one = card.change
    return {
        "id": one.public_id, "register_id": one.register.public_id,
        "draft_id": one.draft.public_id if one.draft else "", "version": one.version.number if one.version else None,
        **{name: getattr(one, name) for name in _CASE}, **{name: getattr(card, name) for name in _CARD},
    }  # fmt: skip


def _stand(one: Touched) -> dict[str, Any]:
    return {
        "customer": one.customer.public_id, **{name: getattr(one, name) for name in _STAND},
        "waits": [kind for kind in one.waits.split(",") if kind],
    }  # fmt: skip


def _note(request: HttpRequest, count: int, customer: str = "") -> None:
    if count:
        audited(
            actor(request), "customers.read", "customer", at=timezone.now(), processor=processor_of(request),
            customer=customer, fields=("change",), count=count,
        )  # fmt: skip


@endpoint(router, "GET", "/changes", READ, shapes.CasesOut)
def list_changes(request: HttpRequest, asked: Query[shapes.ChangesAsked]) -> Any:
    """Changes with the figures of their customers, the newest first."""
    rows = changes_of(processor_of(request)).order_by("-pk")
    if asked.state == "running":
        rows = rows.filter(withdrawn_at=None, closed_at=None)
    elif asked.state == "over":
        rows = rows.exclude(withdrawn_at=None, closed_at=None)
    if asked.after:
        rows = rows.filter(pk__lt=_case(request, asked.after).pk)
    found = list(rows[: asked.size + 1])
    shown = found[: asked.size]
    more = len(found) > asked.size
    return {
        "items": [_shown(card) for card in cards_of(shown)],
        "next": shown[-1].public_id if more else None,
    }


@endpoint(router, "POST", "/changes", WRITE, shapes.CaseOut, 201)
def propose(request: HttpRequest, payload: shapes.ProposeIn) -> Any:
    """Propose a change from an open draft, and plan it. A day that is too early is refused with the earliest one."""
    draft, processor = draft_at(request, payload.draft_id), processor_of(request)
    planned, told, starts = (
        start_of(day, processor) if day else None
        for day in (payload.planned_on, payload.supplier_told_on, payload.supplier_from)
    )
    made = propose_change(
        by=actor(request), at=timezone.now(), draft=draft, title=payload.title, rollout=payload.rollout,
        planned_at=planned, supplier=Supplier(told, starts), is_emergency=payload.is_emergency,
    )  # fmt: skip
    return Status(201, _shown(cards_of([_case(request, made.public_id)])[0]))


@endpoint(router, "GET", "/changes/{change_id}", READ, shapes.CaseOut)
def get_change(request: HttpRequest, change_id: str) -> Any:
    """A change with the figures of its customers."""
    return _shown(cards_of([_case(request, change_id)])[0])


@endpoint(router, "POST", "/changes/{change_id}/plan", WRITE, shapes.CaseOut)
def plan(request: HttpRequest, change_id: str, payload: EmptyIn) -> Any:
    """Compute a change anew from its draft. An approval of something else falls."""
    plan_change(by=actor(request), at=timezone.now(), change=_case(request, change_id))
    return get_change(request, change_id)


@endpoint(router, "POST", "/changes/{change_id}/move", WRITE, shapes.CaseOut)
def move(request: HttpRequest, change_id: str, payload: shapes.MoveIn) -> Any:
    """Plan a change for another day, or another way to take effect."""
    one = _case(request, change_id)
    reschedule(
        by=actor(request), at=timezone.now(), change=one, planned_at=start_of(payload.planned_on, one.processor),
        rollout=payload.rollout or "", is_emergency=payload.is_emergency,
    )  # fmt: skip
    return get_change(request, change_id)


@endpoint(router, "GET", "/changes/{change_id}/gates", READ, shapes.CaseGatesOut)
def list_gates(request: HttpRequest, change_id: str) -> Any:
    """The gates of the companies of a change: what each waits for, and what it rests on."""
    gating, book = Gating(_case(request, change_id), now := timezone.now()), said()
    here = gating.instant(now)
    items = [
        {
            "entry": entry,
            "gates": [
                {
                    "kind": one.kind, "is_open": one.is_open(here), "basis": list(one.basis),
                    "waits": gates_in([one], here, book)[0].waits,
                }
                for one in gates
            ],
        }
        for entry, gates in gating.by_entry.items()
    ]  # fmt: skip
    return {"items": items}


@endpoint(router, "GET", "/changes/{change_id}/forecast", READ, shapes.ForecastOut)
def get_forecast(request: HttpRequest, change_id: str, asked: Query[shapes.ForecastAsked]) -> Any:
    """How many customers are free on which day if notice goes out at an instant and is delivered at once."""
    one, sent = _case(request, change_id), asked.sent_at or timezone.now()
    found = forecast_of(one, sent)
    return {
        "sent_at": sent, "unknown": dict(found.unknown), "all_free": found.all_free.utc if found.all_free else None,
        "steps": [{"day": step.day, "count": step.count, "total": step.total} for step in found.steps],
        "earliest_permitted": earliest_permitted(one, sent).utc,
    }  # fmt: skip


@endpoint(router, "GET", "/changes/{change_id}/evidence", READ, dict[str, Any])
def get_evidence(request: HttpRequest, change_id: str, asked: Query[shapes.EvidenceAsked]) -> Any:
    """The evidence of a change, for one customer or for all, with a hash of its own. It is noted as taken out."""
    one = _case(request, change_id)
    customer = customer_at(request, asked.customer) if asked.customer else None
    pack = evidence_pack(by=actor(request), at=timezone.now(), change=one, customer=customer)
    return HttpResponse(json_of_pack(pack), content_type="application/json; charset=utf-8")


@endpoint(router, "GET", "/changes/{change_id}/customers", READ, shapes.StandsOut)
def list_standing(request: HttpRequest, change_id: str, asked: Query[shapes.CustomersAsked]) -> Any:
    """The customers of a change by their ids, and where each stands."""
    rows, more = customers_in(_case(request, change_id), asked.state, asked.after, None, asked.size)
    _note(request, len(rows))
    return {"items": [_stand(one) for one in rows], "next": more or None}


@endpoint(router, "GET", "/changes/{change_id}/customers/{customer_id}", READ, shapes.StandOut)
def get_standing(request: HttpRequest, change_id: str, customer_id: str) -> Any:
    """Where one customer stands in a change."""
    one, customer = _case(request, change_id), customer_at(request, customer_id)
    found = touched_named(one.processor, one.public_id, customer.public_id)
    if found is None:
        raise NotFound
    _note(request, 1, customer.public_id)
    return _stand(found)


@endpoint(router, "GET", "/customers/{customer_id}/changes", READ, shapes.OfCustomersOut)
def list_changes_of_customer(request: HttpRequest, customer_id: str) -> Any:
    """The changes that a customer was told of, the newest first."""
    customer = customer_at(request, customer_id)
    rows = changes_for(customer)
    _note(request, 1, customer.public_id)
    items = []
    for one in rows:
        one.customer = customer
        told = {"change": one.change.public_id, "title": one.change.title}
        items.append({**told, "announced_at": one.change.announced_at, "stand": _stand(one)})
    return {"items": items}


@endpoint(router, "GET", "/customers/{customer_id}/sub-processors-at", CUSTOMERS, dict[str, Any])
def list_sub_processors_at(request: HttpRequest, customer_id: str, asked: Query[shapes.InstantAsked]) -> Any:
    """Who the sub-processors of a customer were at an instant: since when, on which notice, authorised how."""
    customer, now = customer_at(request, customer_id), timezone.now()
    data = recipients_file(by=actor(request), at=now, customer=customer, instant=asked.at or now)
    return json.loads(data)
