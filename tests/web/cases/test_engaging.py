"""What is recorded of a company opens its gates, by tables made by hand: its access, documents by their days, approvals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ketju.core.cases.gates import Gate
from ketju.web.apps.cases.gating import Gating, gates_of
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.problems import EvidenceWrong
from ketju.web.apps.cases.writes.engaging import (
    end_evidence,
    has_second_person,
    record_access,
    record_evidence,
    record_mapping,
    record_terms,
)
from ketju.web.base.access.models import Membership
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from tests.web.cases.desk import AT, SPRUCE, Desk

HELSINKI = ZoneInfo("Europe/Helsinki")


def gate(change: CaseChange, kind: str) -> Gate:
    return next(one for one in gates_of(change, AT)["spruce"] if one.kind == kind)


@pytest.fixture
def change(desk: Desk) -> CaseChange:
    desk.customer("Alder", "long")
    return desk.propose(desk.draft(replace(SPRUCE, access="unknown")))


def test_content_is_reached_only_for_invoicing_or_where_the_agreement_gives_it(
    desk: Desk, change: CaseChange
) -> None:
    """D-137 to D-139: level, exception for invoicing, access by the agreement; whether the gate is open."""
    table = [
        ("unknown", False, False, False), ("none", False, False, True), ("metadata", False, False, True),
        ("content", False, False, False), ("content", True, False, True), ("content", False, True, True),
    ]  # fmt: skip
    for level, is_invoicing, may_reach, is_open in table:
        one = desk.engaged()
        record_access(
            by=desk.officer,
            at=AT,
            engagement=one,
            access=level,
            is_invoicing=is_invoicing,
            may_reach=may_reach,
        )
        one.refresh_from_db()
        assert (one.access, one.is_invoicing, one.may_reach) == (level, is_invoicing, may_reach)
        assert (gate(change, "access").opens is not None) is is_open, level
    with pytest.raises(EvidenceWrong) as told:
        record_access(by=desk.officer, at=AT, engagement=desk.engaged(), access="everything")
    assert told.value.params == {"found": "everything", "known": "none, metadata, content, unknown"}
    noted = AuditEntry.objects.filter(action="engagements.correct").first()
    assert noted is not None and noted.fields == "access,is_invoicing,may_reach"
    assert (noted.subject, noted.kind, noted.at) == (desk.engaged().public_id, "engagement", AT)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


DOCUMENTS = [
    ([], None, None),
    ([("2026-11-01", "")], "2026-11-01", None),
    ([("2026-11-26", "2026-11-26"), ("2026-11-28", "")], "2026-11-26", "2026-11-27"),  # today still holds
    (
        [("2026-11-26", "2026-11-26"), ("2026-11-27", "")],
        "2026-11-26",
        None,
    ),  # the next goes on without a gap
    ([("2026-11-01", "2026-12-20"), ("2026-11-01", "2027-12-20")], "2026-11-01", "2027-12-21"),  # the longest
    ([("2026-11-10", ""), ("2026-11-05", "")], "2026-11-05", None),  # of two without an end the older
    ([("2027-01-02", ""), ("2026-12-05", "2026-12-31")], "2026-12-05", "2027-01-01"),  # what comes first
    ([("2026-12-10", ""), ("2026-12-05", "2026-12-31")], "2026-12-05", None),
    ([("2026-10-01", "2026-11-25"), ("2026-11-27", "")], "2026-11-27", None),  # what is over gives way
    ([("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-11-10")], "2026-09-01", "2026-11-11"),  # over last
]
"""Documents by their first and last days, and from when until before when the gate is open on 26 November 2026."""


def test_of_several_documents_the_one_counts_that_holds_longest_else_comes_first(
    desk: Desk, change: CaseChange
) -> None:
    one = desk.engaged()
    for documents, opens, ends in DOCUMENTS:
        kept = [
            record_evidence(
                by=desk.officer, at=AT, engagement=one, kind="due-diligence", name="Answers", note="§ 3",
                first=date.fromisoformat(first), last=date.fromisoformat(last) if last else None, sha256="ab" * 32,
            )
            for first, last in documents
        ]  # fmt: skip
        found = gate(change, "due-diligence")
        assert (found.opens and found.opens.utc, found.ends and found.ends.utc) == (
            day(opens) if opens else None, day(ends) if ends else None
        ), documents  # fmt: skip
        assert gate(change, "contract").opens is None, "each document opens its own gate"
        for each in kept:
            assert (each.name, each.note, each.sha256, each.by) == (
                "Answers",
                "§ 3",
                "ab" * 32,
                desk.officer.user,
            )
            end_evidence(by=desk.officer, at=AT, evidence=each)
            end_evidence(by=desk.officer, at=day("2027-01-01"), evidence=each)
    ended = AuditEntry.objects.filter(action="evidence.end")
    assert ended.count() == sum(len(documents) for documents, _, _ in DOCUMENTS)
    assert {one.fields for one in AuditEntry.objects.filter(action="evidence.create")} == {
        "kind,tool,first,last"
    }
    assert set(one.evidence.values_list("ended_at", flat=True)) == {AT}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"kind": "promise"}, "promise"),
        ({"kind": "transfer"}, "transfer"),  # of which country?
        ({"kind": "contract", "country": "US"}, "contract US"),
        ({"kind": "contract", "name": " "}, " "),
        ({"kind": "contract", "name": ""}, "–"),
        ({"kind": "contract", "last": date(2026, 11, 1)}, "Contract"),
    ],
)
def test_what_is_no_evidence_is_refused_and_leaves_nothing(
    desk: Desk, change: CaseChange, given: dict[str, object], found: str
) -> None:
    asked: dict[str, object] = {"name": "Contract", "first": date(2026, 11, 2), **given}
    with pytest.raises(EvidenceWrong) as told:
        record_evidence(by=desk.officer, at=AT, engagement=desk.engaged(), **asked)  # type: ignore[arg-type]
    assert told.value.params == {
        "found": found, "known": "due-diligence, contract, transfer, impact-assessment, erasure"
    }  # fmt: skip
    assert not desk.engaged().evidence.exists()


def test_a_contract_passes_on_every_duty_that_an_agreement_sets_or_its_gate_is_shut(
    desk: Desk, change: CaseChange
) -> None:
    """The agreement sets how fast data are restored (D-132, D-187): the contract has to say where it passes that on."""
    record_evidence(
        by=desk.officer,
        at=AT,
        engagement=desk.engaged(),
        kind="contract",
        name="Contract",
        first=date(2026, 11, 2),
    )
    assert (gate(change, "contract").opens, gate(change, "contract").waits) == (None, "clauses")
    assert dict(gate(change, "contract").params)["clauses"] == "security.restore"
    for clauses, unmapped, left in (
        ({"security.restore": "  "}, (), "security.restore"),
        ({"security.restore": " § 9 "}, ("audit on site",), "audit on site"),
        ({"security.restore": "§ 9"}, (), ""),
    ):
        record_mapping(by=desk.officer, at=AT, engagement=desk.engaged(), clauses=clauses, unmapped=unmapped)
        assert dict(gate(change, "contract").params).get("clauses", "") == left
    assert gate(change, "contract").opens is not None
    assert (desk.engaged().mapping, desk.engaged().unmapped) == ({"security.restore": "§ 9"}, [])
    with pytest.raises(EvidenceWrong) as told:
        record_mapping(by=desk.officer, at=AT, engagement=desk.engaged(), clauses={"no.such": "§ 1"})
    assert told.value.params["found"] == "no.such" and told.value.params["known"].count(", ") == 4


def test_terms_of_a_contract_are_noted(desk: Desk, change: CaseChange) -> None:
    one = desk.engaged()
    record_terms(by=desk.officer, at=AT, engagement=one, told_days=30, proof_days=14)
    one.refresh_from_db()
    assert (one.told_days, one.proof_days, one.is_opening) == (30, 14, False)
    record_terms(by=desk.officer, at=AT, engagement=one, told_days=None, is_opening=True)
    one.refresh_from_db()
    assert (one.told_days, one.proof_days, one.is_opening) == (None, None, True)
    kinds = {each.kind for each in Gating(change, AT).by_entry["spruce"]}
    assert kinds >= {"due-diligence", "contract"}, "what is added is looked at whole, whatever was said of it"


def test_a_second_person_is_one_of_staff_who_may_publish_now(desk: Desk, change: CaseChange) -> None:
    owner = desk.owner.user
    assert owner is not None
    assert has_second_person(desk.kite, owner.pk, AT)
    Membership.objects.exclude(user=owner).update(ended_at=AT)
    assert not has_second_person(desk.kite, owner.pk, AT)
    for name, role, more, counts in (
        ("reader", "reader", {}, False),
        ("main-user", "main-user", {"customer": "cus_x"}, False),
        ("later", "privacy-officer", {"first": date(2026, 11, 27)}, False),
        ("officer", "privacy-officer", {"first": date(2026, 11, 26)}, True),
    ):
        user = User.objects.create_user(f"{name}@second.example.com", "correct horse battery", name=name)
        Membership.objects.create(
            user=user, processor=desk.kite, role=role, **{"first": date(2024, 1, 1), **more}
        )
        assert has_second_person(desk.kite, owner.pk, AT) is counts, name
    User.objects.filter(email="officer@second.example.com").update(is_active=False)
    assert not has_second_person(desk.kite, owner.pk, AT)
