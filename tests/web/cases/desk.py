"""A processor with a published list, a draft that adds a company, customers under different terms."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from ketju.core.model.register import Contact as Person
from ketju.core.model.register import Entry, Scope
from ketju.core.model.register import Register as Content
from ketju.core.register.canonical import data_from_register
from ketju.web.apps.agreements.models import Acceptance, AgreementVersion
from ketju.web.apps.cases.models import CaseChange, Engagement, RiskDecision, Touched
from ketju.web.apps.cases.writes.again import approve_notice, digest_of_texts, send_notice, waiting_notice
from ketju.web.apps.cases.writes.announcing import announce, obstacles, prepare_notice
from ketju.web.apps.cases.writes.engaging import (
    approve_change,
    record_access,
    record_evidence,
    record_mapping,
)
from ketju.web.apps.cases.writes.planning import propose_change
from ketju.web.apps.cases.writes.risking import decide_risk
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.registers.content import Record
from ketju.web.apps.registers.models import Draft, Version
from ketju.web.apps.registers.writes.drafting import begin_draft
from ketju.web.apps.registers.writes.editing import save_record
from ketju.web.apps.services.models import Product, Service
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.encryption.keys import blind_index
from tests.web.registers.lists import LIST, entry, published

AT = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
"""Thursday 26 November 2026, nine o'clock in Helsinki."""
HEAD = "ketju-terms: 1\nkind: agreement\nid: {slug}\nversion: 1\nvalid_from: 2024-01-01\ndocument: data-protection\nterms:\n"
TERMS = {
    "thirty": "  notice.length: {value: 30 days}\n  objection.window: {value: 30 days}\n",
    "short": "  notice.length: {value: 14 days}\n  objection.window: {value: 14 days}\n  notice.start: {value: sending}\n"
    "  objection.start: {value: sending}\n",
    "long": "  notice.length: {value: 45 days}\n  security.restore: {value: 30 days}\n",
    "hours": "  notice.length: {value: 72 hours}\n  objection.window: {value: 72 hours}\n",
    "consent": "  authorisation.mode: {value: specific}\n",
    "silent": "  notice.changes: {value: [addition, replacement]}\n",
}  # fmt: skip
EXITS = {
    "en": "You may end your contract.",
    "fi": "Voit päättää sopimuksen.",
    "sv": "Ni kan avsluta avtalet.",
}
SPRUCE = entry(
    "spruce", "Spruce Deliverability SAS", "FR", applies_to=Scope(services=("mail",), regions=("eu",)),
    address="1 rue des Pins, Lyon", contact=Person("Léa Pin", "DPO", "lea@spruce.example.com"), access="metadata",
    since=None,
)  # fmt: skip


