"""Many entries of a draft are accepted at once: those that nothing speaks against."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.problems import DraftClosed
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.base.audit.writing import Actor, audited


def accept_sure(*, by: Actor, at: datetime, draft: Draft, besides: Collection[str]) -> int:
    """Accept every entry without a guessed value that nobody looked at yet, besides some. Raises DraftClosed."""
    with transaction.atomic():
        found = Draft.objects.select_for_update().select_related("processor").get(pk=draft.pk)
        if found.state not in OPEN:
            raise DraftClosed
        rows = found.records.filter(kind="entries", review="", doubts=0).exclude(slug__in=besides)
        count = rows.update(review="accepted")
        if count:
            audited(
                by, "drafts.review", "draft", at=at, processor=found.processor, subject=found.public_id,
                fields=("entries",), count=count,
            )  # fmt: skip
    return count
