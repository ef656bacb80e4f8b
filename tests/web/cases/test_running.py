"""Customers are told, time moves, gates open one by one; objections; late things; what takes effect stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Condition, Words
from ketju.text.render import phrasebook
from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.cases.entry_dates import dates_of
from ketju.web.apps.cases.evidence_lines import blocks_of
from ketju.web.apps.cases.evidence_pack import digest_of_pack, evidence_pack, json_of_pack, pdf_of_pack
from ketju.web.apps.cases.gating import Gating, gates_of
from ketju.web.apps.cases.health import count_health, health_in
from ketju.web.apps.cases.jobs import project_all
from ketju.web.apps.cases.models import CaseChange, Evidence, GateWaiver, Touched
from ketju.web.apps.cases.next_steps import next_steps
from ketju.web.apps.cases.problems import (
    AlreadyAnnounced,
    AnswersLost,
    ApprovalMissing,
    DatesOld,
    DraftChanged,
    GatesShut,
    NoticeNeeded,
    NotWaivable,
    ObjectionClosed,
    ReasonMissing,
    SecondPersonNeeded,
    StepWrong,
    TermsOpen,
    TextsMissing,
)
from ketju.web.apps.cases.projecting import gates_of_customer, project
from ketju.web.apps.cases.reads import (
    customers_in,
    place_of,
    touched_named,
)
from ketju.web.apps.cases.reads_cards import cards_of
from ketju.web.apps.cases.reads_events import events_between
from ketju.web.apps.cases.recipients_then import recipients_file, who_were
from ketju.web.apps.cases.writes.announcing import announce, prepare_notice, tell_rest
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.engaging import (
    approve_change,
    end_evidence,
    record_access,
    record_evidence,
    record_mapping,
)
from ketju.web.apps.cases.writes.hearing import objection_by_mail
from ketju.web.apps.cases.writes.joining import join_new, record_condition
from ketju.web.apps.cases.writes.objecting import (
    answer_offer,
    end_objection,
    make_offer,
    receive_objection,
    withdraw_objection,
)
from ketju.web.apps.cases.writes.risking import waive_gate
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reads import open_notices
from ketju.web.apps.notices.writes.facts import note_bounce, record_display
from ketju.web.apps.registers.models import Version
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.apps.registers.writes.publishing import schedule
from ketju.web.base.access.models import Membership
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.tokens.writing import make_token
from tests.web.cases.answering import out
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.registers.lists import SCC, entry

HELSINKI = ZoneInfo("Europe/Helsinki")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def running(desk: Desk, **more: object) -> CaseChange:
    change = desk.propose(**more)
    desk.look_at()
    desk.told(change, leave_out_open=True)
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    return change


def test_the_checks_come_in_order_and_nothing_leaves_before_all_are_passed(desk: Desk, settings: Any) -> None:
    desk.customer("Alder"), desk.customer("Dogwood", "silent")
    draft = desk.draft()
    change = desk.propose(draft)
    told = {"by": desk.owner, "at": AT, "change": change}
    with pytest.raises(TextsMissing):
        announce(**told)
    prepare_notice(**told, sent_at=AT, contact="privacy@kite.example.com")
    settings.INBOX_ADDRESS = "answers@kite.example.com"
    with pytest.raises(AnswersLost):
        announce(**told)
    settings.INBOX_ADDRESS = ""
    with pytest.raises(ApprovalMissing):
        announce(**told)
    with pytest.raises(SecondPersonNeeded):
        approve_change(by=desk.owner, at=AT, change=change, digest=change.digest)
    with pytest.raises(DraftChanged):
        approve_change(by=desk.officer, at=AT, change=change, digest="of something else")
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    with pytest.raises(TermsOpen) as caught:
        announce(**told)
    assert caught.value.params["count"] == "1"
    desk.put(draft, replace(SPRUCE, data_subjects=("Visitors",)))
    with pytest.raises(DraftChanged):
        announce(**told, leave_out_open=True)
    desk.put(draft, replace(SPRUCE, since=PartialDate(2026, 12, 29)))
    with pytest.raises(DatesOld):
        announce(by=desk.owner, at=AT + timedelta(days=1), change=change, leave_out_open=True)
    assert not Delivery.objects.exists()
    notice = announce(**told, leave_out_open=True)
    notice.refresh_from_db()
    assert (notice.released_at, notice.total, notice.is_own_approval) == (AT, 1, False)
    with pytest.raises(AlreadyAnnounced):
        announce(**told)


def test_an_office_of_one_approves_its_own_and_that_is_recorded(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    Membership.objects.exclude(user=desk.owner.user).update(ended_at=AT)
    approve_change(by=desk.owner, at=AT, change=change, digest=change.digest)
    change.refresh_from_db()
    assert change.is_own_approval
    gate = next(one for one in gates_of(change, AT)["spruce"] if one.kind == "approval")
    assert dict(gate.params)["own"] == "yes"


def test_gates_open_one_by_one_and_the_others_do_not_wait(desk: Desk) -> None:
    """The mail is delivered on 26 November. 14 days from sending: use on 11 December; 30 days: 29 December, as the
    window ends with Monday 28; 45 days: 11 January 2027.
    """
    thirty, short, long = (
        desk.customer("Alder"),
        desk.customer("Birch", "short"),
        desk.customer("Cedar", "long"),
    )
    change = running(desk)
    free = {one.customer: one.free_at for one in Touched.objects.filter(change=change)}
    assert free == {short: day("2026-12-11"), thirty: day("2026-12-29"), long: day("2027-01-11")}
    assert [one.day for one in cards_of([change])[0].steps] == [
        date(2026, 12, 11),
        date(2026, 12, 29),
        date(2027, 1, 11),
    ]
    for now, effective in (
        ("2026-12-10 23:59", set()), ("2026-12-11 00:00", {short}), ("2026-12-29 00:00", {short, thirty}),
        ("2027-01-11 08:00", {short, thirty, long}),
    ):  # fmt: skip
        project(change, day(now))
        found = Touched.objects.filter(change=change, effective_at__isnull=False)
        assert {one.customer for one in found} == effective
    assert desk.place(change, long).effective_at == day("2027-01-11")
    Touched.objects.filter(customer=short).update(
        effective_at=day("2026-12-12")
    )  # an objection held it a day longer
    assert cards_of([change])[0].steps[0].day == date(2026, 12, 12)
    assert desk.place(change, thirty).window_ends == day("2026-12-29")
    assert {one.kind for one in events_between(desk.kite, [change], date(2026, 11, 1), date(2027, 3, 1))} == {
        "announced",
        "planned",
        "window",
        "free",
    }


def test_all_at_once_waits_for_the_last_but_not_for_who_never_takes_it(desk: Desk) -> None:
    thirty, long = desk.customer("Alder"), desk.customer("Cedar", "long")
    change = running(desk, rollout="all at once")
    assert {one.free_at for one in Touched.objects.filter(change=change)} == {day("2027-01-11")}
    said = receive_objection(
        by=desk.officer, at=day("2026-12-01"), change=change, customer=long, channel="letter",
        received_at=day("2026-12-01"), text="No.",
    )  # fmt: skip
    assert desk.place(change, thirty).free_at is None
    end_objection(by=desk.officer, at=day("2026-12-02"), objection=said, outcome="exit", reasons="It leaves.")
    assert desk.place(change, thirty).free_at == change.planned_at == day("2027-01-11")
    assert desk.place(change, long).is_excluded


def test_nothing_is_free_while_a_company_was_not_looked_at(desk: Desk) -> None:
    alder = desk.customer("Alder", "long")
    change = desk.propose()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    assert desk.place(change, alder).waits == "due-diligence,contract"
    found = desk.engaged()
    for kind in ("due-diligence", "contract"):
        record_evidence(by=desk.officer, at=AT, engagement=found, kind=kind, name="x", first=date(2026, 1, 1))
    assert (
        desk.place(change, alder).waits == "contract"
    )  # the agreement sets security.restore, nothing passes it on
    record_mapping(by=desk.officer, at=AT, engagement=found, clauses={"security.restore": "§ 9"})
    assert desk.place(change, alder).waits == ""
    record_access(by=desk.officer, at=AT, engagement=found, access="content")
    assert desk.place(change, alder).waits == "access"  # D-138: no content
    record_access(by=desk.officer, at=AT, engagement=found, access="content", is_invoicing=True)
    assert desk.place(change, alder).waits == ""  # D-139: but for invoicing


def test_evidence_that_ends_shuts_the_gate_before_the_use(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    assert desk.place(change, alder).free_at is not None
    held = Evidence.objects.get(kind="due-diligence")
    end_evidence(by=desk.officer, at=AT + timedelta(days=2), evidence=held)
    assert desk.place(change, alder).waits == "due-diligence"
    record_evidence(
        by=desk.officer, at=AT + timedelta(days=3), engagement=desk.engaged(), kind="due-diligence", name="new",
        first=date(2026, 11, 20), last=date(2026, 12, 20),
    )  # fmt: skip
    place = desk.place(change, alder)  # it ends before 29 December, and the page says what to do
    assert (place.free_at, place.waits) == (None, "due-diligence")
    assert next_steps(change, AT)[0].key == "web.changes.open.due-diligence"
    record_evidence(
        by=desk.officer, at=AT + timedelta(days=3), engagement=desk.engaged(), kind="due-diligence", name="longer",
        first=date(2026, 11, 20), last=date(2027, 12, 20),
    )  # fmt: skip
    assert desk.place(change, alder).free_at == day("2026-12-29")


def test_a_third_country_needs_a_tool_and_an_assessment(desk: Desk) -> None:
    desk.customer("Alder")
    there = entry("kea", "Kea Support Pvt", "IN", applies_to=SPRUCE.applies_to, contact=SPRUCE.contact,
                  address="Pune", access="metadata", transfer=SCC, since=None)  # fmt: skip
    change = desk.propose(desk.draft(there))
    desk.look_at("kea")
    shut = {one.kind for one in gates_of(change, AT)["kea"] if one.opens is None}
    assert shut == {"transfer", "impact-assessment", "approval"}
    for kind in ("transfer", "impact-assessment"):
        record_evidence(
            by=desk.officer, at=AT, engagement=desk.engaged("kea"), kind=kind, name="x", first=date(2026, 1, 1),
            country="IN",
        )  # fmt: skip
    assert {one.kind for one in gates_of(change, AT)["kea"] if one.opens is None} == {"approval"}
    adequate = entry("kent", "Kent Cloud Ltd", "GB", applies_to=SPRUCE.applies_to, since=None)
    other = desk.propose(desk.draft(adequate))
    found = [one for one in gates_of(other, AT)["kent"] if one.kind in ("transfer", "impact-assessment")]
    assert [(one.kind, one.opens is not None) for one in found] == [("transfer", True)]


def test_a_waiver_opens_only_what_is_a_matter_of_time_in_an_emergency_and_stays(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    calm = desk.propose()
    by = {"by": desk.officer, "reason": "The old provider is down.", "basis": "DPA § 8"}
    with pytest.raises(NotWaivable):
        waive_gate(**by, at=AT, change=calm, gate="window")
    calm.is_emergency = True
    calm.save()
    desk.risk(calm)
    desk.look_at()
    desk.told(calm)
    desk.arrives(calm)
    project(calm, AT)
    for gate in ("contract", "consent", "objection", "approval"):
        with pytest.raises(NotWaivable):
            waive_gate(**by, at=AT, change=calm, gate=gate)
    with pytest.raises(ReasonMissing):
        waive_gate(by=desk.officer, at=AT, change=calm, gate="window", reason=" ", basis="DPA")
    CaseChange.objects.update(planned_at=AT)
    calm.refresh_from_db()
    now = AT + timedelta(hours=3)
    waive_gate(**by, at=now, change=calm, gate="window", customer=alder)
    assert desk.place(calm, alder).effective_at == now
    assert desk.place(calm, birch).effective_at is None
    gate = next(one for one in gates_of_customer(calm, alder.pk, now) if one.kind == "window")
    assert gate.waiver is not None and gate.waiver.by == desk.officer.user.public_id
    assert (gate.waiver.reason, gate.waiver.basis) == ("The old provider is down.", "DPA § 8")
    assert gate.waiver.at.utc == now
    assert GateWaiver.objects.count() == 1


def test_a_waiver_opens_an_examination_that_ran_out_whether_before_or_after(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose(is_emergency=True)
    desk.look_at()
    Evidence.objects.filter(kind="due-diligence").update(last=date(2026, 11, 25))
    project(change, AT)
    assert desk.place(change, alder).waits == "due-diligence,approval,notice,window"
    assert shut(change, AT) == ["due-diligence", "approval"]
    by = {"by": desk.officer, "change": change, "gate": "due-diligence", "basis": "DPA § 8"}
    waive_gate(**by, at=AT, reason="The old provider is down.")
    assert shut(change, AT) == ["approval"]
    assert shut(change, day("2027-11-25")) == ["approval"], "it was opened, and nothing shuts it again"
    GateWaiver.objects.all().delete()
    Evidence.objects.filter(kind="due-diligence").update(last=date(2026, 11, 30))
    waive_gate(**by, at=AT, reason="Nothing had run out yet.")
    assert shut(change, day("2026-12-01")) == ["due-diligence", "approval"], "it had not been needed"
    waive_gate(**by, at=day("2026-12-01 12:00"), reason="Now it has.")
    assert shut(change, day("2026-12-02")) == ["approval"]
    gates = {one.kind: one for one in gates_of(change, day("2026-12-02"))["spruce"]}
    assert gates["due-diligence"].waiver is not None
    assert gates["due-diligence"].waiver.reason == "Now it has."


def shut(change: CaseChange, at: datetime) -> list[str]:
    """The gates of the company that are shut at an instant."""
    here = Gating(change, at).instant(at)
    return [one.kind for one in gates_of(change, at)["spruce"] if not one.is_open(here)]


def test_a_second_dead_address_does_not_hold_the_window_and_a_late_bounce_does(desk: Desk) -> None:
    alder = desk.customer("Alder")
    desk.person(alder, "other@alder.example.com")
    change = running(desk)
    rows = Delivery.objects.filter(customer=alder).order_by("pk")
    assert len(rows) == 2
    rows.filter(pk=rows[1].pk).update(bounced_at=AT + timedelta(minutes=5))
    project(change, AT + timedelta(hours=2))
    assert desk.place(change, alder).free_at == day("2026-12-29")
    rows.filter(pk=rows[0].pk).update(bounced_at=AT + timedelta(days=1))
    project(change, AT + timedelta(days=2))
    place = desk.place(change, alder)
    assert (place.reach, place.free_at, place.delivered_at, place.waits) == (
        "unreachable",
        None,
        None,
        "notice,window",
    )


def test_what_is_learnt_of_a_message_counts_at_once(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    note_bounce(Delivery.objects.get(customer=alder), AT + timedelta(days=1))
    assert desk.place(change, alder).waits == "notice,window"


def test_what_took_effect_stays_when_something_comes_later(desk: Desk) -> None:
    alder = desk.customer("Alder", "short")
    change = running(desk)
    project(change, day("2026-12-29"))
    took = desk.place(change, alder).effective_at
    assert took is not None
    Delivery.objects.update(bounced_at=day("2026-12-30"))
    said = receive_objection(
        by=desk.officer, at=day("2026-12-31"), change=change, customer=alder, channel="letter",
        received_at=day("2026-12-31"), text="No.",
    )  # fmt: skip
    project(change, day("2027-01-02"))
    place = desk.place(change, alder)
    assert (place.effective_at, said.is_late) == (took, True)
    assert "objection" in place.waits


def test_a_letter_goes_where_nobody_is_reached(desk: Desk) -> None:
    alder = desk.customer("Alder", postal_address="Mäntykatu 1, Oulu")
    alder.contacts.update(email="", email_index=b"")
    change = running(desk)
    sent = Delivery.objects.get(customer=alder)
    assert (sent.channel, str(sent.address)) == ("letter", "Mäntykatu 1, Oulu")
    assert desk.place(change, alder).reach == "unreachable"
    count_health(desk.kite, AT)
    (row,), _ = health_in(desk.kite, "unreached")
    assert row.customer == alder
    Delivery.objects.update(posted_at=day("2026-11-27 12:00"))
    project(change, day("2026-11-30"))
    place = desk.place(change, alder)
    assert place.delivered_at == day("2026-12-05")  # seven days after Friday 27 November
    assert place.reach == "reached"


def test_mail_that_comes_back_goes_on_in_the_application_and_as_a_letter(desk: Desk) -> None:
    """The application waits until somebody looks, so a person posts a letter as well; whichever is first counts."""
    alder = desk.customer("Alder", postal_address="Mäntykatu 1, Oulu")
    change = running(desk)
    mail = Delivery.objects.select_related("customer", "processor", "notice").get(customer=alder)
    note_bounce(mail, day("2026-11-28 12:00"))
    ways = Delivery.objects.filter(customer=alder).exclude(pk=mail.pk).order_by("pk")
    assert [one.channel for one in ways] == ["in-app", "letter"]
    (shown,) = open_notices(alder)
    assert desk.place(change, alder).reach == "unreachable", "nobody has looked yet"
    record_display(by=desk.owner, at=day("2026-11-30 12:00"), delivery=shown)
    place = desk.place(change, alder)
    assert (place.reach, place.delivered_at) == ("reached", day("2026-11-30 12:00"))
    assert place.free_at == day(
        "2026-12-31"
    )  # 30 days after Monday 30 November: Wednesday the 30th is the last


def test_a_program_of_the_customer_gets_the_notice_besides_and_starts_nothing(desk: Desk) -> None:
    """The address is given by the API, with a secret that is told once; what the terms name is how notice is given."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    _, secret = make_token(
        by=desk.owner, at=timezone.now(), processor=desk.kite, name="panel", scopes=["customers.read", "customers.write"]
    )  # fmt: skip
    panel = Client(headers={"authorization": f"Bearer {secret}"})
    path, kind = f"/api/v1/customers/{alder.public_id}/webhook", "application/json"
    assert (panel.get(path).json()["url"], panel.get(path).json()["made_at"]) == ("", None)
    for url in ("http://hooks.example.com/in", "https://", "ftp://x", "https://a:b@hooks.example.com/"):
        assert panel.put(path, {"url": url}, kind).status_code == 409, url
    made = panel.put(path, {"url": "https://hooks.example.com/in"}, kind)
    assert made.status_code == 200 and made.json()["secret"].startswith("whsec_")
    assert panel.get(path).json()["url"] == "https://hooks.example.com/in"
    assert "secret" not in panel.get(path).json()
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    rows = Delivery.objects.filter(notice__about=change.public_id).order_by("customer", "channel")
    found = [(one.customer, one.channel, one.is_main_user) for one in rows.select_related("customer")]
    assert found == [(alder, "e-mail", True), (alder, "webhook", False), (birch, "e-mail", True)]
    rows.filter(channel="webhook").update(sent_at=AT, accepted_at=AT)
    project(change, AT + timedelta(hours=1))
    assert desk.place(change, alder).delivered_at is None, "the mail has not arrived"
    assert panel.post(f"{path}/end", {}, kind).json()["url"] == ""
    assert panel.post(f"{path}/end", {}, kind).status_code == 200
    acts = AuditEntry.objects.filter(kind="endpoint", customer=alder.public_id).order_by("pk")
    assert [one.action for one in acts] == ["endpoints.set", "endpoints.end"]


