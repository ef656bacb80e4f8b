"""Changes for browser tests: one that customers were told of, with an objection and a letter, and one that is planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone

from ketju.core.model.register import Entry
from ketju.core.model.register import Register as Content
from ketju.core.register.canonical import data_from_register
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion
from ketju.web.apps.cases.models import CaseChange, Engagement
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.announcing import announce, prepare_notice
from ketju.web.apps.cases.writes.engaging import approve_change, record_evidence
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection
from ketju.web.apps.cases.writes.planning import propose_change
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.content import Record
from ketju.web.apps.registers.models import Register
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.editing import save_record
from ketju.web.apps.services.models import Product, Service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import Actor
from tests.browser.app.suppliers import fill_suppliers
from tests.web.cases.desk import HEAD, SPRUCE, TERMS


@dataclass(frozen=True)
class Office:
    """Who makes changes to a list, and who approves them."""

    kite: Processor
    handler: Actor
    officer: Actor

    def propose(self, register: Register, entry: Entry, title: str) -> CaseChange:
        now = timezone.now()
        draft = begin_draft(by=self.officer, at=now, register=register)
        data = data_from_register(Content(entries=(entry,)), whole=True)["entries"][entry.id]
        save_record(
            by=self.officer, at=now, draft=draft, record=Record("entries", entry.id, data), opened=None
        )
        return propose_change(by=self.handler, at=now, draft=draft, title=title)

    def announce(self, change: CaseChange) -> None:
        now = timezone.now()
        found = Engagement.objects.get(register=change.register, entry=SPRUCE.id)
        for kind in ("due-diligence", "contract"):
            record_evidence(
                by=self.officer, at=now, engagement=found, kind=kind, name=kind, first=date(2026, 1, 1)
            )
        prepare_notice(by=self.handler, at=now, change=change, sent_at=now)
        change.refresh_from_db()
        approve_change(by=self.officer, at=now, change=change, digest=change.digest)
        announce(by=self.handler, at=now, change=change, leave_out_open=True)
        mail = Delivery.objects.filter(notice__about=change.public_id, channel="e-mail")
        mail.update(sent_at=now, accepted_at=now + timedelta(seconds=2), accepted_by="server")
        project(change, now)


def fill_changes(office: Office, harbour: Customer) -> dict[str, str]:
    """The ids of what was made."""
    kite, now = office.kite, timezone.now()
    thirty = AgreementVersion.objects.create(
        processor=kite, slug="mail", version="1", name="Mail terms", valid_from=date(2024, 1, 1),
        terms=HEAD.format(slug="mail") + TERMS["thirty"],
    )  # fmt: skip
    far = Customer.objects.create(
        processor=kite,
        name="Kirjekyyhky Oy",
        country="FI",
        language="fi",
        postal_address="Luoto 1\n00100 Helsinki",
    )
    mail = Product.objects.get(processor=kite, slug="mail")
    for one in (harbour, far):
        Service.objects.create(processor=kite, customer=one, product=mail, country="SE")
        Acceptance.objects.create(
            processor=kite, customer=one, agreement=thirty, by="x", accepted_at=now - timedelta(days=90)
        )
    register = Register.objects.get(processor=kite, slug="main")
    planned = office.propose(
        register, replace(SPRUCE, id="aspen", name="Aspen Filters AB"), "Aspen filters mail"
    )
    told = office.propose(register, SPRUCE, "Spruce for mail in the EU")
    office.announce(told)
    objection = receive_objection(
        by=office.handler, at=now, change=told, customer=harbour, channel="letter", received_at=now,
        text="We would rather not.", ground="place",
    )  # fmt: skip
    upheld = receive_objection(
        by=office.handler, at=now, change=told, customer=far, channel="letter", received_at=now, text="No.", ground=""
    )  # fmt: skip
    end_objection(by=office.handler, at=now, objection=upheld, outcome="upheld", reasons="They have reasons.")
    letter = Delivery.objects.get(notice__about=told.public_id, channel="letter")
    return {
        "change": told.public_id, "planned": planned.public_id, "objection": objection.public_id,
        "upheld": upheld.public_id, "far": far.public_id,
        "notice_letter": letter.public_id, "notice": letter.notice.public_id,
        **fill_suppliers(office.officer, register),
    }  # fmt: skip
