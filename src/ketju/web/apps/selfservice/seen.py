"""Who saw a customer's data: by role, purpose and time. Names of the processor's people stay inside (D-177)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.roles import ROLES, side_of
from ketju.web.base.audit.models import AuditEntry

PAGE = 50


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the customer is shown it. ``side``: staff, customer or machine; ``verb``: read, write and so on."""

    at: datetime
    side: str
    role: str
    verb: str
    kind: str
    fields: tuple[str, ...]
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of acts; ``older`` is where the next page begins, 0 for none."""

    shown: tuple[Act, ...]
    older: int


def acts_about(customer: Customer, before: int = 0) -> Acts:
    """A page of what was done with the customer's data, the newest first."""
    held = AuditEntry.objects.filter(processor=customer.processor, customer=customer.public_id)
    held = held.filter(pk__lt=before) if before else held
    found = list(held.order_by("-id")[: PAGE + 1])
    return Acts(tuple(map(_act, found[:PAGE])), found[PAGE - 1].pk if len(found) > PAGE else 0)


def _act(entry: AuditEntry) -> Act:
    side = side_of(entry.role) if entry.role in ROLES else entry.actor_kind
    verb = entry.action.rpartition(".")[2]
    fields = tuple(filter(None, entry.fields.split(",")))
    return Act(entry.at, side, entry.role, verb, entry.kind, fields, entry.reason, entry.count)
