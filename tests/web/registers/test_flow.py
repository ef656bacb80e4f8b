"""A register from a received document to published versions; two people at one draft; what is published stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Waiver
from ketju.web.apps.registers.checking import findings_in, findings_of
from ketju.web.apps.registers.content import (
    Record,
    public_register_of,
    record_from,
    register_of,
    register_of_draft,
)
from ketju.web.apps.registers.models import Draft, Register, RunningWaiver, Version
from ketju.web.apps.registers.problems import (
    ChangedMeanwhile,
    DraftClosed,
    NotChecked,
    NothingChanged,
    NothingRead,
    NotReady,
    OutdatedBase,
    RecordWrong,
    SlugTaken,
)
from ketju.web.apps.registers.writes.drafting import begin_draft, discard_draft, draft_from_snapshot
from ketju.web.apps.registers.writes.editing import remove_record, review_record, save_record, undo
from ketju.web.apps.registers.writes.publishing import check_draft, publish, waive
from ketju.web.apps.registers.writes.receiving import add_register, read_snapshot, receive
from ketju.web.base.access.models import Processor
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
LIST = b"""# Sub-processors of Kite

| Company | Country | Purpose | Transfer safeguard |
| --- | --- | --- | --- |
| Cloudberry Hosting Oy | Finland | Servers and storage | |
| Larch Mail GmbH | Germany | Delivery of e-mail | |
| Sequoia Support Inc. | United States | Support tickets | Standard contractual clauses |
"""

pytestmark = pytest.mark.django_db


@dataclass
class Desk:
    """A person at work on a register."""

    by: Actor
    register: Register

    def read(self, data: bytes = LIST, name: str = "list.md") -> Draft:
        snapshot = receive(by=self.by, at=AT, register=self.register, name=name, data=data)
        read_snapshot(snapshot, AT)
        return draft_from_snapshot(by=self.by, at=AT, snapshot=snapshot)

    def edit(self, draft: Draft, slug: str, **members: object) -> None:
        record = self.record(draft, slug)
        wanted = Record("entries", slug, record.data | members)
        save_record(by=self.by, at=AT, draft=draft, record=wanted, opened=record.data)

    def record(self, draft: Draft, slug: str) -> Record:
        return record_from(draft.records.get(kind="entries", slug=slug))

    def publish(self, draft: Draft) -> Version:
        checked = check_draft(by=self.by, at=AT, draft=draft, on=DAY)
        errors = [one for one in findings_of(checked, DAY) if one.level == "error" and one.waiver is None]
        if errors:
            until = PartialDate(2027, 3, 1)
            waivers = [Waiver(one.rule, "old list", "Aino Kallio", until, entry=one.entry) for one in errors]
            waive(by=self.by, at=AT, draft=draft, waivers=waivers)
            check_draft(by=self.by, at=AT, draft=draft, on=DAY)
        return publish(by=self.by, at=AT, draft=draft, on=DAY, why="first list", audience="TLP:CLEAR")


@pytest.fixture
def desk() -> Desk:
    return desk_at_work()


def desk_at_work() -> Desk:
    kite = Processor.objects.create(slug="kite", name="Kite Hosting Ltd")
    user = User.objects.create_user("officer@example.com", "correct horse battery", name="Officer")
    by = Actor(user=user, role="privacy-officer")
    register = add_register(
        by=by, at=AT, processor=kite, slug="main", titles={"en": "Sub-processors"}, languages=["en", "fi"]
    )
    return Desk(by, register)


def test_what_is_received_is_kept_as_it_came_and_read(desk: Desk) -> None:
    snapshot = receive(by=desk.by, at=AT, register=desk.register, name="list.md", data=LIST)
    read_snapshot(snapshot, AT)
    snapshot.refresh_from_db()
    assert bytes(snapshot.data) == LIST
    assert (snapshot.entries, snapshot.problem, snapshot.form) == (3, "", "markdown")
    draft = draft_from_snapshot(by=desk.by, at=AT, snapshot=snapshot)
    assert [one.name for one in register_of_draft(draft).entries] == [
        "Cloudberry Hosting Oy", "Larch Mail GmbH", "Sequoia Support Inc.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name"), [(b"\x00\x01\x02\x03" * 50, "x.bin"), (b"%PDF-1.4 broken", "x.pdf")]
)
def test_what_cannot_be_read_is_kept_with_the_reason(desk: Desk, data: bytes, name: str) -> None:
    snapshot = receive(by=desk.by, at=AT, register=desk.register, name=name, data=data)
    assert read_snapshot(snapshot, AT) is None
    snapshot.refresh_from_db()
    assert snapshot.problem
    assert bytes(snapshot.data) == data
    with pytest.raises(NothingRead):
        draft_from_snapshot(by=desk.by, at=AT, snapshot=snapshot)


def test_versions_are_numbered_and_stay(desk: Desk) -> None:
    first = desk.publish(desk.read())
    draft = begin_draft(by=desk.by, at=AT, register=desk.register)
    with pytest.raises(NotChecked):
        publish(by=desk.by, at=AT, draft=draft, on=DAY, why="", audience="TLP:CLEAR")
    check_draft(by=desk.by, at=AT, draft=draft, on=DAY)
    with pytest.raises(NothingChanged):
        publish(by=desk.by, at=AT, draft=draft, on=DAY, why="", audience="TLP:CLEAR")
    slug = register_of(first).entries[1].id
    desk.edit(draft, slug, places=[{"code": "IE"}])
    second = desk.publish(draft)
    assert (first.number, second.number) == (1, 2)
    assert second.counts
    assert second.owed >= 1  # another place: Art. 28(2), D-134
    assert first.content_hash != second.content_hash
    assert len(register_of(first).entries) == len(register_of(second).entries) == 3
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=first.pk).update(why="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=first.pk).delete()
    with pytest.raises(DraftClosed):
        discard_draft(by=desk.by, at=AT, draft=Draft.objects.get(pk=draft.pk))


def test_an_error_keeps_a_draft_back_until_somebody_answers_for_it(desk: Desk) -> None:
    draft = desk.read()
    slug = register_of_draft(draft).entries[0].id
    desk.edit(draft, slug, since="2026-02", until="2025-01")  # it ends before it begins
    checked = check_draft(by=desk.by, at=AT, draft=draft, on=DAY)
    assert checked.errors
    assert [one for one, is_waived in findings_in(checked.findings) if one.level == "error"]
    with pytest.raises(NotReady):
        publish(by=desk.by, at=AT, draft=draft, on=DAY, why="", audience="TLP:CLEAR")
    assert desk.publish(draft).number == 1


def test_two_people_at_one_record(desk: Desk) -> None:
    draft = desk.read()
    slug = register_of_draft(draft).entries[1].id
    opened = desk.record(draft, slug).data
    desk.edit(draft, slug, retention="30 days")
    mine = Record("entries", slug, opened | {"address": "Example Street 1, Berlin"})
    save_record(by=desk.by, at=AT, draft=draft, record=mine, opened=opened)
    both = desk.record(draft, slug).data
    assert (both["retention"], both["address"]) == ("30 days", "Example Street 1, Berlin")
    other = Record("entries", slug, opened | {"retention": "90 days"})
    with pytest.raises(ChangedMeanwhile) as told:
        save_record(by=desk.by, at=AT, draft=draft, record=other, opened=opened)
    assert told.value.fields == ["retention"]
    assert desk.record(draft, slug).data == both


def test_undo_goes_back_change_by_change(desk: Desk) -> None:
    draft = desk.read()
    slugs = [one.id for one in register_of_draft(draft).entries]
    before = register_of_draft(draft)
    desk.edit(draft, slugs[0], retention="30 days")
    gone = desk.record(draft, slugs[2])
    remove_record(by=desk.by, at=AT, draft=draft, kind="entries", slug=slugs[2], opened=gone.data)
    assert len(register_of_draft(draft).entries) == 2
    assert undo(by=desk.by, at=AT, draft=draft).slug == slugs[2]  # type: ignore[union-attr]
    assert undo(by=desk.by, at=AT, draft=draft).slug == slugs[0]  # type: ignore[union-attr]
    assert undo(by=desk.by, at=AT, draft=draft) is None
    assert register_of_draft(draft) == before


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"places": [{"code": "XX"}]}, "places"),
        ({"since": "2026-02-30"}, "since"),
        ({"applies_to": {"services": ["nothing"]}}, "applies_to"),
        ({"name": ""}, "name"),
        ({"surprise": "yes"}, "surprise"),
    ],
)
def test_a_record_that_is_not_right_is_not_saved(desk: Desk, members: dict[str, object], field: str) -> None:
    draft = desk.read()
    slug = register_of_draft(draft).entries[0].id
    before = desk.record(draft, slug).data
    with pytest.raises(RecordWrong) as told:
        desk.edit(draft, slug, **members)
    assert [one[0] for one in told.value.faults] == [field]
    assert desk.record(draft, slug).data == before


def test_nothing_is_taken_out_that_others_refer_to(desk: Desk) -> None:
    draft = desk.read()
    first, second, _ = (one.id for one in register_of_draft(draft).entries)
    desk.edit(draft, second, engaged_by=first)
    with pytest.raises(RecordWrong):
        remove_record(
            by=desk.by, at=AT, draft=draft, kind="entries", slug=first, opened=desk.record(draft, first).data
        )


def test_a_draft_of_an_older_version_is_refused(desk: Desk) -> None:
    desk.publish(desk.read())
    mine, theirs = (begin_draft(by=desk.by, at=AT, register=desk.register) for _ in range(2))
    slug = register_of_draft(mine).entries[0].id
    for draft in (mine, theirs):
        desk.edit(draft, slug, retention=f"{draft.pk} days")
    desk.publish(theirs)
    with pytest.raises(OutdatedBase):
        desk.publish(mine)


def test_contact_persons_stay_inside(desk: Desk) -> None:
    draft = desk.read()
    slug = register_of_draft(draft).entries[0].id
    desk.edit(draft, slug, contact={"name": "Pihla Koivu", "details": "pihla@example.com"})
    version = desk.publish(draft)
    assert register_of(version).entries[0].contact is not None
    assert "Pihla" not in repr(public_register_of(version))


def test_what_was_looked_at_is_marked(desk: Desk) -> None:
    draft = desk.read()
    slug = register_of_draft(draft).entries[0].id
    review_record(by=desk.by, at=AT, draft=draft, kind="entries", slug=slug, review="accepted")
    assert draft.records.get(kind="entries", slug=slug).review == "accepted"
    desk.edit(draft, slug, retention="30 days")
    assert draft.records.get(kind="entries", slug=slug).review == "corrected"


def test_one_register_a_slug(desk: Desk) -> None:
    with pytest.raises(SlugTaken):
        add_register(
            by=desk.by, at=AT, processor=desk.register.processor, slug="main", titles={}, languages=["en"]
        )


UNFINISHED = b"""# Sub-processors of Kite

