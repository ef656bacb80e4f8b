"""A change is closed when nothing is open, with its evidence frozen; an emergency is answered for by name."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from ketju.core.problems.publishing import WriterMissing
from ketju.text.render import phrasebook
from ketju.web.apps.cases import freezing
from ketju.web.apps.cases.evidence_pack import evidence_pack
from ketju.web.apps.cases.freezing import frozen_text
from ketju.web.apps.cases.models import CaseChange, FrozenEvidence, Group, RiskDecision, Touched
from ketju.web.apps.cases.problems import (
    AlreadyClosed,
    AlreadyDecided,
    MarkStays,
    NoEmergency,
    NotAnnounced,
    ReasonMissing,
    RiskUndecided,
    StillOpen,
)
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.again import withdraw_change
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.closing import close_change, open_things
from ketju.web.apps.cases.writes.objecting import end_objection, receive_objection
from ketju.web.apps.cases.writes.planning import reschedule
from ketju.web.apps.cases.writes.risking import decide_risk, waive_gate
from ketju.web.apps.notices.models import Delivery, NoticeText
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.writes.publishing import check_draft, publish
from ketju.web.base.access.models import Processor
from tests.web.cases.answering import answered
from tests.web.cases.desk import AT, EXITS, Desk
from tests.web.cases.test_own_terms import agree
from tests.web.cases.test_today import waiting

LATER = datetime(2027, 1, 12, tzinfo=UTC)


def kinds(change: CaseChange, at: datetime = LATER) -> list[str]:
    return [one.kind for one in open_things(change, at)]


def running(desk: Desk) -> tuple[CaseChange, Customer, Customer]:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    return change, alder, birch


def test_what_is_open_is_said_until_nothing_is(desk: Desk) -> None:
    change, alder, birch = running(desk)
    assert kinds(change, AT) == ["version", "customers"]
    said = receive_objection(
        by=desk.owner,
        at=AT,
        change=change,
        customer=birch,
        channel="letter",
        received_at=AT,
        text="No, Birch.",
    )
    project(change, LATER)
    assert kinds(change) == ["version", "customers", "objections"]
    with pytest.raises(StillOpen) as refused:
        close_change(by=desk.owner, at=LATER, change=change)
    assert len(refused.value.left) == 3
    end_objection(by=desk.officer, at=LATER, objection=said, outcome="upheld", reasons="Stays with Larch.")
    assert change.draft is not None
    check_draft(by=desk.officer, at=LATER, draft=change.draft, on=LATER.date())
    answered(desk, change.draft, LATER)
    publish(by=desk.officer, at=LATER, draft=change.draft, on=LATER.date(), why="x", audience="TLP:CLEAR")
    change.refresh_from_db()
    project(change, LATER)
    assert kinds(change) == [] and waiting(desk, LATER)["cases-to-close"] == 1
    closed = close_change(by=desk.owner, at=LATER, change=change)
    assert (closed.closed_at, closed.closed_by, closed.outcome) == (LATER, desk.owner.user, "in-part")
    assert "cases-to-close" not in waiting(desk, LATER)
    with pytest.raises(AlreadyClosed):
        close_change(by=desk.owner, at=LATER, change=change)
    kept = FrozenEvidence.objects.get(change=change)
    assert kept.sha256 == hashlib.sha256(str(kept.text).encode()).hexdigest()
    pack = json.loads(str(kept.text))
    assert "No, Birch." not in str(kept.text)
    assert pack["objections"][0]["text_sha256"] == hashlib.sha256(b"No, Birch.").hexdigest()
    assert {row[0] for row in pack["lines"]["rows"]} == {alder.public_id, birch.public_id}
    assert pack["change"]["outcome"] == "in-part"
    held_as_pdf(kept, alder, "en")


def held_as_pdf(kept: FrozenEvidence, customer: Customer, language: str) -> None:
    """The PDF is tagged as PDF/UA-1 asks, says the hash of the JSON and what is in it, and no word of people."""
    data = bytes(kept.pdf)
    assert kept.pdf_sha256 == hashlib.sha256(data).hexdigest()
    assert b"pdfuaid:part" in data and b"/StructTreeRoot" in data and f"/Lang({language}".encode() in data
    document = pypdfium2.PdfDocument(data)
    words = (
        "".join(page.get_textpage().get_text_range() for page in document)
        .replace("\r\n", "")
        .replace("\n", "")
    )
    assert kept.sha256 in words and customer.public_id in words
    assert "No, Birch." not in words and hashlib.sha256(b"No, Birch.").hexdigest() in words


def test_what_is_frozen_stays_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the language of the processor, and what happens later, or where no PDF can be made, changes nothing."""
    Processor.objects.filter(pk=desk.kite.pk).update(language="sv")
    desk.kite.refresh_from_db()
    change, alder, _ = running(desk)
    withdrawn = withdraw_change(by=desk.owner, at=AT, change=change, reason="Spruce gave up.")
    desk.sends_again(withdrawn, AT)
    Delivery.objects.update(sent_at=AT)
    close_change(by=desk.owner, at=LATER, change=withdrawn)
    kept = FrozenEvidence.objects.get()
    before = bytes(kept.pdf)
    assert b"/Lang(sv" in before
    Delivery.objects.filter(customer=alder).update(bounced_at=LATER)
    kept.refresh_from_db()
    assert bytes(kept.pdf) == before

    def none(*given: object) -> bytes:
        raise WriterMissing(package="typst", writer="pdf")

    monkeypatch.setattr(freezing, "pdf_of_pack", none)
    assert freezing.frozen_pdf(str(kept.text), phrasebook("en")) == b""