@dataclass
class Desk:
    """Staff of a processor at work on a change."""

    kite: Processor
    owner: Actor
    officer: Actor
    base: Version
    agreements: dict[str, AgreementVersion] = field(default_factory=dict)

    def customer(self, name: str, terms: str = "thirty", country: str = "SE", **more: object) -> Customer:
        """A customer with mail in a country and a main user."""
        made = Customer.objects.create(processor=self.kite, name=name, **more)
        self.uses(made, country)
        if terms:
            Acceptance.objects.create(
                processor=self.kite, customer=made, agreement=self.agreements[terms],
                accepted_at=datetime(2025, 1, 7, 9, tzinfo=UTC),
            )  # fmt: skip
        self.person(made, f"main@c{made.pk}.example.com")
        return made

    def uses(self, whose: Customer, country: str = "SE", slug: str = "mail") -> Service:
        product = Product.objects.get(processor=self.kite, slug=slug)
        return Service.objects.create(processor=self.kite, customer=whose, product=product, country=country)

    def person(self, whose: Customer, email: str, **more: object) -> Contact:
        values: dict[str, object] = {"is_main_user": True, **more}
        index = blind_index(email, "email") if email else b""
        return Contact.objects.create(
            processor=self.kite, customer=whose, email=email, email_index=index, **values
        )

    def draft(self, *entries: Entry) -> Draft:
        """A draft with entries more than the published list, or in place of its own."""
        made = begin_draft(by=self.owner, at=AT, register=self.base.register)
        for one in entries or (SPRUCE,):
            self.put(made, one)
        return made

    def put(self, draft: Draft, one: Entry) -> None:
        data = data_from_register(Content(entries=(one,)), whole=True)["entries"][one.id]
        row = draft.records.filter(kind="entries", slug=one.id).first()
        opened = json.loads(row.data) if row else None
        save_record(by=self.owner, at=AT, draft=draft, record=Record("entries", one.id, data), opened=opened)

    def draft_entries(self) -> tuple[Entry, ...]:
        return LIST.entries

    def propose(self, draft: Draft | None = None, **more: object) -> CaseChange:
        return propose_change(
            by=self.owner, at=AT, draft=draft or self.draft(), title="Spruce for mail in the EU", **more  # type: ignore[arg-type]
        )  # fmt: skip

    def engaged(self, entry: str = "spruce") -> Engagement:
        return Engagement.objects.get(register=self.base.register, entry=entry)

    def look_at(self, entry: str = "spruce", at: datetime = AT) -> Engagement:
        """Record what opens the gates of a company."""
        found = self.engaged(entry)
        for kind in ("due-diligence", "contract"):
            record_evidence(
                by=self.officer,
                at=at,
                engagement=found,
                kind=kind,
                name=f"{kind}.pdf",
                first=date(2026, 11, 2),
            )
        record_access(by=self.officer, at=at, engagement=found, access="metadata")
        record_mapping(by=self.officer, at=at, engagement=found, clauses={"security.restore": "§ 9"})
        return found

    def risk(self, change: CaseChange, at: datetime = AT) -> RiskDecision:
        """The officer answers for an emergency that terms do not allow."""
        return decide_risk(
            by=self.officer, at=at, change=change, reason="The old provider is down.", exits=EXITS
        )

    def told(self, change: CaseChange, at: datetime = AT, **more: bool) -> Notice:
        """Make the texts, approve, tell the customers."""
        prepare_notice(by=self.owner, at=at, change=change, sent_at=at, contact="privacy@kite.example.com")
        change.refresh_from_db()
        approve_change(by=self.officer, at=at, change=change, digest=change.digest)
        notice = announce(by=self.owner, at=at, change=change, **more)
        change.refresh_from_db()
        return notice

    def sends_again(self, change: CaseChange, at: datetime = AT) -> Notice:
        """A second person approves the correction or withdrawal that waits, and it leaves."""
        notice = waiting_notice(change)
        assert notice is not None
        approve_notice(by=self.officer, at=at, notice=notice, digest=digest_of_texts(notice))
        notice.refresh_from_db()
        send_notice(by=self.owner, at=at, change=change, notice=notice)
        return notice

    def arrives(self, change: CaseChange, at: datetime = AT, *but: Customer) -> None:
        """Mail to everybody but some is taken by their servers."""
        rows = Delivery.objects.filter(notice__about=change.public_id, channel="e-mail", sent_at=None)
        rows.exclude(customer__in=but).update(sent_at=at, accepted_at=at + timedelta(seconds=2))

    def place(self, change: CaseChange, customer: Customer) -> Touched:
        return Touched.objects.get(change=change, customer=customer)


def desk_of(slug: str = "kite") -> Desk:
    kite = Processor.objects.create(slug=slug, name="Kite Hosting Oy")
    for product in ("hosting", "mail"):
        Product.objects.create(processor=kite, slug=product, names={"en": product.title()})
    people = []
    for name, role in (("aino", "case-handler"), ("olli", "privacy-officer")):
        user = User.objects.create_user(
            f"{name}@{slug}.example.com", "correct horse battery", name=name.title()
        )
        Membership.objects.create(user=user, processor=kite, role=role, first=date(2024, 1, 1))
        people.append(Actor(user=user, role=role))
    made = Desk(kite, people[0], people[1], published(kite, LIST))
    for name, terms in TERMS.items():
        made.agreements[name] = AgreementVersion.objects.create(
            processor=kite, slug=name, version="1", name=f"DPA {name}", terms=HEAD.format(slug=name) + terms,
            valid_from=date(2024, 1, 1),
        )  # fmt: skip
    return made


def check_announcing(change: CaseChange, at: datetime) -> None:
    """Raise what would stop the notice first."""
    for problem in obstacles(change, at):
        raise problem
