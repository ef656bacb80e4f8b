"""The waivers of what is published are kept by their last day, in the transaction in which a version is published."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db import transaction

from ketju.core.model.date import last_day
from ketju.web.apps.registers.content import FACTS, Record, record_from, register_of
from ketju.web.apps.registers.models import Draft, RunningWaiver, Version
from ketju.web.apps.registers.writes.editing import save_record
from ketju.web.apps.registers.writes.publishing import published
from ketju.web.base.audit.writing import Actor


def note_waivers(version: Version, at: datetime) -> None:
    """Keep the waivers of a version by rule, owner and last day, instead of those of the version before it."""
    RunningWaiver.objects.filter(register=version.register_id).delete()
    found = Counter((one.rule, one.owner, date(*last_day(one.until))) for one in register_of(version).waivers)
    RunningWaiver.objects.bulk_create(
        RunningWaiver(register_id=version.register_id, rule=rule, entries=count, owner=owner, until=until)
        for (rule, owner, until), count in found.items()
    )


def end_waiver(*, by: Actor, at: datetime, draft: Draft, number: int, rule: str) -> bool:
    """Nobody answers any more: the waiver with this place and rule is taken out; False where there is none. Raises
    DraftClosed, KeptInGit.
    """
    with transaction.atomic():
        facts = draft.records.filter(kind=FACTS).first()
        data = record_from(facts).data if facts else {}
        waivers = list(data.get("waivers", []))
        if number >= len(waivers) or waivers[number]["rule"] != rule:
            return False
        del waivers[number]
        wanted = (
            {**data, "waivers": waivers} if waivers else {k: v for k, v in data.items() if k != "waivers"}
        )
        save_record(by=by, at=at, draft=draft, record=Record(FACTS, "", wanted), opened=data)
    return True


published.append(note_waivers)