def test_silence_is_no_consent_under_a_specific_authorisation(desk: Desk) -> None:
    general, specific = desk.customer("Alder"), desk.customer("Birch", "consent")
    change = running(desk)
    project(change, day("2027-06-01"))
    assert desk.place(change, general).effective_at is not None
    assert (desk.place(change, specific).effective_at, desk.place(change, specific).waits) == (
        None,
        "consent",
    )
    record_authorisation(
        by=desk.officer, at=day("2027-06-02"), change=change, customer=specific, said_at=day("2027-06-02"),
        channel="letter", document="Letter of 2 June 2027",
    )  # fmt: skip
    assert desk.place(change, specific).effective_at == day("2027-06-02")


def test_an_objection_holds_until_it_is_withdrawn_or_ended_with_reasons(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    change = running(desk)
    said = receive_objection(
        by=desk.owner, at=day("2026-12-01"), change=change, customer=alder, channel="portal", ground="other",
        received_at=day("2026-12-01"), text="We trust nobody.", by_name="Aada",
    )  # fmt: skip
    assert (said.state, said.is_late, said.ground) == ("open", False, "other")  # D-200: no ground is rejected
    with pytest.raises(StepWrong):
        answer_offer(by=desk.owner, at=day("2026-12-02"), objection=said, text="Yes")
    with pytest.raises(StepWrong):
        make_offer(by=desk.owner, at=day("2026-12-02"), objection=said, offer="money", text="100")
    make_offer(by=desk.owner, at=day("2026-12-02"), objection=said, offer="exclusion", text="Without mail.")
    answer_offer(by=desk.owner, at=day("2026-12-03"), objection=said, text="No.")
    with pytest.raises(StepWrong):
        end_objection(by=desk.officer, at=day("2026-12-04"), objection=said, outcome="decided", reasons="x")
    with pytest.raises(ReasonMissing):
        end_objection(by=desk.officer, at=day("2026-12-04"), objection=said, outcome="upheld", reasons="")
    project(change, day("2027-01-05"))
    assert desk.place(change, alder).waits == "objection"
    assert desk.place(change, birch).effective_at == day("2026-12-29")
    withdraw_objection(by=desk.owner, at=day("2027-01-06"), objection=said)
    assert desk.place(change, alder).effective_at == day("2027-01-06")
    with pytest.raises(ObjectionClosed):
        withdraw_objection(by=desk.owner, at=day("2027-01-07"), objection=said)
    steps = said.steps.order_by("pk")
    assert [(one.side, one.kind, one.offer, one.state, one.text) for one in steps] == [
        ("customer", "message", "", "", "We trust nobody."),
        ("staff", "offer", "exclusion", "", "Without mail."),
        ("customer", "answer", "", "", "No."),
        ("customer", "outcome", "", "withdrawn", ""),
    ]
    said.refresh_from_db()
    assert (said.processor, said.customer, said.channel, said.by_name) == (desk.kite, alder, "portal", "Aada")
    assert (said.text, said.services, said.state) == ("We trust nobody.", [], "withdrawn")
    assert (said.received_at, said.settled_at) == (day("2026-12-01"), day("2027-01-06"))
    noted = AuditEntry.objects.filter(subject=said.public_id).order_by("at")
    assert [one.action for one in noted] == [
        "objections.receive", "objections.answer", "objections.answer", "objections.end",
    ]  # fmt: skip


def test_a_late_one_is_decided_on_by_a_person_who_is_named(desk: Desk) -> None:
    alder = desk.customer("Alder", "short")
    change = running(desk)  # planned for 11 December
    said = receive_objection(
        by=desk.owner, at=day("2026-12-11 00:00"), change=change, customer=alder, channel="letter",
        received_at=day("2026-12-11 00:00"), text="Too late?",
    )  # fmt: skip
    assert said.is_late
    project(change, day("2026-12-12"))
    assert desk.place(change, alder).effective_at is None
    assert [one.customer for one in customers_in(change, "late")[0]] == [alder]
    end_objection(
        by=desk.officer, at=day("2026-12-13"), objection=said, outcome="decided", reasons="Same safeguards."
    )
    assert desk.place(change, alder).effective_at == day("2026-12-13")


def test_an_objection_to_one_service_leaves_the_others(desk: Desk) -> None:
    alder = desk.customer("Alder")
    desk.uses(alder, "SE", "hosting")
    both = replace(SPRUCE, applies_to=replace(SPRUCE.applies_to, services=("mail", "hosting")))
    change = running(desk, draft=desk.draft(both))
    assert desk.place(change, alder).group.services == ["hosting", "mail"]
    receive_objection(
        by=desk.owner, at=day("2026-12-01"), change=change, customer=alder, channel="portal", services=["mail"],
        received_at=day("2026-12-01"), text="Not for mail.",
    )  # fmt: skip
    assert desk.place(change, alder).free_at == day("2026-12-29")


def test_an_answer_by_mail_is_an_objection_and_the_next_one_a_step(desk: Desk) -> None:
    alder = desk.customer("Alder")
    running(desk)
    sent = Delivery.objects.get(customer=alder)
    mail = {"delivery": sent.public_id, "original": "rec_1", "sender": "x@alder.example.com"}
    made = objection_by_mail(by=desk.owner, at=AT, text="We object.", received_at=AT, **mail)
    assert made is not None and (made.customer, made.channel, made.original) == (alder, "e-mail", "rec_1")
    again = objection_by_mail(by=desk.owner, at=AT, text="Still.", received_at=AT, **mail)
    assert again == made and made.steps.count() == 2
    assert (
        objection_by_mail(by=desk.owner, at=AT, text="?", received_at=AT, **{**mail, "delivery": "dlv_x"})
        is None
    )


def test_mail_that_comes_in_is_heard(desk: Desk, settings: Any) -> None:
    alder = desk.customer("Alder")
    change = running(desk)
    settings.INBOX_ADDRESS = "answers@kite.example.com"
    sent = Delivery.objects.get(customer=alder)
    data = (
        f"From: Ada <ada@alder.example.com>\r\nTo: answers+{sent.public_id}@kite.example.com\r\n"
        "Subject: Re: change\r\nMessage-ID: <1@alder.example.com>\r\n\r\nWe object.\r\n"
    ).encode()
    received, _ = keep(data, at=AT + timedelta(days=1))
    said = change.objections.get()
    assert (said.customer, said.original, received.customer) == (alder, received.public_id, alder.public_id)
    assert desk.place(change, alder).waits == "objection"


def test_who_joins_meanwhile_accepts_with_the_annex_and_who_was_there_is_told(desk: Desk) -> None:
    desk.customer("Alder")
    old = desk.customer("Old", country="FI")
    change = running(desk)
    assert change.draft is not None
    out(desk, change.draft)
    change.refresh_from_db()
    later = day("2026-12-01")
    new = desk.customer("New", "", signed_up_on=date(2026, 12, 1))
    Acceptance.objects.create(
        processor=desk.kite, customer=new, agreement=desk.agreements["long"], accepted_at=later
    )
    desk.uses(old, "SE")
    sort_customers(date(2026, 12, 1))
    assert join_new(change, later) == 2
    project(change, later)
    assert desk.place(change, new).joined_at == later
    assert desk.place(change, new).free_at == change.planned_at
    assert desk.place(change, old).waits == "notice,window"
    assert tell_rest(by=desk.officer, at=later, change=change) is not None
    desk.arrives(change, later)
    project(change, later)
    assert desk.place(change, old).free_at == day("2027-01-01")  # 30 days after 1 December: Thursday 31
    assert tell_rest(by=desk.officer, at=later, change=change) is None


def test_publishing_needs_a_case_whose_notice_is_out_and_open_gates(desk: Desk) -> None:
    alder = desk.customer("Alder")
    draft = desk.draft()

    with pytest.raises(NoticeNeeded):
        out(desk, draft)
    versions = Version.objects.count()
    with pytest.raises(NoticeNeeded):  # and not for a later day, either
        schedule(
            by=desk.officer, at=AT, draft=draft, publish_at=day("2027-01-15"), why="x", audience="TLP:CLEAR"
        )
    assert Version.objects.count() == versions
    change = desk.propose(draft)
    with pytest.raises(NoticeNeeded):
        out(desk, draft)
    desk.told(change)
    with pytest.raises(GatesShut) as caught:
        out(desk, draft)
    assert caught.value.params["gates"] == "due-diligence, contract"
    desk.look_at()
    desk.arrives(change)
    version = out(desk, draft)
    change.refresh_from_db()
    assert change.version == version
    project(change, day("2026-12-29"))
    seen = dates_of(desk.base.register, "spruce", alder)
    assert (seen.announced, seen.closes, seen.effective, seen.since) == (
        AT, day("2026-12-29"), day("2026-12-29"), day("2026-12-29"),
    )  # fmt: skip
    assert "spruce" not in {one.entry for one in who_were(alder, day("2026-12-28 12:00"))}
    found = {one.entry: one for one in who_were(alder, day("2026-12-29 12:00"))}["spruce"]
    assert (found.authorisation, found.since, found.change) == (
        "general",
        day("2026-12-29"),
        change.public_id,
    )
    assert found.notice and found.announced_at == AT
    assert b"Spruce" in recipients_file(by=desk.officer, at=AT, customer=alder, instant=day("2026-12-30"))
    assert AuditEntry.objects.filter(action="recipients.export").count() == 1


def test_the_pack_has_everything_and_a_hash(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch", "long")
    change = running(desk)
    receive_objection(
        by=desk.owner, at=day("2026-12-01"), change=change, customer=alder, channel="portal",
        received_at=day("2026-12-01"), text="We object.",
    )  # fmt: skip
    whole = evidence_pack(by=desk.officer, at=day("2026-12-02"), change=change)
    assert whole["sha256"] == digest_of_pack(whole)
    assert {one["id"] for one in whole["customers"]} == {alder.public_id, birch.public_id}
    mine = evidence_pack(by=desk.officer, at=day("2026-12-02"), change=change, customer=alder)
    (only,) = mine["customers"]
    assert only["window"]["expires"].startswith("2026-12-29")
    assert only["window"]["length"] == ["days", 30, 0]
    assert only["deliveries"][0]["accepted_at"]
    assert mine["objections"][0]["text"] == "We object."
    assert birch.public_id not in json_of_pack(mine).decode()
    assert "Spruce Deliverability SAS" in mine["notices"][0]["texts"][0]["text"]
    assert pdf_of_pack(mine, phrasebook("fi")).startswith(b"%PDF")


def test_the_evidence_for_people_has_texts_facts_gates_and_how_dates_were_found(desk: Desk) -> None:
    """30 days from Thursday 26 November 2026 end on Saturday 26 December, a day off (Regulation 1182/71, Art. 3(4))."""
    alder, birch = desk.customer("Alder"), desk.customer("Birch", "consent")
    change = running(desk)
    note_bounce(Delivery.objects.get(customer=birch), AT + timedelta(hours=1), "550 5.1.1")
    pack = evidence_pack(by=desk.officer, at=day("2026-12-02"), change=change)
    whose = {one["id"]: one for one in pack["customers"]}
    number = whose[alder.public_id]["window"]["working"]
    assert whose[alder.public_id]["deliveries"][0]["contact"] == alder.contacts.get().public_id
    for language, phrases in ((one, phrasebook(one)) for one in ("en", "fi", "sv")):
        assert any(
            "3(4)" in one or "3.4" in one or "4 kohta" in one for one in pack["workings"][number][language]
        )
        shown = json.dumps([*blocks_of(pack, phrases)], ensure_ascii=False)
        for said in (
            *pack["notices"][0]["texts"][0]["text"].replace("\n  ", "\n\n").replace(": ", "\n\n").split("\n\n"),
            *pack["workings"][number][language], phrases("web.changes.fact.bounced-at"), "550 5.1.1",
            phrases("web.cases.waits.consent"), alder.contacts.get().public_id,
        ):  # fmt: skip
            assert said.strip() in shown, (language, said)
    assert pdf_of_pack(pack, phrasebook("sv")).startswith(b"%PDF")


def test_what_is_next(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose()
    shown = [one.key for one in next_steps(change, AT)]
    assert [one for one in shown if "next" in one] == [
        "web.cases.next.texts", "web.cases.next.approve", "web.cases.next.announce",
    ]  # fmt: skip
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    assert project_all.func() == 1
    assert [one.key for one in next_steps(change, AT)] == ["web.cases.next.publish"]
    touched = touched_named(desk.kite, change.public_id, alder.public_id)
    assert touched is not None
    place = place_of(touched, AT)
    assert [one.kind for one in place.gates][-2:] == ["notice", "window"]
    assert place.gates[-2].opens is not None and place.gates[-2].opens.utc == (
        AT + timedelta(seconds=2)
    ).astimezone(UTC)


def test_what_hangs_on_a_condition_waits_until_it_is_given(desk: Desk) -> None:
    alder = desk.customer("Alder")
    only = Condition(Words((("en", "Only when ordered"),)), "use")
    change = running(desk, draft=desk.draft(replace(SPRUCE, condition=only)))
    assert desk.place(change, alder).group.doubts == ["condition"]
    assert desk.place(change, alder).waits == "condition"
    record_condition(
        by=desk.officer, at=day("2027-02-01"), change=change, customer=alder, given_at=day("2027-02-01")
    )
    assert desk.place(change, alder).effective_at == day("2027-02-01")
