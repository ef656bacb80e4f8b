"""The evidence of a change: versions with hashes, texts as sent, facts of delivery, how windows were computed,
objections, approvals, gates. For one customer or for all; as JSON with a hash of its own, and as PDF.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from ketju.core.cases.gates import Gate
from ketju.core.periods.instants import Instant
from ketju.formats.writers.paper import paper_of
from ketju.text.render import Phrasebook
from ketju.web.apps.agreements.layers import standing_deviations
from ketju.web.apps.cases.evidence_lines import blocks_of
from ketju.web.apps.cases.evidence_talks import iso, objections_in_pack
from ketju.web.apps.cases.evidence_workings import Workings
from ketju.web.apps.cases.facts import facts_of
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.models import (
    Authorisation,
    CaseChange,
    GateWaiver,
    RiskDecision,
    SupplierNotice,
    TookEffect,
    Touched,
)
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import acts_of, gates_of_customer
from ketju.web.apps.cases.proving import proof_of
from ketju.web.apps.cases.reads_apart import ServicePlace, services_apart
from ketju.web.apps.cases.reads_desk import authorisations_of
from ketju.web.apps.cases.standing import NOTHING, Standings
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models import Version
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor, audited

FORM = "ketju-evidence/1"
MOST = 1000
"""A pack for everybody lists so many customers one by one; ``count`` is how many there are."""


def evidence_pack(
    *, by: Actor, at: datetime, change: CaseChange, customer: Customer | None = None
) -> dict[str, Any]:
    """The evidence of a change as plain data, and the entry of the audit trail that it was taken out.

    ``sha256`` is that of everything else in it, as JSON with sorted keys.
    """
    with transaction.atomic():
        found = plain_pack(change, customer, at)
        found["publishing"]["later_why"] = change.later_why
        audited(
            by, "changes.export", "change", at=at, processor=change.processor,
            customer=customer.public_id if customer else "", subject=change.public_id,
            count=max(len(found["customers"]), 1),
        )  # fmt: skip
    found["sha256"] = digest_of_pack(found)
    return found


def digest_of_pack(pack: dict[str, Any]) -> str:
    """The SHA-256 of a pack without its own."""
    rest = {name: value for name, value in pack.items() if name != "sha256"}
    return hashlib.sha256(_json(rest, sort_keys=True)).hexdigest()


def json_of_pack(pack: dict[str, Any]) -> bytes:
    """A pack as a file."""
    return _json(pack, indent=1)


def pdf_of_pack(pack: dict[str, Any], phrases: Phrasebook) -> bytes:
    """A pack as tagged PDF: texts as sent, facts with when and what, how dates were found. Raises WriterMissing."""
    title = phrases("web.cases.pack.title", title=pack["change"]["title"])
    zone = phrases("web.bottom.zone", zone=pack["zone"])
    footer = f"{pack['processor']} · {pack['made_at'][:10]} · {zone} · SHA-256 {pack['sha256']}"
    blocks = [*blocks_of(pack, phrases)]
    return paper_of(title, blocks, author=str(pack["processor"]), language=phrases.language, footer=footer)


def _json(data: object, **options: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, **options).encode()


def plain_pack(change: CaseChange, customer: Customer | None, at: datetime) -> dict[str, Any]:
    """The evidence of a change for one customer, or for all, without its hash."""
    places = (
        Touched.objects.filter(change=change)
        .select_related("customer", "group__agreement", "change__processor")
        .prefetch_related("before__group")
        .order_by("pk")
    )
    if customer is not None:
        places = places.filter(customer=customer)
    shown = list(places[:MOST])
    numbers = [one.customer_id for one in shown]
    keys = {one.group.key for one in shown}
    if customer is not None:
        got = NoticeText.objects.filter(deliveries__customer=customer, notice__about=change.public_id)
        keys |= set(got.values_list("key", flat=True))
    gating = Gating(change, at)
    standings = Standings(gating, change.groups.filter(touched__in=places).distinct())
    facts, acts, workings = facts_of(change, numbers), acts_of(change, numbers), Workings()
    return {
        "form": FORM, "made_at": iso(at), "processor": change.processor.name, "zone": change.processor.zone,
        "change": _change(change), "versions": _versions(change),
        "notices": [_notice(one, keys if customer else None) for one in _notices(change)],
        "gates": {entry: _gates(gates) for entry, gates in gating.by_entry.items()},
        "waivers": list(_waivers(change, customer)), "risk": _risk(change), "supplier": _supplier(change),
        "approval": {
            "at": iso(change.approved_at), "own": change.is_own_approval, "digest": change.digest,
            "by": change.approved_by.public_id if change.approved_by else "",
        },
        "publishing": {
            "with_notice": change.is_published_with,
            "published_at": iso(change.version.published_at if change.version else None),
            "later_why_sha256": hashlib.sha256(change.later_why.encode()).hexdigest() if change.later_why else "",
        },
        "customers": [_customer(change, one, standings, facts, acts, at, workings) for one in shown],
        "workings": workings.rows, "count": places.count(),
        "objections": objections_in_pack(change, customer),
    }  # fmt: skip


def _change(change: CaseChange) -> dict[str, Any]:
    return {
        "id": change.public_id, "title": change.title, "rollout": change.rollout, "emergency": change.is_emergency,
        "planned_at": iso(change.planned_at), "announced_at": iso(change.announced_at),
        "withdrawn_at": iso(change.withdrawn_at), "closed_at": iso(change.closed_at), "outcome": change.outcome,
        "closed_by": change.closed_by.public_id if change.closed_by else "", "digest": change.digest,
        "changes": json.loads(change.changes or "[]"),
    }  # fmt: skip


def _versions(change: CaseChange) -> list[dict[str, Any]]:
    base = change.draft.base if change.draft else None
    return [
        _version(role, one) for role, one in (("before", base), ("after", change.version)) if one is not None
    ]


def _version(role: str, version: Version) -> dict[str, Any]:
    return {
        "role": role, "id": version.public_id, "number": version.number, "on": version.on.isoformat(),
        "content_sha256": version.content_hash, "public_sha256": version.public_hash,
    }  # fmt: skip


def _notices(change: CaseChange) -> Iterable[Notice]:
    return Notice.objects.filter(about=change.public_id).select_related("approved_by").order_by("number")


def _notice(notice: Notice, keys: set[str] | None) -> dict[str, Any]:
    texts = notice.texts.all() if keys is None else notice.texts.filter(key__in=keys)
    return {
        "id": notice.public_id, "number": notice.number, "kind": notice.kind, "digest": notice.digest,
        "prepared_at": iso(notice.prepared_at), "approved_at": iso(notice.approved_at),
        "approved_by": notice.approved_by.public_id if notice.approved_by else "",
        "own_approval": notice.is_own_approval, "tested_at": iso(notice.tested_at),
        "released_at": iso(notice.released_at), "messages": notice.written,
        "texts": [
            {"group": one.key, "language": one.language, "subject": one.subject, "text": one.text, "html": one.html,
             "paper": one.paper, "shown": one.shown, "sha256": one.sha256}
            for one in texts
        ],
    }  # fmt: skip


def _waivers(change: CaseChange, customer: Customer | None) -> Iterable[dict[str, Any]]:
    rows = GateWaiver.objects.filter(change=change.public_id).select_related("by")
    if customer is not None:
        rows = rows.filter(customer__in=("", customer.public_id))
    for one in rows:
        yield {
            "gate": one.gate, "customer": one.customer, "reason": one.reason, "basis": one.basis,
            "by": one.by.public_id, "at": iso(one.at),
        }  # fmt: skip


def _risk(change: CaseChange) -> dict[str, Any]:
    """Who took the risk of an emergency that terms do not allow, why, and the way out; {} where nobody did."""
    one = RiskDecision.objects.filter(change=change).select_related("by").first()
    if one is None:
        return {}
    return {
        "by": one.by.public_id, "by_name": str(one.by_name), "reason": str(one.reason), "exits": str(one.exits),
        "at": iso(one.at),
    }  # fmt: skip


def _supplier(change: CaseChange) -> dict[str, Any]:
    """When the supplier told of its change, and the document that shows it."""
    one = SupplierNotice.objects.filter(change=change).select_related("attachment").first()
    return {
        "told_at": iso(change.supplier_told_at), "from": iso(change.supplier_from), "object_by": iso(change.object_by),
        "notice": one.public_id if one else "", "channel": one.channel if one else "",
        "document_sha256": one.attachment.sha256 if one and one.attachment else "",
    }  # fmt: skip


def _customer(
    change: CaseChange, place: Touched, standings: Standings, facts: dict[int, Any], acts: dict[int, Any], at: datetime,
    workings: Workings,
) -> dict[str, Any]:  # fmt: skip
    known = facts.get(place.customer_id, [])
    base = acts.get(place.customer_id, NOTHING)
    key = standings.key_of(
        place.group_id, known, base._replace(
            joined=place.joined_at, consented=place.consented_at, condition=place.condition_at
        )
    )  # fmt: skip
    earliest = standings.told(key).earliest
    rows = Delivery.objects.filter(notice__about=change.public_id, customer=place.customer_id).select_related(
        "contact"
    )
    agreement = place.group.agreement
    return {
        "id": place.customer.public_id, "group": place.group.key, "language": place.language, "reach": place.reach,
        "agreement": f"{agreement.slug} {agreement.version}" if agreement else "", "owed": place.group.owed,
        "agreement_sha256": agreement.sha256 if agreement else "",
        "besides": list(_besides(place.customer_id, change, at)), "entries": place.group.entries,
        "services": place.group.services, "doubts": place.group.doubts,
        "deliveries": [_delivery(one) for one in rows], "delivered_at": iso(place.delivered_at),
        "proof": proof_of(known, owed_in(place.group.owed), rows, place),
        "notice": workings.of(earliest.notice), "window": workings.of(earliest.window), "binding": earliest.binding,
        "window_ends": iso(place.window_ends), "free_at": iso(place.free_at), "waits": place.waits,
        "joined_at": iso(place.joined_at), "consented_at": iso(place.consented_at),
        "condition_at": iso(place.condition_at), "effective_at": iso(place.effective_at),
        "excluded": place.is_excluded, "widened_at": iso(place.widened_at),
        "before": [_before(one) for one in place.before.all()],
        "gates": _gates(gates_of_customer(change, place.customer_id, at)),
        "services_apart": [_apart(each) for each in services_apart(place, at)],
        "authorisations": [_authorisation(one) for one in authorisations_of(change, place.customer)],
    }  # fmt: skip


def _before(one: TookEffect) -> dict[str, Any]:
    return {
        "group": one.group.key, "entries": one.group.entries, "services": one.services, "since": iso(one.since),
        "notice": one.notice, "delivered_at": iso(one.delivered_at), "joined_at": iso(one.joined_at),
    }  # fmt: skip


def _apart(one: ServicePlace) -> dict[str, Any]:
    row = one.row
    return {
        "service": row.service, "free_at": iso(row.free_at), "waits": row.waits, "excluded": row.is_excluded,
        "effective_at": iso(row.effective_at), "gates": _gates(one.gates),
    }  # fmt: skip


def _authorisation(one: Authorisation) -> dict[str, Any]:
    return {
        "id": one.public_id, "given": one.is_given, "channel": one.channel, "document": one.document,
        "by_name": one.by_name, "said_at": iso(one.said_at), "recorded_at": iso(one.recorded_at),
        "by": one.by.public_id if one.by else "",
    }  # fmt: skip


def _besides(customer: int, change: CaseChange, at: datetime) -> Iterable[dict[str, Any]]:
    """What a customer had agreed besides its agreement when the change was planned."""
    on = day_of(change.counted_at or at, change.processor.zone)
    for one in (
        standing_deviations(on).filter(customer=customer).select_related("letter").defer("letter__data")
    ):
        yield {
            "id": one.public_id, "parameter": one.parameter, "value": one.value, "basis": one.basis,
            "document": one.document, "document_sha256": one.letter.sha256 if one.letter else "",
            "signed_on": iso(one.signed_on), "first": iso(one.first), "last": iso(one.last),
        }  # fmt: skip


def _delivery(one: Delivery) -> dict[str, Any]:
    times = ("sent_at", "accepted_at", "bounced_at", "failed_at", "displayed_at", "acknowledged_at", "posted_at",
             "returned_at", "complained_at")  # fmt: skip
    facts = {name: iso(getattr(one, name)) for name in times if getattr(one, name) is not None}
    return {
        "id": one.public_id, "channel": one.channel, "main_user": one.is_main_user, "attempts": one.attempts,
        "contact": one.contact.public_id if one.contact else "", "failure": one.failure, "why": one.why,
        "accepted_by": one.accepted_by, "displayed_by": one.displayed_by, **facts,
    }  # fmt: skip


def _gates(gates: Iterable[Gate]) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind, "opens": _instant(one.opens), "ends": _instant(one.ends), "waits": one.waits,
            "params": dict(one.params), "basis": list(one.basis), "opener": one.opener,
            "waived_by": one.waiver.by if one.waiver else "",
        }
        for one in gates
    ]  # fmt: skip


def _instant(value: Instant | None) -> str:
    return str(value) if value is not None else ""
