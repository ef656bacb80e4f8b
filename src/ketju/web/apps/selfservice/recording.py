"""Note what was changed: an entry of the audit trail without values, and a correction with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.models import Correction
from ketju.web.base.audit.writing import Actor, audited

Values = Mapping[str, str]


def recorded(
    by: Actor, customer: Customer, kind: str, subject: str, before: Values, after: Values, *, at: datetime
) -> Correction | None:
    """The correction, in the transaction of the change; None where nothing was changed."""
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    if not names:
        return None
    changed = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    entry = audited(
        by, "portal.write", kind, at=at, processor=customer.processor, customer=customer.public_id,
        subject=subject, fields=names,
    )  # fmt: skip
    return Correction.objects.create(
        processor=customer.processor, customer=customer, entry=entry, kind=kind, subject=subject,
        held=json.dumps(changed, ensure_ascii=False), made_at=at, made_by=by.user,
    )  # fmt: skip
