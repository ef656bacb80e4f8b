"""What runs in the demo: a change that customers were told of, a version of the agreement that waits, a side letter."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ketju.core.model.register import Contact as Person
from ketju.core.model.register import DataCategory, Entry, Place, Register, Words
from ketju.core.register.canonical import data_from_register
from ketju.core.terms.parameters import parameters
from ketju.web.apps.agreements.deviating import STARTER, add_policy, record_deviation
from ketju.web.apps.agreements.models import AgreementText, AgreementVersion
from ketju.web.apps.agreements.writes import text_hash
from ketju.web.apps.cases.models import CaseChange, Engagement
from ketju.web.apps.cases.owed_json import FLOW_DOWN
from ketju.web.apps.cases.writes.announcing import announce, prepare_notice
from ketju.web.apps.cases.writes.engaging import (
    approve_change,
    record_access,
    record_evidence,
    record_mapping,
)
from ketju.web.apps.cases.writes.planning import propose_change
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers import models as registers
from ketju.web.apps.registers.content import Record
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.editing import save_record
from ketju.web.apps.registers.writes.publishing import check_draft
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_at
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import MACHINE, Actor
from ketju.web.base.pages.uploads import Upload

NAMES = {
    "en": "Saarni sends messages",
    "fi": "Saarni alkaa lähettää viestejä",
    "sv": "Saarni börjar skicka meddelanden",
}
COMPANY = Entry(
    "saarni-viestit",
    "Saarni Viestit Oy",
    address="Esimerkkikatu 7, 33100 Tampere",
    contact=Person("Tietosuoja", "", "tietosuoja@saarni.example.com"),
    access="metadata",
    purpose=Words(
        (
            ("en", "Sending text messages"),
            ("fi", "Tekstiviestien lähettäminen"),
            ("sv", "Utskick av textmeddelanden"),
        )
    ),
    data=(DataCategory("puhelinnumerot", ("TelephoneNumber",)),),
    places=(Place("FI"),),
)
"""A company that nobody has founded; it replaces nobody and works for every product."""
LETTER = b"Side letter\n\n\xc2\xa7 3 Notice of new sub-processors is given 45 days ahead.\n"


@dataclass(frozen=True, slots=True)
class Office:
    """Who proposes a change of a publisher and who approves it: two people."""

    handler: Actor
    officer: Actor

    @classmethod
    def of(cls, processor: Processor) -> Office:
        """The staff of the demo in these roles."""

        def one(role: str) -> Actor:
            return Actor(User.objects.get(email=f"{role}@{processor.slug}.example.com"), role=role)

        return cls(one("case-handler"), one("privacy-officer"))


def agree(customer: Customer, agreement: AgreementVersion, at: datetime) -> None:
    """What was agreed besides, with its letter; a house policy; a version of the agreement that waits."""
    office, processor, today = (
        Office.of(customer.processor),
        customer.processor,
        day_at(customer.processor, at),
    )
    began = today - timedelta(days=365)
    add_policy(
        by=MACHINE, at=at, processor=processor,
        given={"version": "1", "terms": STARTER, "valid_from": began.isoformat()},
    )  # fmt: skip
    record_deviation(
        by=office.officer, at=at, customer=customer, letter=Upload("side-letter.txt", "text", LETTER),
        given={
            "parameter": "notice.length", "value": "45 days", "basis": "§ 3", "document": "", "last": "",
            "signed_on": began.isoformat(), "first": began.isoformat(),
        },
    )  # fmt: skip
    _next_version(agreement, today)


def _next_version(agreement: AgreementVersion, today: date) -> None:
    made = AgreementVersion.objects.create(
        processor=agreement.processor, slug=agreement.slug, version="2", name=agreement.name,
        terms=agreement.terms, sha256=hashlib.sha256(agreement.terms.encode()).hexdigest(), valid_from=today,
    )  # fmt: skip
    texts = [(one.language, f"{one.text}\n\n{_MORE[one.language]}") for one in agreement.texts.all()]
    AgreementText.objects.bulk_create(
        AgreementText(agreement=made, language=code, text=text, sha256=text_hash(text))
        for code, text in texts
    )


_MORE = {
    "en": "5. Once a year we show how we keep to this.",
    "fi": "5. Kerran vuodessa osoitamme, miten noudatamme tätä.",
    "sv": "5. En gång om året visar vi hur vi håller oss till detta.",
}


def tell(register: registers.Register, at: datetime) -> CaseChange:
    """Propose a company, record what has to be known of it, have it approved by a second person, tell the customers."""
    processor = register.processor
    office = Office.of(processor)
    draft = begin_draft(by=office.officer, at=at, register=register)
    data = data_from_register(Register(entries=(COMPANY,)), whole=True)["entries"][COMPANY.id]
    record = Record("entries", COMPANY.id, data)
    save_record(by=office.officer, at=at, draft=draft, record=record, opened=None)
    check_draft(by=office.officer, at=at, draft=draft, on=day_at(processor, at))
    title = NAMES.get(processor.language, NAMES["en"])
    change = propose_change(by=office.handler, at=at, draft=draft, title=title)
    _known(Engagement.objects.get(register=register, entry=COMPANY.id), office.officer, at)
    prepare_notice(by=office.handler, at=at, change=change, sent_at=at)
    change.refresh_from_db()
    approve_change(by=office.officer, at=at, change=change, digest=change.digest, is_published_with=True)
    announce(by=office.handler, at=at, change=change)
    return change


def _known(company: Engagement, by: Actor, at: datetime) -> None:
    """What the gates of the company ask for."""
    first = day_at(company.register.processor, at) - timedelta(days=30)
    for kind, name in (("due-diligence", "Examination of Saarni"), ("contract", "Contract with Saarni")):
        record_evidence(by=by, at=at, engagement=company, kind=kind, name=name, first=first)
    record_access(by=by, at=at, engagement=company, access="metadata")
    clauses = {name: "§ 9" for name in parameters() if name.startswith(FLOW_DOWN)}
    record_mapping(by=by, at=at, engagement=company, clauses=clauses)
