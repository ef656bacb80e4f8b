"""Companies that are engaged, for browser tests: notices of one, and another that ended and whose place is in doubt."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ketju.web.apps.cases.models import EndProof, Engagement, Recheck
from ketju.web.apps.cases.writes.supplying import Said, record_supplier_notice
from ketju.web.apps.registers.models import Register
from ketju.web.base.audit.writing import Actor
from tests.web import here
from tests.web.cases.desk import SPRUCE


def fill_suppliers(by: Actor, register: Register) -> dict[str, str]:
    """The ids of what was made."""
    now, today = timezone.now(), here.today()
    spruce = Engagement.objects.get(register=register, entry=SPRUCE.id)
    came, holds = now - timedelta(days=2), now + timedelta(days=60)
    notice = Said(
        "notice",
        "mail",
        came,
        holds,
        now + timedelta(days=28),
        ("place", "data"),
        "We move to Virginia.",
        "US",
    )
    told = record_supplier_notice(by=by, at=now, engagement=spruce, said=notice)
    record_supplier_notice(
        by=by, at=now, engagement=spruce, said=Said("hint", "page", came, text="A new place")
    )
    over = Engagement.objects.create(
        processor=register.processor, register=register, entry="sequoia", created_at=now, ended_on=today
    )
    EndProof.objects.create(
        engagement=over, ended_on=today, due_on=today + timedelta(days=30), created_at=now
    )
    Recheck.objects.create(engagement=over, country="US", reason="uncovered", on=today, opened_at=now)
    return {"company": spruce.public_id, "company_over": over.public_id, "supplier_notice": told.public_id}
