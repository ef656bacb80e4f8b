"""A draft is checked again after a change, so that everybody sees what holds now."""

from __future__ import annotations

from datetime import datetime

from ketju.core.problems import Problem
from ketju.web.apps.registers.models import Draft
from ketju.web.apps.registers.writes.publishing import check_draft
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor

CHECKED_AT_ONCE = 1000
"""A draft of so many records is checked again after every change; a larger one when somebody asks."""


def check_again(*, by: Actor, at: datetime, draft: Draft, always: bool = False) -> None:
    """Run the rules over a draft after a change; over a large one only if ``always``, which raises DraftClosed."""
    if not always and draft.records.count() > CHECKED_AT_ONCE:
        return
    try:
        check_draft(by=by, at=at, draft=draft, on=day_of(at, draft.processor.zone))
    except Problem:
        if always:
            raise
