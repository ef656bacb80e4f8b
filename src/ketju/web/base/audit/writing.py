"""Write entries of the audit trail, one by one or in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.storing import save_new

if TYPE_CHECKING:
    from ketju.web.base.accounts.models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in a role, a program with a token, or the machine itself. ``reason`` is why."""

    user: User | None = None
    kind: str = "person"
    role: str = ""
    reason: str = ""
    request_id: str = ""


MACHINE = Actor(kind="machine")
"""The machine itself: periodic work, imports of files by the operator."""


def audited(
    by: Actor,
    action: str,
    kind: str,
    *,
    at: datetime,
    processor: Processor | None = None,
    customer: str = "",
    subject: str = "",
    fields: Sequence[str] = (),
    count: int = 1,
) -> AuditEntry:
    """Note one act, in the transaction of the act itself."""
    entry = AuditEntry(
        **_columns(by, action, kind, at, processor), customer=customer, subject=subject,
        fields=_joined(fields), count=count,
    )  # fmt: skip
    save_new(entry)
    return entry


def audited_many(
    by: Actor,
    action: str,
    kind: str,
    things: Iterable[tuple[str, str]],
    *,
    at: datetime,
    processor: Processor | None = None,
    fields: Sequence[str] = (),
) -> None:
    """Note the same act for many things: (customer, subject) pairs of public ids."""
    columns = _columns(by, action, kind, at, processor)
    names = _joined(fields)
    entries = (AuditEntry(**columns, customer=cus, subject=sub, fields=names) for cus, sub in things)
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def _columns(
    by: Actor, action: str, kind: str, at: datetime, processor: Processor | None
) -> dict[str, object]:
    return {
        "actor": by.user,
        "actor_kind": by.kind,
        "role": by.role,
        "reason": by.reason[:200],
        "request_id": by.request_id,
        "action": action,
        "kind": kind,
        "processor": processor,
        "at": at,
    }


def _joined(fields: Sequence[str]) -> str:
    return ",".join(fields)[:500]
