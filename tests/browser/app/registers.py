"""Registers for browser tests: one with versions, a draft in review, a draft with errors, a document that is no list."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Waiver
from ketju.web.apps.registers.content import Record, record_from
from ketju.web.apps.registers.models import Draft, Register
from ketju.web.apps.registers.writes.drafting import begin_draft, draft_from_snapshot
from ketju.web.apps.registers.writes.editing import review_record, save_record
from ketju.web.apps.registers.writes.publishing import check_draft, publish, waive
from ketju.web.apps.registers.writes.receiving import add_register, read_snapshot, receive
from ketju.web.base.access.models import Processor
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from tests.web import here

LIST = """# Sub-processors of Kite

We tell customers 30 days before a new sub-processor begins.

| Company | Country | Purpose | Data | Transfer safeguard | Since |
| --- | --- | --- | --- | --- | --- |
| Cloudberry Hosting Oy | Finland | Servers and storage | name, e-mail address | | 2023-05 |
| Larch Mail GmbH | Frankfurt | Delivery of e-mail | e-mail address | | 2024-01-15 |
| Sequoia Support Inc. | United States | Support tickets (only if support is ordered) | name, IP address | Standard contractual clauses | 2025 |
| Rowan Backup AB | Sweden | Backups | | | |
"""


def fill_registers(kite: Processor, user: User) -> dict[str, str]:
    """The ids of what was made."""
    by, now, today = Actor(user=user, role="privacy-officer"), timezone.now(), here.today()
    register = add_register(
        by=by, at=now, processor=kite, slug="kept", languages=["en", "fi", "sv"],
        titles={"en": "Sub-processors", "fi": "Alikäsittelijät", "sv": "Underbiträden"},
    )  # fmt: skip
    first = _draft(by, register, LIST)
    until = PartialDate(today.year + (today.month == 12), today.month % 12 + 1, 1)
    waive(
        by=by, at=now, draft=first, waivers=[Waiver("data-missing", "Being asked for", "Aino Lehto", until)]
    )
    _publish(by, first, today, "The list as it is on our pages")
    second = begin_draft(by=by, at=now, register=register)
    _change(by, second, "larch-mail-gmbh", places=[{"code": "IE", "city": "Dublin"}], places_printed="Dublin")
    _publish(by, second, today, "The mail moves to Dublin")
    review = _draft(by, register, LIST.replace("Sweden", "Iceland"))
    review_record(by=by, at=now, draft=review, kind="entries", slug="rowan-backup-ab", review="accepted")
    _change(by, review, "cloudberry-hosting-oy", since="2026-02", until="2025-01")
    check_draft(by=by, at=now, draft=review, on=today)
    broken = receive(by=by, at=now, register=register, name="scan.pdf", data=b"%PDF-1.4 broken")
    read_snapshot(broken, now)
    none = receive(by=by, at=now, register=register, name="hours.txt", data=b"We are open from nine to five.")
    read_snapshot(none, now)
    return {
        "register": register.public_id, "draft": review.public_id, "broken": broken.public_id,
        "nothing": none.public_id, "read": str(review.snapshot and review.snapshot.public_id),
    }  # fmt: skip


def _draft(by: Actor, register: Register, text: str) -> Draft:
    now = timezone.now()
    snapshot = receive(by=by, at=now, register=register, name="list.md", data=text.encode())
    read_snapshot(snapshot, now)
    return draft_from_snapshot(by=by, at=now, snapshot=snapshot)


def _change(by: Actor, draft: Draft, slug: str, **values: object) -> None:
    record = record_from(draft.records.get(kind="entries", slug=slug))
    wanted = Record("entries", slug, record.data | values)
    save_record(by=by, at=timezone.now(), draft=draft, record=wanted, opened=record.data)


def _publish(by: Actor, draft: Draft, on: date, why: str) -> None:
    check_draft(by=by, at=timezone.now(), draft=draft, on=on)
    publish(by=by, at=timezone.now(), draft=draft, on=on, why=why, audience="TLP:CLEAR")
