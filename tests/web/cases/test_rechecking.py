"""Places are looked at each day: what changed is work, once; it ends with a tool, as it is covered, or with the company.

The Privacy Shield fell on 16 July 2020 (C-311/18); the Data Privacy Framework began on 10 July 2023.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Contact, Place, Transfer
from ketju.web.apps.cases.following import follow
from ketju.web.apps.cases.models import EndProof, Recheck
from ketju.web.apps.cases.places import look_at_places
from ketju.web.apps.cases.problems import (
    DaysWrong,
    EvidenceWrong,
    ProofTaken,
    ReasonMissing,
    RecheckClosed,
    StillUncovered,
)
from ketju.web.apps.cases.writes.ending import accept_proof, ask_for_proof, remind_of_proofs
from ketju.web.apps.cases.writes.engaging import record_evidence, record_terms
from ketju.web.apps.cases.writes.rechecking import Tool, close_recheck
from ketju.web.apps.registers.content import register_of
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.outbox.models import Message
from ketju.web.base.pages.uploads import Upload
from tests.web.cases.desk import AT, Desk
from tests.web.cases.test_today import waiting
from tests.web.registers.lists import LIST, SCC, changed, published

NONE = replace(SCC, printed="Privacy Shield", tools=())


def looked(desk: Desk, at: datetime = AT) -> list[tuple[str, str, str]]:
    look_at_places(at)
    rows = Recheck.objects.filter(engagement__processor=desk.kite, closed_at=None)
    return [(one.engagement.entry, one.country, one.reason) for one in rows.select_related("engagement")]


def begun(desk: Desk) -> None:
    """Every place is covered: what lacks a tool in the list of tests is given one."""
    content = LIST
    for key in ("juniper", "mango"):
        content = changed(content, key, transfer=SCC)
    desk.base = published(desk.kite, content, on=date(2026, 11, 20))
    follow(desk.base, AT)
    assert looked(desk) == []


def changes(desk: Desk, key: str, **members: object) -> None:
    desk.base = published(desk.kite, changed(register_of(desk.base), key, **members), on=date(2026, 11, 26))
    follow(desk.base, AT)


def test_what_changed_is_work_once_however_often_it_is_looked_at(desk: Desk) -> None:
    begun(desk)
    changes(desk, "sequoia", transfer=NONE)
    expected = [("sequoia", "US", "uncovered")]
    assert looked(desk) == expected
    assert looked(desk) == expected and looked(desk, AT + timedelta(days=1)) == expected
    assert waiting(desk)["rechecks"] == 1


def test_a_place_more_is_looked_at_outside_the_eea(desk: Desk) -> None:
    begun(desk)
    changes(desk, "larch", places=(Place("DE"), Place("SE"), Place("IN")), transfer=SCC)
    assert looked(desk) == [("larch", "IN", "place-new")]
    changes(desk, "larch", places=(Place("DE"),))
    assert looked(desk) == []  # data do not go there any longer
    assert Recheck.objects.get(country="IN").outcome == "gone"


def on_the_shield(desk: Desk, key: str = "sequoia") -> None:
    """A list that rests on the Privacy Shield, looked at in 2019; the day on which it fell is known to the facts."""
    rests = Transfer("Privacy Shield", ("ADEQUACY",))
    content = changed(changed(LIST, "sequoia", transfer=rests), "juniper", transfer=rests)
    before = datetime(2019, 12, 2, 9, tzinfo=UTC)
    desk.base = published(desk.kite, content, on=date(2019, 12, 1))
    follow(desk.base, before)
    assert not [one for one in looked(desk, before) if one[0] == key]


def of(desk: Desk, key: str, at: datetime) -> list[str]:
    return [reason for entry, _, reason in looked(desk, at) if entry == key]


def test_a_decision_that_ended_is_noted_for_every_company_that_rests_on_it(desk: Desk) -> None:
    on_the_shield(desk)
    found = looked(desk, datetime(2020, 7, 20, 9, tzinfo=UTC))
    assert {"sequoia", "juniper"} <= {one[0] for one in found if one[1:] == ("US", "decision-ended")}
    one = Recheck.objects.get(engagement__entry="sequoia", reason="decision-ended")
    assert (one.on, "2016/1250" in one.decision) == (date(2020, 7, 16), True)


def test_an_end_that_is_seen_before_is_one_thing_to_do(desk: Desk) -> None:
    on_the_shield(desk)
    assert of(desk, "sequoia", datetime(2020, 3, 2, 9, tzinfo=UTC)) == ["decision-ends"]
    assert of(desk, "sequoia", datetime(2020, 7, 16, 9, tzinfo=UTC)) == ["decision-ended"]
    assert Recheck.objects.filter(engagement__entry="sequoia").count() == 1


def test_an_end_that_was_provided_for_asks_nobody_again(desk: Desk) -> None:
    on_the_shield(desk)
    spring = datetime(2020, 3, 2, 9, tzinfo=UTC)
    assert of(desk, "sequoia", spring) == ["decision-ends"]
    one = Recheck.objects.get(engagement__entry="sequoia")
    tool = Tool("SCC 2010/87/EU", date(2020, 3, 1))
    close_recheck(by=desk.officer, at=spring, recheck=one, outcome="tool", why="Signed in time", tool=tool)
    assert of(desk, "sequoia", datetime(2020, 7, 16, 9, tzinfo=UTC)) == []
    assert of(desk, "juniper", datetime(2020, 7, 16, 9, tzinfo=UTC)) == ["decision-ended"]


def opened(desk: Desk) -> Recheck:
    begun(desk)
    changes(desk, "sequoia", transfer=NONE)
    looked(desk)
    return Recheck.objects.get(closed_at=None)


def test_it_ends_with_a_tool_that_is_kept(desk: Desk) -> None:
    one = opened(desk)
    with pytest.raises(StillUncovered):
        close_recheck(by=desk.officer, at=AT, recheck=one, outcome="covered", why="It looks fine.")
    with pytest.raises(EvidenceWrong):
        close_recheck(by=desk.officer, at=AT, recheck=one, outcome="tool", why="x")
    with pytest.raises(ReasonMissing):
        close_recheck(by=desk.officer, at=AT, recheck=one, outcome="covered", why=" ")
    late = Tool("SCC module 3", date(2026, 12, 24))
    with pytest.raises(StillUncovered):
        close_recheck(by=desk.officer, at=AT, recheck=one, outcome="tool", why="Later", tool=late)
    assert not desk.engaged("sequoia").evidence.exists()  # nothing of what was refused stays
    tool = Tool("SCC module 3", date(2026, 11, 2), assessment="TIA United States", kind="scc-3")
    close_recheck(
        by=desk.officer, at=AT, recheck=one, outcome="tool", why="Signed", tool=tool,
        upload=Upload("scc.pdf", "pdf", b"%PDF signed"),
    )  # fmt: skip
    held = {each.kind: each for each in desk.engaged("sequoia").evidence.all()}
    assert set(held) == {"transfer", "impact-assessment"} and held["transfer"].attachment is not None
    assert (held["transfer"].tool, held["impact-assessment"].tool) == ("scc-3", "")
    assert looked(desk) == [] and looked(desk, AT + timedelta(days=1)) == []
    assert AuditEntry.objects.filter(action="rechecks.settled").count() == 1
    with pytest.raises(RecheckClosed):
        close_recheck(by=desk.officer, at=AT, recheck=one, outcome="covered", why="Again")


def test_who_gives_a_company_up_is_asked_again_when_it_is_still_there(desk: Desk) -> None:
    one = opened(desk)
    with pytest.raises(DaysWrong):
        close_recheck(by=desk.officer, at=AT, recheck=one, outcome="ending", why="We leave")
    leaves = date(2026, 12, 31)
    close_recheck(by=desk.officer, at=AT, recheck=one, outcome="ending", why="We leave", leaves_on=leaves)
    assert looked(desk, datetime(2026, 12, 31, 9, tzinfo=UTC)) == []
    assert looked(desk, datetime(2027, 1, 1, 9, tzinfo=UTC)) == [("sequoia", "US", "uncovered")]


def ended(desk: Desk, at: datetime = AT, proof_days: int | None = 30) -> EndProof:
    begun(desk)
    larch = desk.engaged("larch")
    record_terms(by=desk.owner, at=AT, engagement=larch, told_days=None, proof_days=proof_days)
    changes(desk, "larch", until=PartialDate(2026, 11, 30))
    assert not EndProof.objects.exists()  # it is used until then
    look_at_places(datetime(2026, 12, 1, 9, tzinfo=UTC))
    return EndProof.objects.get(engagement=larch)


def test_who_ended_owes_proof_by_the_day_of_its_contract(desk: Desk) -> None:
    """The last day is 30 November: it is not used from 1 December, and 30 days later is 31 December."""
    proof = ended(desk)
    assert (proof.ended_on, proof.due_on) == (date(2026, 12, 1), date(2026, 12, 31))
    assert desk.engaged("larch").ended_on == date(2026, 12, 1)
    found = waiting(desk, datetime(2026, 12, 31, 9, tzinfo=UTC))
    assert found["erasure-unproven"] == 1 and "erasure-overdue" not in found
    late = waiting(desk, datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert late["erasure-overdue"] == 1 and "erasure-unproven" not in late
    look_at_places(datetime(2027, 1, 2, 9, tzinfo=UTC))
    assert EndProof.objects.count() == 1


def test_without_a_term_it_is_due_at_once(desk: Desk) -> None:
    assert ended(desk, proof_days=None).due_on == date(2026, 12, 1)


def test_a_company_is_asked_and_reminded_by_mail(desk: Desk) -> None:
    begun(desk)
    changes(desk, "larch", contact=Contact("Lars", "DPO", "Privacy team, privacy@larch.example.com"))
    changes(desk, "larch", until=PartialDate(2026, 11, 30))
    look_at_places(datetime(2026, 12, 1, 9, tzinfo=UTC))
    proof, first = EndProof.objects.get(), datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert remind_of_proofs(first) == 0  # nobody has asked yet
    assert ask_for_proof(by=desk.owner, at=first, proof=proof)
    assert remind_of_proofs(first + timedelta(days=13)) == 0
    assert remind_of_proofs(first + timedelta(days=14)) == 1 == remind_of_proofs(first + timedelta(days=28))
    assert [str(one.to) for one in Message.objects.filter(kind="end-proof")] == [
        "privacy@larch.example.com"
    ] * 3
    proof.refresh_from_db()
    assert proof.reminders == 2


@pytest.mark.parametrize(
    ("seat", "chosen", "language", "words"),
    [
        ("DE", "", "en", "please confirm that our data are erased"),
        ("FI", "", "fi", "vahvistakaa, että tietomme on poistettu"),
        ("SE", "", "sv", "bekräfta att våra uppgifter är raderade"),
        ("FI", "sv", "sv", "bekräfta att våra uppgifter är raderade"),
        ("SE", "en", "en", "please confirm that our data are erased"),
        ("DE", "fi", "fi", "vahvistakaa, että tietomme on poistettu"),
    ],
)
def test_a_company_is_written_to_in_the_language_of_its_contact(
    desk: Desk, seat: str, chosen: str, language: str, words: str
) -> None:
    begun(desk)
    contact = Contact("Lars", "DPO", "privacy@larch.example.com")
    changes(desk, "larch", contact=contact, places=(Place("DE"), Place(seat, "seat")))
    larch = desk.engaged("larch")
    record_terms(by=desk.owner, at=AT, engagement=larch, told_days=None, language=chosen)
    changes(desk, "larch", until=PartialDate(2026, 11, 30))
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    look_at_places(at)
    assert ask_for_proof(by=desk.owner, at=at, proof=EndProof.objects.get(engagement=larch))
    sent = Message.objects.get(kind="end-proof")
    assert sent.language == language and words in str(sent.subject)


def test_a_company_without_an_address_is_asked_otherwise(desk: Desk) -> None:
    proof = ended(desk)
    assert not ask_for_proof(by=desk.owner, at=AT, proof=proof)
    proof.refresh_from_db()
    assert proof.asked_at == AT and not Message.objects.filter(kind="end-proof").exists()


def test_a_person_takes_the_proof(desk: Desk) -> None:
    proof = ended(desk)
    at = datetime(2026, 12, 14, 9, tzinfo=UTC)
    given = {"how": "return", "name": "Certificate", "on": date(2026, 12, 12)}
    accept_proof(by=desk.officer, at=at, proof=proof, upload=Upload("c.pdf", "pdf", b"%PDF"), **given)  # type: ignore[arg-type]
    proof.refresh_from_db()
    assert proof.accepted_by == desk.officer.user and proof.evidence is not None
    assert proof.evidence.attachment is not None and not {"erasure-unproven", "erasure-overdue"} & set(
        waiting(desk, at)
    )
    assert remind_of_proofs(at + timedelta(days=60)) == 0
    with pytest.raises(ProofTaken):
        accept_proof(by=desk.officer, at=at, proof=proof, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "country", "tool"),
    [
        ("transfer", "US", "scc-5"),  # decision (EU) 2021/914 has four modules
        ("transfer", "US", "derogation"),  # Art. 49 is no tool of Art. 46
        ("impact-assessment", "US", "scc-3"),
        ("contract", "", "scc-3"),
    ],
)
def test_a_tool_is_one_of_article_46_and_of_a_transfer_alone(
    desk: Desk, kind: str, country: str, tool: str
) -> None:
    begun(desk)
    one = desk.engaged("sequoia")
    with pytest.raises(EvidenceWrong):
        record_evidence(
            by=desk.officer, at=AT, engagement=one, kind=kind, country=country, tool=tool, name="a.pdf",
            first=date(2026, 11, 2),
        )  # fmt: skip
    assert not one.evidence.exists()


def test_every_tool_of_article_46_is_kept_as_it_was_said(desk: Desk) -> None:
    begun(desk)
    one, tools = desk.engaged("sequoia"), ["scc-1", "scc-2", "scc-3", "scc-4", "bcr", "code", "certification"]
    tools += ["public-body", "own-clauses"]
    for tool in tools:
        record_evidence(
            by=desk.officer, at=AT, engagement=one, kind="transfer", country="US", tool=tool, name=tool,
            first=date(2026, 11, 2),
        )  # fmt: skip
    assert {each.name: each.tool for each in one.evidence.all()} == {tool: tool for tool in tools}
