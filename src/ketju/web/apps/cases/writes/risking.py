"""An emergency: a named person takes the risk where customers' terms do not allow it, and opens gates; never silently.

Both stay on record for ever: on the case, in the portal, in the evidence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ketju.core.cases.gates import WAIVABLE
from ketju.text.render import LANGUAGES
from ketju.web.apps.cases.models import CaseChange, GateWaiver, RiskDecision, Touched
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.problems import (
    AlreadyDecided,
    NoEmergency,
    NotAnnounced,
    NotTouched,
    NotWaivable,
    ReasonMissing,
    RiskUndecided,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.engaging import locked_running
from ketju.web.apps.notices.models import Notice
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.writing import Actor, audited

OF_TIME = frozenset({"window", "notice"})
"""Gates that are what customers are owed."""


def decide_risk(
    *, by: Actor, at: datetime, change: CaseChange, reason: str, exits: Mapping[str, str]
) -> RiskDecision:
    """Decide, by name, that a company is replaced at once although terms of customers do not allow it.

    ``exits`` say in each language what customers can do who do not accept it; they stand in the notice, which is to be
    made anew if it is made already. Raises NoEmergency, AlreadyDecided, ReasonMissing, CaseClosed.
    """
    said = {name: exits.get(name, "").strip() for name in LANGUAGES}
    if by.user is None or not reason.strip() or not all(said.values()):
        raise ReasonMissing
    with transaction.atomic():
        held = locked_running(change)
        if not held.is_emergency:
            raise NoEmergency
        if RiskDecision.objects.filter(change=held).exists():
            raise AlreadyDecided
        made = RiskDecision.objects.create(
            change=held, by=by.user, by_name=by.user.get_full_name(), reason=reason,
            exits=json.dumps(said, ensure_ascii=False), at=at,
        )  # fmt: skip
        Notice.objects.filter(about=held.public_id, released_at=None).update(
            prepared_at=None, approved_at=None, approved_by=None
        )
        CaseChange.objects.filter(pk=held.pk).update(approved_at=None, approved_by=None)
        audited(
            by, "changes.decided", "change", at=at, processor=held.processor, subject=held.public_id,
            fields=("risk",),
        )  # fmt: skip
    return made


def risk_of(change: CaseChange) -> RiskDecision | None:
    """The risk that somebody took for a case."""
    return RiskDecision.objects.filter(change=change).select_related("by").first()


def exits_in(risk: RiskDecision | None) -> dict[str, str]:
    """What customers can do who do not accept it, by language."""
    return dict(json.loads(str(risk.exits))) if risk else {}


def unallowed(change: CaseChange) -> int:
    """How many customers of an emergency have terms that give no shorter time for one."""
    groups = [one.pk for one in change.groups.all() if owed_in(one.owed).emergency is None]
    return Touched.objects.filter(change=change, group__in=groups).count() if groups else 0


def check_risk(change: CaseChange) -> None:
    """Whether an emergency is one that the terms of all customers allow, or that a named person answers for.

    Raises RiskUndecided with the number of customers whose terms do not allow it.
    """
    if change.is_emergency and risk_of(change) is None and (count := unallowed(change)):
        raise RiskUndecided(count=count)


def _check_told(change: CaseChange) -> None:
    if change.announced_at is None:
        raise NotAnnounced
    if risk_of(change) is None:
        raise RiskUndecided(count=unallowed(change))


def waive_gate(
    *,
    by: Actor,
    at: datetime,
    change: CaseChange,
    gate: str,
    reason: str,
    basis: str,
    customer: Customer | None = None,
) -> GateWaiver:
    """Open a gate in an emergency, by name and with reasons. It stays on record for ever.

    Only gates that are a matter of time or of looking can be opened, and only in a case that is an emergency. What is
    owed to customers is cut short only after they were told, and after a named person took the risk. Raises
    NotWaivable, ReasonMissing, NotTouched, NotAnnounced, RiskUndecided, CaseClosed.
    """
    if not reason.strip() or not basis.strip() or by.user is None:
        raise ReasonMissing
    with transaction.atomic():
        held = locked_running(change)
        if gate not in WAIVABLE or not held.is_emergency:
            raise NotWaivable(gate=gate)
        if gate in OF_TIME:
            _check_told(held)
        if customer is not None and not Touched.objects.filter(change=held, customer=customer).exists():
            raise NotTouched
        name = customer.public_id if customer else ""
        made = GateWaiver.objects.create(
            processor=held.processor, change=held.public_id, customer=name, gate=gate, reason=reason,
            basis=basis[:200], by=by.user, at=at,
        )  # fmt: skip
        audited(
            by, "gates.waive", "change", at=at, processor=held.processor, customer=name, subject=held.public_id,
            fields=(gate,),
        )  # fmt: skip
        project(held, at, [customer.pk] if customer else None)
    return made