def test_what_is_frozen_names_no_person(desk: Desk) -> None:
    """Authorisations and side letters name writings of people, who can be erased; the frozen text cannot be changed."""
    change, alder, _ = running(desk)
    Group.objects.filter(change=change).update(owed={**change.groups.get().owed, "mode": "specific"})
    record_authorisation(
        by=desk.officer, at=AT, change=change, customer=alder, said_at=AT, channel="letter",
        document="Letter of Ada Alder", by_name="Ada Alder",
    )  # fmt: skip
    agree(desk, alder, "notice.length", "45 days")
    change.refresh_from_db()
    text = frozen_text(change, AT)
    (place,) = (one for one in json.loads(text)["customers"] if one["id"] == alder.public_id)
    assert "Ada" not in text and "letter of" not in text.lower()
    assert place["authorisations"][0]["by_name_sha256"] == hashlib.sha256(b"Ada Alder").hexdigest()
    assert place["authorisations"][0]["given"] is True
    assert set(place["besides"][0]) >= {"basis_sha256", "document_sha256", "parameter"}


def test_a_withdrawn_change_waits_for_its_messages_alone(desk: Desk) -> None:
    change, _, _ = running(desk)
    withdrawn = withdraw_change(by=desk.owner, at=AT, change=change, reason="Spruce gave up.")
    assert kinds(withdrawn, AT) == ["notice"]
    desk.sends_again(withdrawn, AT)
    assert kinds(withdrawn, AT) == ["messages"]
    Delivery.objects.update(sent_at=AT)
    closed = close_change(by=desk.owner, at=LATER, change=withdrawn)
    assert closed.outcome == "withdrawn"


def test_customers_who_left_keep_nothing_open(desk: Desk) -> None:
    change, _, birch = running(desk)
    project(change, LATER)
    Touched.objects.filter(customer=birch).update(effective_at=None)
    Customer.objects.filter(pk=birch.pk).update(ended_on=LATER.date())
    assert "customers" not in kinds(change)


def urgent(desk: Desk, terms: str = "thirty") -> CaseChange:
    desk.customer("Alder", terms)
    change = desk.propose(is_emergency=True)
    desk.look_at()
    return change


def test_an_emergency_that_terms_do_not_allow_is_answered_for_by_name(desk: Desk) -> None:
    change = urgent(desk)
    with pytest.raises(RiskUndecided):
        desk.told(change)
    with pytest.raises(ReasonMissing):
        decide_risk(by=desk.officer, at=AT, change=change, reason="Down", exits={"en": "Leave"})
    made = desk.risk(change)
    assert (made.by, made.by_name) == (desk.officer.user, "Olli")
    with pytest.raises(AlreadyDecided):
        desk.risk(change)
    desk.told(change)
    for text in NoticeText.objects.filter(notice__about=change.public_id):
        assert "Olli" in text.text and EXITS[text.language] in text.text and "Olli" in text.html
    pack = evidence_pack(by=desk.officer, at=AT, change=change)
    assert pack["risk"]["by_name"] == "Olli" and "terminate" not in pack["risk"]["reason"]
    with pytest.raises(NoEmergency):
        other = CaseChange.objects.create(
            processor=desk.kite,
            register=change.register,
            title="x",
            changes="[]",
            planned_at=AT,
            created_at=AT,
        )
        desk.risk(other)


def test_nothing_is_cut_short_before_customers_are_told(desk: Desk) -> None:
    change = urgent(desk)
    given = {"by": desk.officer, "change": change, "gate": "window", "reason": "Down", "basis": "DPA § 8"}
    with pytest.raises(NotAnnounced):
        waive_gate(at=AT, **given)  # type: ignore[arg-type]
    desk.risk(change)
    with pytest.raises(NotAnnounced):
        waive_gate(at=AT, **given)  # type: ignore[arg-type]
    desk.told(change)
    desk.arrives(change)
    now = AT + timedelta(hours=2)
    waive_gate(at=now, **given)  # type: ignore[arg-type]


def test_the_mark_of_an_emergency_stays(desk: Desk) -> None:
    change = urgent(desk)
    reschedule(by=desk.owner, at=AT, change=change, planned_at=LATER, is_emergency=False)
    reschedule(by=desk.owner, at=AT, change=change, planned_at=LATER, is_emergency=True)
    desk.risk(change)
    with pytest.raises(MarkStays):
        reschedule(by=desk.owner, at=AT, change=change, planned_at=LATER, is_emergency=False)
    assert RiskDecision.objects.count() == 1


def test_terms_that_allow_an_emergency_need_nobody_to_answer(desk: Desk) -> None:
    """Two days after Thursday 26 November end with Monday 30 November, as Saturday is a day off. Where
    only a mail server took the mail it may come back for five days, to the end of Tuesday 1 December.
    """
    agreement = desk.agreements["thirty"]
    agreement.terms += "  notice.emergency: {value: 2 days}\n"
    agreement.save()
    change = urgent(desk)
    desk.told(change)
    assert not RiskDecision.objects.exists()
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    place = Touched.objects.get(change=change)
    assert place.free_at == datetime(2026, 12, 1, 22, tzinfo=UTC)  # midnight in Helsinki
    Delivery.objects.update(accepted_at=None, displayed_at=AT + timedelta(minutes=5))
    project(change, AT + timedelta(hours=1))
    place.refresh_from_db()
    assert place.free_at == datetime(2026, 11, 30, 22, tzinfo=UTC)
    (text, *_) = NoticeText.objects.filter(language="en")
    assert "in an emergency" in text.text and "answers for it" not in text.text