| Company | Company number | Country | Outside the EU/EEA | Personal data | Start date | Purpose |
| --- | --- | --- | --- | --- | --- | --- |
| Cloudberry Hosting Oy | 2345678-4 | Finland | No | Names | 2024-03-01 | Servers and storage |
| Larch Mail GmbH | HRB 12345 | Germany | No | E-mail addresses | 2024-05-01 | Delivery of e-mail |
| Sequoia Support Inc. | | FIXME | | | | Support tickets |
"""
OPEN_FIELDS = {"places", "since", "identifiers", "outside_eea", "data"}
"""What the row of Sequoia leaves open: its place is a placeholder, the others are empty (D-7)."""


def test_open_places_of_a_list_keep_it_back_until_each_has_a_reason_an_owner_and_a_day(desk: Desk) -> None:
    draft = desk.read(UNFINISHED)
    checked = check_draft(by=desk.by, at=AT, draft=draft, on=DAY)
    found = [one for one in findings_of(checked, DAY) if one.entry.startswith("sequoia")]
    assert {one.path.split("/")[-1] for one in found} >= OPEN_FIELDS
    grave = [one for one in found if one.level == "error"]
    assert "placeholder" in {one.slug for one in grave}
    assert checked.errors == len(grave) and checked.state == "checked"
    with pytest.raises(NotReady) as told:
        publish(by=desk.by, at=AT, draft=draft, on=DAY, why="", audience="TLP:CLEAR")
    assert told.value.params["count"] == str(len(grave))
    until = PartialDate(2026, 6, 1)
    unknown = [
        Waiver(one.rule, "unknown; the company was asked", "Aino Kallio", until, entry=one.entry)
        for one in grave
    ]
    waive(by=desk.by, at=AT, draft=draft, waivers=unknown)
    with pytest.raises(NotChecked):  # what was answered for is looked at again
        publish(by=desk.by, at=AT, draft=draft, on=DAY, why="", audience="TLP:CLEAR")
    assert check_draft(by=desk.by, at=AT, draft=draft, on=DAY).errors == 0
    version = publish(by=desk.by, at=AT, draft=draft, on=DAY, why="first list", audience="TLP:CLEAR")
    kept = register_of(version).waivers
    assert {(one.reason, one.owner, one.until) for one in kept} == {
        ("unknown; the company was asked", "Aino Kallio", until)
    }
    running = RunningWaiver.objects.filter(register=desk.register)
    assert {(one.rule, one.owner, one.until) for one in running} == {
        (one.rule, "Aino Kallio", date(2026, 6, 1)) for one in grave
    }
    later = begin_draft(by=desk.by, at=AT, register=desk.register)
    assert check_draft(by=desk.by, at=AT, draft=later, on=date(2026, 6, 1)).errors == 0
    assert check_draft(by=desk.by, at=AT, draft=later, on=date(2026, 6, 2)).errors == len(grave)
