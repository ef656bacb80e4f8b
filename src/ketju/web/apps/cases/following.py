"""What publishing asks of cases, and what a published version does to them.

A draft that customers are owed notice of is published only with a case whose notice is out and whose companies' gates
are open, and shows nothing as in use that is not. Versions that were published elsewhere before, and changes that
nobody is owed notice of, are free.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from ketju.core.register.status import status_of
from ketju.web.apps.cases.gating import Gating
from ketju.web.apps.cases.holdings import Holdings
from ketju.web.apps.cases.matter import GONE, digest_of, is_owed, matter_of_draft
from ketju.web.apps.cases.models import CaseChange, Engagement
from ketju.web.apps.cases.problems import DraftChanged, GatesShut, NoticeNeeded
from ketju.web.apps.cases.writes.dating import check_shown
from ketju.web.apps.cases.writes.ending import ask_where_ended
from ketju.web.apps.registers.content import register_of
from ketju.web.apps.registers.models import Draft, Version
from ketju.web.apps.registers.reads_changes import changes_in
from ketju.web.apps.registers.writes.publishing import ELSEWHERE
from ketju.web.base.access.zones import day_of


def needs_case(draft: Draft, version: Version, at: datetime) -> None:
    """Whether a draft may be published: see above. Raises NoticeNeeded, DraftChanged, GatesShut, ShownTooEarly."""
    if not settings.NOTICE_BEFORE_PUBLISHING or draft.kind in ELSEWHERE:
        return
    owed = owed_count(draft, version, at)
    if not owed:
        return
    case = (
        CaseChange.objects.filter(draft=draft, withdrawn_at=None)
        .select_related("processor", "draft__base")
        .first()
    )
    if case is None or case.announced_at is None:
        raise NoticeNeeded(count=owed)
    if digest_of(matter_of_draft(draft)) != case.digest:
        raise DraftChanged
    gating = Gating(case, at)
    here = gating.instant(at)
    shut = [gate.kind for gates in gating.by_entry.values() for gate in gates if not gate.is_open(here)]
    if shut:
        raise GatesShut(gates=", ".join(dict.fromkeys(shut)))
    check_shown(case, at)


def rests_on(draft: Draft) -> bool:
    """Whether a change that is under way rests on a draft."""
    return CaseChange.objects.filter(draft=draft, withdrawn_at=None).exists()


def owed_count(draft: Draft, version: Version, at: datetime) -> int:
    """How many changes of a version some customer is owed notice of, by law or by an agreement of the processor."""
    changes = [one for one in changes_in(version.changes) if one.notice.owed != "no" or one.kind in GONE]
    if not changes or all(one.notice.owed == "yes" for one in changes):
        return len(changes)
    holdings = Holdings(draft.processor, day_of(at, draft.processor.zone))
    owed = [*(holdings.owed(one) for one in (*holdings.versions, None)), *holdings.owed_besides()]
    return sum(any(is_owed(change, one) for one in owed) for change in changes)


def follow(version: Version, at: datetime) -> None:
    """Keep which version a case became; note which engagements began and which ended with it."""
    CaseChange.objects.filter(draft__version=version).update(version=version)
    used = {
        one.id
        for one in register_of(version).entries
        if one.role == "processor" and status_of(one, version.on) != "ended"
    }
    known = Engagement.objects.filter(register=version.register_id)
    known.filter(ended_on=None).exclude(entry__in=used).update(ended_on=version.on)
    known.filter(ended_on__isnull=False, entry__in=used).update(ended_on=None)
    rows = (
        Engagement(
            processor_id=version.processor_id, register_id=version.register_id, entry=entry, created_at=at,
            is_opening=version.kind in ELSEWHERE or version.number == 1,
        )
        for entry in sorted(used)
    )  # fmt: skip
    Engagement.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    ask_where_ended(at)
