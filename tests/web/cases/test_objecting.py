"""Objections to single services, oral ones, the talk by mail, authorisations in writing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.register import Scope
from ketju.text.render import phrasebook
from ketju.web.apps.cases.evidence_pack import evidence_pack, pdf_of_pack
from ketju.web.apps.cases.models import Authorisation, CaseChange, Objection, TouchedService
from ketju.web.apps.cases.problems import (
    ConfirmedAlready,
    LinkOld,
    NotSpecific,
    StepWrong,
    WritingMissing,
)
from ketju.web.apps.cases.projecting import gates_of_customer, project
from ketju.web.apps.cases.reads_cards import cards_of
from ketju.web.apps.cases.reads_originals import talk_of
from ketju.web.apps.cases.recipients_then import who_were
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.confirming import (
    HOLDS,
    confirm_by_link,
    confirmation_token,
    objection_named,
    send_link,
)
from ketju.web.apps.cases.writes.objecting import (
    add_message,
    end_objection,
    make_offer,
    receive_objection,
    withdraw_objection,
)
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.writes.publishing import check_draft, publish
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Received
from ketju.web.base.inbox.originals import original_of
from ketju.web.base.outbox.models import Message
from tests.web.cases.answering import answered
from tests.web.cases.desk import AT, SPRUCE, Desk

HELSINKI = ZoneInfo("Europe/Helsinki")
BOTH = replace(SPRUCE, applies_to=replace(SPRUCE.applies_to, services=("mail", "hosting")))
INBOX = "answers@kite.example.com"


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def running(desk: Desk, *entries: Any, **more: object) -> CaseChange:
    """A change that was announced on 26 November 2026 and reached everybody; 30 days: 29 December."""
    change = desk.propose(desk.draft(*entries), **more)
    desk.look_at()
    desk.told(change, leave_out_open=True)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    return change


def both(desk: Desk, name: str) -> Customer:
    """A customer that uses mail and hosting."""
    made = desk.customer(name)
    desk.uses(made, "SE", "hosting")
    return made


def objects(
    desk: Desk, change: CaseChange, whose: Customer, at: str, *services: str, **more: object
) -> Objection:
    given: dict[str, object] = {"channel": "letter", "text": "No.", **more}
    return receive_objection(
        by=desk.owner, at=day(at), change=change, customer=whose, received_at=day(at), services=services, **given  # type: ignore[arg-type]
    )  # fmt: skip


def own(change: CaseChange, whose: Customer, service: str) -> TouchedService:
    return TouchedService.objects.get(touched__change=change, touched__customer=whose, service=service)


def test_only_the_service_that_is_objected_for_stays_as_it_is(desk: Desk) -> None:
    alder, birch = both(desk, "Alder"), both(desk, "Birch")
    change = running(desk, BOTH)
    said = objects(desk, change, alder, "2026-12-01", "mail")
    project(change, day("2026-12-29"))
    assert (
        desk.place(change, alder).effective_at == desk.place(change, birch).effective_at == day("2026-12-29")
    )
    held = own(change, alder, "mail")
    assert (held.effective_at, held.free_at, held.waits) == (None, None, "objection")
    assert not TouchedService.objects.filter(touched__customer=birch).exists()
    (card,) = cards_of([change])
    assert (card.held, card.waiting, card.in_effect) == (1, 0, 2)
    kinds = {
        one.kind
        for one in gates_of_customer(change, alder.pk, day("2026-12-29"), "mail")
        if one.opens is None
    }
    assert kinds == {"objection"}
    assert not [one for one in gates_of_customer(change, alder.pk, day("2026-12-29")) if one.opens is None]
    withdraw_objection(by=desk.owner, at=day("2027-01-07"), objection=said)
    assert own(change, alder, "mail").effective_at == day("2027-01-07")
    assert desk.place(change, alder).effective_at == day("2026-12-29")


def test_what_took_effect_for_a_service_stays_when_it_is_objected_for_later(desk: Desk) -> None:
    alder = both(desk, "Alder")
    change = running(desk, BOTH)
    project(change, day("2026-12-29"))
    objects(desk, change, alder, "2027-01-05", "mail")
    held = own(change, alder, "mail")
    assert (held.effective_at, held.waits) == (day("2026-12-29"), "objection")


def test_a_service_that_is_left_out_for_good_excludes_no_other(desk: Desk) -> None:
    alder = both(desk, "Alder")
    change = running(desk, BOTH)
    said = objects(desk, change, alder, "2026-12-01", "mail")
    other = objects(desk, change, alder, "2026-12-02", "hosting")
    end_objection(
        by=desk.officer, at=day("2026-12-03"), objection=said, outcome="upheld", reasons="Without mail."
    )
    place = desk.place(change, alder)
    assert (place.is_excluded, place.waits) == (False, "objection")
    assert own(change, alder, "mail").is_excluded and not own(change, alder, "hosting").is_excluded
    end_objection(
        by=desk.officer, at=day("2026-12-04"), objection=other, outcome="upheld", reasons="Nor that."
    )
    assert desk.place(change, alder).is_excluded


def test_all_at_once_waits_for_a_service_that_is_talked_about(desk: Desk) -> None:
    alder, birch = both(desk, "Alder"), both(desk, "Birch")
    change = running(desk, BOTH, rollout="all at once")
    said = objects(desk, change, alder, "2026-12-01", "mail")
    assert desk.place(change, birch).free_at is None and desk.place(change, alder).free_at is None
    end_objection(
        by=desk.officer, at=day("2026-12-02"), objection=said, outcome="upheld", reasons="Left out."
    )
    assert desk.place(change, birch).free_at == day("2026-12-29")
    assert own(change, alder, "mail").is_excluded


def test_who_had_the_data_is_answered_service_by_service(desk: Desk) -> None:
    alder = both(desk, "Alder")
    draft = desk.draft(BOTH)
    change = desk.propose(draft)
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    check_draft(by=desk.officer, at=AT, draft=draft, on=date(2026, 11, 26))
    answered(desk, draft, AT)
    publish(by=desk.officer, at=AT, draft=draft, on=date(2026, 11, 26), why="x", audience="TLP:CLEAR")
    change.refresh_from_db()
    said = objects(desk, change, alder, "2026-12-01", "mail")
    project(change, day("2026-12-29"))

    def spruce(at: str) -> list[tuple[tuple[str, ...], object, tuple[str, ...]]]:
        found = [one for one in who_were(alder, day(at)) if one.entry == "spruce"]
        return [(one.services, one.since, one.kept) for one in found]

    assert spruce("2026-12-28 12:00") == []
    assert spruce("2026-12-30 12:00") == [(("hosting",), day("2026-12-29"), ("mail",))]
    end_objection(
        by=desk.officer, at=day("2027-01-08"), objection=said, outcome="settled", reasons="Encrypted."
    )
    assert spruce("2027-01-09 12:00") == [
        (("hosting",), day("2026-12-29"), ()), (("mail",), day("2027-01-08"), ()),
    ]  # fmt: skip
    assert spruce("2027-01-07 12:00") == [(("hosting",), day("2026-12-29"), ("mail",))]
    pack = evidence_pack(by=desk.officer, at=day("2027-01-09"), change=change, customer=alder)
    (apart,) = pack["customers"][0]["services_apart"]
    assert (apart["service"], apart["effective_at"][:10]) == ("mail", "2027-01-07")  # in UTC
    assert pdf_of_pack(pack, phrasebook("sv")).startswith(b"%PDF")


def test_an_entry_that_is_widened_to_a_service_had_the_others_before(desk: Desk) -> None:
    """Mango serves hosting already; that it is to serve mail as well takes nothing away."""
    alder = both(desk, "Alder")
    mango = next(one for one in desk.draft_entries() if one.id == "mango")
    change = desk.propose(desk.draft(replace(mango, applies_to=Scope(services=("hosting", "mail")))))
    assert desk.place(change, alder).group.services == ["mail"]
    desk.told(change)
    found = [one for one in who_were(alder, AT + timedelta(hours=1)) if one.entry == "mango"]
    assert [(one.services, one.change) for one in found] == [(("hosting",), "")]


@pytest.fixture
def oral(desk: Desk, settings: Any) -> tuple[Desk, CaseChange, Customer, Objection]:
    settings.INBOX_ADDRESS = ""
    alder = desk.customer("Alder", language="sv")
    change = running(desk)
    said = objects(desk, change, alder, "2026-12-01", channel="oral", text="")
    return desk, change, alder, said


def link_in(message: Message) -> str:
    found = re.search(r"/objection/([^/\s]+)/", str(message.text))
    assert found is not None
    return found[1]


def test_an_oral_objection_holds_and_is_confirmed_by_a_link_once(
    oral: tuple[Desk, CaseChange, Customer, Objection],
) -> None:
    desk, change, alder, said = oral
    assert (said.state, desk.place(change, alder).waits) == ("to-confirm", "objection")
    assert send_link(by=desk.owner, at=day("2026-12-01 10:00"), objection=said) == 1
    mail = Message.objects.get(kind="objection")
    assert (
        mail.language == "sv" and "31 december 2026" in str(mail.text) and "1 december 2026" in str(mail.text)
    )
    token = link_in(mail)
    assert "alder" not in token.lower() and alder.public_id not in token
    found = objection_named(token, day("2026-12-02"))
    assert found == said
    confirm_by_link(at=day("2026-12-02"), token=token, text="Vi invänder.", by_name="Sven Al")
    said.refresh_from_db()
    assert (said.state, said.by_name, said.steps.get().text) == ("open", "Sven Al", "Vi invänder.")
    with pytest.raises(ConfirmedAlready):
        confirm_by_link(at=day("2026-12-02"), token=token, text="Again", by_name="x")
    assert desk.place(change, alder).waits == "objection"
    assert AuditEntry.objects.filter(action="objections.answer", role="link", subject=said.public_id).exists()


def test_links_that_do_not_open(oral: tuple[Desk, CaseChange, Customer, Objection]) -> None:
    desk, change, alder, said = oral
    sent = day("2026-12-01 10:00")
    with pytest.raises(LinkOld):
        objection_named(confirmation_token(said), sent)  # none was sent
    send_link(by=desk.owner, at=sent, objection=said)
    said.refresh_from_db()
    first = confirmation_token(said)
    assert objection_named(first, sent + HOLDS - timedelta(seconds=1)) == said
    for wrong, at in ((first, sent + HOLDS), ("forged", sent), (first[:-2] + "xx", sent)):
        with pytest.raises(LinkOld):
            objection_named(wrong, at)
    send_link(by=desk.owner, at=sent + timedelta(days=1), objection=said)
    with pytest.raises(LinkOld):
        objection_named(first, sent + timedelta(days=1))  # a newer one was sent
    assert desk.place(change, alder).waits == "objection"  # it counts all the same


def test_nobody_to_send_the_link_to(oral: tuple[Desk, CaseChange, Customer, Objection]) -> None:
    desk, _, alder, said = oral
    alder.contacts.update(email="", email_index=b"")
    assert send_link(by=desk.owner, at=day("2026-12-02"), objection=said) == 0
    assert not Message.objects.filter(kind="objection").exists()


def answer(to: str, text: str, number: int, *, file: bool = False) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Ada <ada@alder.example.com>", to, "Re: change"
    made["Message-ID"] = f"<{number}@alder.example.com>"
    made.set_content(text)
    if file:
        made.add_attachment(
            b"%PDF-1.4 our risk assessment", maintype="application", subtype="pdf", filename="risk.pdf"
        )
    return bytes(made)


def test_the_talk_goes_by_mail_both_ways_and_files_are_kept(desk: Desk, settings: Any) -> None:
    settings.INBOX_ADDRESS = ""
    alder = desk.customer("Alder")
    change = running(desk)
    settings.INBOX_ADDRESS = INBOX
    sent = Delivery.objects.get(customer=alder)
    data = answer(f"answers+{sent.public_id}@kite.example.com", "We object.", 1, file=True)
    received, _ = keep(data, at=AT + timedelta(days=1))
    said = change.objections.get()
    assert original_of(received) == data  # unaltered
    ((step, came),) = talk_of(said)
    assert (
        came is not None
        and [one.name for one in came.files] == ["risk.pdf"]
        and step.original == received.public_id
    )
    make_offer(
        by=desk.owner, at=AT + timedelta(days=2), objection=said, offer="safeguards", text="We encrypt it."
    )
    mail = Message.objects.get(kind="objection")
    assert "We encrypt it." in str(mail.text) and "more safeguards" in str(mail.text)
    assert str(mail.to) == f"main@c{alder.pk}.example.com"
    reply = str(mail.reply_to)
    assert reply.startswith("answers+") and said.public_id not in reply
    keep(answer(reply, "Not enough.", 2, file=True), at=AT + timedelta(days=3))
    steps = talk_of(said)
    assert [(one.side, one.kind) for one, _ in steps] == [
        ("customer", "message"),
        ("staff", "offer"),
        ("customer", "message"),
    ]
    assert steps[2][0].text == "Not enough." and steps[2][1] is not None
    end_objection(
        by=desk.officer,
        at=AT + timedelta(days=4),
        objection=said,
        outcome="upheld",
        reasons="Stays as it is.",
    )
    assert "Stays as it is." in str(Message.objects.filter(kind="objection").latest("pk").text)
    late, _ = keep(answer(reply, "Thanks.", 3), at=AT + timedelta(days=5))
    late = Received.objects.get(pk=late.pk)
    assert (late.customer, late.done_at) == (alder.public_id, None)  # for a person to look at
    assert said.steps.count() == 4


def test_mail_to_one_talk_says_nothing_in_another(desk: Desk, settings: Any) -> None:
    settings.INBOX_ADDRESS = ""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk)
    settings.INBOX_ADDRESS = INBOX
    one = objects(desk, change, alder, "2026-12-01")
    objects(desk, change, birch, "2026-12-01")
    add_message(by=desk.owner, at=day("2026-12-02"), objection=one, side="staff", text="Why?")
    assert {str(mail.to) for mail in Message.objects.filter(kind="objection")} == {
        f"main@c{alder.pk}.example.com"
    }
    keep(answer(str(Message.objects.get(kind="objection").reply_to), "Because.", 1), at=day("2026-12-03"))
    assert change.objections.get(customer=birch).steps.count() == 1


def test_an_authorisation_is_given_in_writing_or_refused(desk: Desk) -> None:
    general, specific = desk.customer("Alder"), desk.customer("Birch", "consent")
    change = running(desk)
    given = {"by": desk.owner, "at": day("2027-06-02"), "change": change, "said_at": day("2027-06-01")}
    with pytest.raises(NotSpecific):
        record_authorisation(**given, customer=general, channel="letter", document="Letter")  # type: ignore[arg-type]
    with pytest.raises(WritingMissing):
        record_authorisation(**given, customer=specific, channel="letter")  # type: ignore[arg-type]
    with pytest.raises(StepWrong):
        record_authorisation(**given, customer=specific, channel="oral", document="A call")  # type: ignore[arg-type]
    letter = {
        **given,
        "customer": specific,
        "channel": "letter",
        "document": "Letter 2027-17",
        "by_name": "Bo Birch",
    }
    record_authorisation(**letter, is_given=False)  # type: ignore[arg-type]
    assert (desk.place(change, specific).consented_at, desk.place(change, specific).waits) == (
        None,
        "consent",
    )
    record_authorisation(**{**letter, "at": day("2027-06-03"), "said_at": day("2027-06-03")})  # type: ignore[arg-type]
    place = desk.place(change, specific)
    assert (place.consented_at, place.effective_at) == (day("2027-06-03"), day("2027-06-03"))
    assert [one.is_given for one in Authorisation.objects.filter(customer=specific)] == [True, False]
    pack = evidence_pack(by=desk.officer, at=day("2027-06-04"), change=change, customer=specific)
    assert [one["document"] for one in pack["customers"][0]["authorisations"]] == ["Letter 2027-17"] * 2
    acts = AuditEntry.objects.filter(
        subject=change.public_id, action__in=("changes.accept", "changes.refuse")
    )
    assert sorted(acts.values_list("action", flat=True)) == ["changes.accept", "changes.refuse"]
