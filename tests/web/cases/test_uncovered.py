"""Since when a place is covered by nothing, what opens again, and how proof of an end is asked for (D-8, D-141, D-152)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Contact
from ketju.web.apps.cases.models import EndProof, Recheck
from ketju.web.apps.cases.places import look_at_places
from ketju.web.apps.cases.problems import EvidenceWrong, ReasonMissing
from ketju.web.apps.cases.writes.ending import (
    accept_proof,
    address_in,
    addresses_in,
    ask_for_proof,
    ask_where_ended,
    contact_language,
    due_on,
    remind_of_proofs,
)
from ketju.web.apps.cases.writes.engaging import record_terms
from ketju.web.apps.cases.writes.rechecking import close_recheck
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.outbox.models import Message
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.cases.test_rechecking import NONE, begun, changes
from tests.web.registers.lists import SCC

DAY = timedelta(days=1)
ENDED = datetime(2026, 12, 1, 9, tzinfo=UTC)
"""The first day on which a company whose last day is 30 November 2026 is not used."""


def test_since_when_nothing_covers_a_place_is_kept_until_something_does(desk: Desk) -> None:
    begun(desk)
    changes(desk, "sequoia", transfer=NONE)
    changes(desk, "mango", transfer=NONE)
    assert look_at_places(AT + DAY) == 2 == look_at_places(AT + 3 * DAY)
    held = desk.engaged("sequoia")
    assert (held.uncovered, held.uncovered_at) == (["US"], AT + DAY)
    changes(desk, "sequoia", transfer=SCC)
    assert look_at_places(AT + 4 * DAY) == 1
    held, other = desk.engaged("sequoia"), desk.engaged("mango")
    assert (held.uncovered, held.uncovered_at) == ([], None)
    assert (other.uncovered, other.uncovered_at) == (["IN"], AT + DAY)
    found = Recheck.objects.get(engagement=held)
    assert (found.reason, found.outcome, found.closed_at) == ("uncovered", "covered", AT + 4 * DAY)
    assert found.opened_at == AT + DAY
    changes(desk, "sequoia", transfer=NONE)
    look_at_places(AT + 5 * DAY)
    assert desk.engaged("sequoia").uncovered_at == AT + 5 * DAY
    assert Recheck.objects.filter(engagement=held).count() == 2, "it is another time, with a day of its own"


def test_what_was_to_end_and_did_not_is_open_as_if_nobody_had_said_a_word(desk: Desk) -> None:
    begun(desk)
    changes(desk, "sequoia", transfer=NONE)
    look_at_places(AT)
    one = Recheck.objects.get()
    leaves = date(2026, 12, 31)
    close_recheck(by=desk.officer, at=AT, recheck=one, outcome="ending", why="We leave", leaves_on=leaves)
    one.refresh_from_db()
    assert (one.outcome, one.closed_by, one.leaves_on) == ("ending", desk.officer.user, leaves)
    look_at_places(datetime(2027, 1, 1, 9, tzinfo=UTC))
    one.refresh_from_db()
    assert (one.outcome, one.closed_at, one.closed_by, one.leaves_on) == ("", None, None, None)
    assert one.opened_at == AT, "it is the same thing to do, since then"


def over(desk: Desk, proof_days: int | None = 30, mail: str = "privacy@larch.example.com") -> EndProof:
    begun(desk)
    changes(desk, "larch", contact=Contact("Lars", "DPO", mail))
    larch = desk.engaged("larch")
    record_terms(by=desk.owner, at=AT, engagement=larch, told_days=None, proof_days=proof_days)
    changes(desk, "larch", until=PartialDate(2026, 11, 30))
    look_at_places(ENDED)
    return EndProof.objects.get(engagement=larch)


def test_what_a_company_is_written(desk: Desk) -> None:
    proof = over(desk)
    assert ask_for_proof(by=desk.owner, at=ENDED, proof=proof)
    sent = Message.objects.get(kind="end-proof")
    assert (sent.processor, sent.to, sent.language) == (desk.kite, "privacy@larch.example.com", "en")
    for said in ("1 December 2026", "31 December 2026", "Kite Hosting Oy"):
        assert said in f"{sent.subject} {sent.text}"
    assert ask_for_proof(by=desk.owner, at=ENDED + DAY, proof=proof), "a second one is a message of its own"
    assert Message.objects.filter(kind="end-proof").count() == 2


def test_reminders_begin_a_week_before_the_day_come_every_fortnight_and_end(desk: Desk) -> None:
    """Asked on 1 December, due on 31 December 2026: the first reminder is on the 24th, a week before; six at most."""
    proof = over(desk)
    ask_for_proof(by=desk.owner, at=ENDED, proof=proof)
    days = [ENDED + count * DAY for count in range(1, 140)]
    assert [one.date() for one in days if remind_of_proofs(one)] == [
        date(2026, 12, 24), date(2027, 1, 7), date(2027, 1, 21), date(2027, 2, 4), date(2027, 2, 18), date(2027, 3, 4),
    ]  # fmt: skip
    noted = AuditEntry.objects.filter(action="proofs.remind")
    assert {(one.actor_kind, one.subject) for one in noted} == {(MACHINE.kind, proof.engagement.public_id)}


@pytest.mark.parametrize("mail", ["call us", "not@an@address"])
def test_where_no_mail_can_go_it_is_noted_that_somebody_asked(desk: Desk, mail: str) -> None:
    proof = over(desk, mail=mail)
    assert not ask_for_proof(by=desk.owner, at=ENDED, proof=proof)
    proof.refresh_from_db()
    assert (proof.asked_at, proof.reminders) == (ENDED, 0)
    assert AuditEntry.objects.filter(action="proofs.ask").count() == 1
    assert not Message.objects.filter(kind="end-proof").exists()


def test_a_proof_is_of_an_erasure_or_a_return_and_taken_by_a_person(desk: Desk) -> None:
    """Art. 28(3)(g): "deletes or returns all the personal data"."""
    proof = over(desk)
    given = {"at": ENDED, "proof": proof, "name": "Certificate", "on": date(2026, 12, 1)}
    with pytest.raises(EvidenceWrong) as caught:
        accept_proof(by=desk.officer, how="shredding", **given)
    assert caught.value.params == {"found": "shredding", "known": "erasure, return"}
    with pytest.raises(ReasonMissing):
        accept_proof(by=MACHINE, how="erasure", **given)
    assert not desk.engaged("larch").evidence.exists()
    held = accept_proof(by=desk.officer, how="return", note="On a disk", **given)
    assert held.evidence is not None
    assert (held.evidence.kind, held.evidence.note, held.evidence.by) == (
        "erasure", "On a disk", desk.officer.user,
    )  # fmt: skip


def test_proof_is_asked_once_for_each_end(desk: Desk) -> None:
    proof = over(desk)
    assert ask_where_ended(ENDED) == 0
    desk.engaged("larch").__class__.objects.filter(entry="larch").update(ended_on=date(2027, 2, 1))
    assert ask_where_ended(ENDED + DAY) == 1
    again = EndProof.objects.exclude(pk=proof.pk).get()
    assert (again.ended_on, again.due_on, again.created_at) == (
        date(2027, 2, 1), date(2027, 3, 3), ENDED + DAY,
    )  # fmt: skip


def test_the_last_day_for_proof_is_so_many_days_after_the_end() -> None:
    ended = date(2026, 12, 1)
    assert [due_on(ended, one) for one in (30, 0, None)] == [date(2026, 12, 31), ended, ended]


@pytest.mark.parametrize(
    ("details", "addresses"),
    [
        ("Privacy team, privacy@larch.example.com", ["privacy@larch.example.com"]),
        (
            "<a@larch.example.com>; (b@larch.example.com), +358 1",
            ["a@larch.example.com", "b@larch.example.com"],
        ),
        ("+358 1", []),
    ],
)
def test_addresses_are_found_in_what_the_list_says_of_a_contact(details: str, addresses: list[str]) -> None:
    entry = replace(SPRUCE, contact=Contact("Lars", "DPO", details))
    assert addresses_in(entry) == addresses
    assert address_in(entry) == (addresses[0] if addresses else "")
    assert (addresses_in(None), address_in(replace(SPRUCE, contact=None))) == ([], "")


def test_without_an_entry_a_contact_is_written_to_in_english_unless_somebody_said_otherwise(
    desk: Desk,
) -> None:
    begun(desk)
    larch = desk.engaged("larch")
    assert contact_language(larch, None) == "en"
    larch.language = "sv"
    assert contact_language(larch, None) == "sv"
