"""What a check, a plan to publish and a version keep of themselves, and what is refused; all of it on the trail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketju.core.model.date import PartialDate
from ketju.core.model.register import Waiver
from ketju.core.problems.publishing import LabelMissing, LabelTooStrict
from ketju.core.register.canonical import content_hash
from ketju.web.apps.registers.content import public_register_of, register_of, register_of_draft
from ketju.web.apps.registers.models import Draft, Version
from ketju.web.apps.registers.problems import DraftClosed, NotChecked, NothingChanged, NotReady, TooLate
from ketju.web.apps.registers.reads_changes import changes_in
from ketju.web.apps.registers.writes import publishing
from ketju.web.apps.registers.writes.drafting import begin_draft, discard_draft, draft_from_snapshot
from ketju.web.apps.registers.writes.publishing import check_draft, publish, schedule, unschedule, waive
from ketju.web.apps.registers.writes.receiving import read_snapshot, receive
from ketju.web.base.audit.models import AuditEntry
from tests.web.registers.test_flow import AT, DAY, LIST, Desk, desk_at_work

HELSINKI = ZoneInfo("Europe/Helsinki")
LATER = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
"""Half past one in Helsinki on 1 April 2026: summer time began there on 29 March."""
CLEAR = "TLP:CLEAR"
BROKEN = {"since": "2026-02", "until": "2025-01"}
"""An entry that ends before it begins."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return desk_at_work()


@pytest.fixture
def next_draft(desk: Desk) -> Draft:
    """One company has another place than in the version before."""
    first = desk.publish(desk.read())
    draft = begin_draft(by=desk.by, at=AT, register=desk.register)
    desk.edit(draft, register_of(first).entries[1].id, places=[{"code": "IE"}])
    desk.answer(draft)
    return draft


def noted(desk: Desk, action: str) -> list[tuple[object, ...]]:
    """The acts of a kind on the trail of the processor."""
    rows = AuditEntry.objects.filter(action=action, processor=desk.register.processor).order_by("pk")
    return [(one.kind, one.subject, one.actor, one.role, one.at) for one in rows]


def act(desk: Desk, kind: str, subject: str, at: datetime = AT) -> tuple[object, ...]:
    return kind, subject, desk.by.user, desk.by.role, at


def checked(desk: Desk, draft: Draft, at: datetime = AT) -> Draft:
    return check_draft(by=desk.by, at=at, draft=draft, on=DAY)


def test_a_check_keeps_what_it_found_of_which_revision(desk: Desk) -> None:
    draft = desk.read()
    assert (draft.state, draft.checked_revision) == ("draft", -1)
    found = checked(desk, draft, AT + timedelta(minutes=1))
    held = Draft.objects.get(pk=draft.pk)
    assert (held.state, held.checked_revision, held.errors) == ("checked", held.revision, found.errors)
    calm = held.errors
    desk.edit(draft, register_of_draft(draft).entries[0].id, **BROKEN)
    checked(desk, draft)
    held.refresh_from_db()
    assert (held.errors, held.checked_revision) == (calm + 1, held.revision), "it ends before it begins"
    assert '"error"' in held.findings
    assert noted(desk, "drafts.check") == [
        act(desk, "draft", draft.public_id, AT + timedelta(minutes=1)), act(desk, "draft", draft.public_id),
    ]  # fmt: skip


def test_a_version_says_of_itself_what_it_is(desk: Desk, next_draft: Draft) -> None:
    """The place of one company of three changed, Germany to Ireland: one place more, of which notice may be owed by an
    agreement (Art. 28(2) itself names additions and replacements of companies), and one less, of which none is.
    """
    first = Version.objects.get()
    at = AT + timedelta(hours=1)
    made = publish(
        by=desk.by, at=at, draft=next_draft, on=date(2026, 4, 1), why="Ireland " * 60, audience=CLEAR
    )
    held, draft = Version.objects.get(number=2), Draft.objects.get(pk=next_draft.pk)
    assert (held.processor, held.register, held.kind) == (desk.register.processor, desk.register, "next")
    assert (held.pk, held.on, held.published_at, held.by) == (made.pk, date(2026, 4, 1), at, desk.by.user)
    assert held.why == ("Ireland " * 60)[:400] and len(held.why) == 400
    content = register_of(held)
    assert (content.version, content.version_on, content.tlp) == ("2", PartialDate(2026, 4, 1), CLEAR)
    assert (held.content_hash, held.entries) == (content_hash(content), 3)
    assert held.public_hash == content_hash(public_register_of(held))
    found = {(one.kind, one.new_id) for one in changes_in(held.changes)}
    assert found == {("place-added", content.entries[1].id), ("place-removed", content.entries[1].id)}
    assert (held.counts, held.owed) == ({"place-added": 1, "place-removed": 1}, 1)
    assert (first.changes, first.counts, first.owed) == ("", {}, 0), "nothing came before the first"
    assert (draft.state, draft.version, draft.publish_at, draft.changed_at) == ("published", held, None, at)
    assert noted(desk, "versions.publish")[1:] == [act(desk, "version", held.public_id, at)]


def test_additions_are_counted_as_owed_and_corrections_are_not(desk: Desk) -> None:
    """Art. 28(2): "any intended changes concerning the addition or replacement of other processors"."""
    desk.publish(desk.read())
    more = LIST + b"| Rowan Backups AB | Sweden | Backups | |\n| Fir Filters SAS | France | Filters | |\n"
    snapshot = receive(by=desk.by, at=AT, register=desk.register, name="list.md", data=more)
    read_snapshot(snapshot, AT)
    made = desk.publish(draft_from_snapshot(by=desk.by, at=AT, snapshot=snapshot))
    assert (made.counts, made.owed, made.entries) == ({"added": 2}, 2, 5)
    draft = begin_draft(by=desk.by, at=AT, register=desk.register)
    desk.edit(draft, register_of(made).entries[0].id, notes=["Green power"])
    quiet = desk.publish(draft)
    assert (quiet.owed, sum(quiet.counts.values())) == (0, 1)


def test_what_is_to_be_published_later_is_planned_and_nothing_is_published(
    desk: Desk, next_draft: Draft
) -> None:
    schedule(by=desk.by, at=AT, draft=next_draft, publish_at=LATER, why="W" * 500, audience=CLEAR)
    held = Draft.objects.get(pk=next_draft.pk)
    assert (held.state, held.publish_at, held.why, held.audience) == ("scheduled", LATER, "W" * 400, CLEAR)
    assert Version.objects.count() == 1
    assert noted(desk, "drafts.schedule") == [act(desk, "draft", held.public_id)]
    checked(desk, held)
    held.refresh_from_db()
    assert (held.state, held.publish_at) == ("scheduled", LATER), "another look stops nothing"
    later = AT + timedelta(days=1)
    unschedule(by=desk.by, at=later, draft=held)
    unschedule(by=desk.by, at=later + timedelta(days=1), draft=held)
    held.refresh_from_db()
    assert (held.state, held.publish_at, held.changed_at) == ("checked", None, later)
    assert noted(desk, "drafts.stop") == [act(desk, "draft", held.public_id, later)]


def test_what_publishing_asks_is_asked_for_the_day_to_come(
    desk: Desk, next_draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[object, ...]] = []

    def look(draft: Draft, version: Version, at: datetime) -> None:
        seen.append((draft.pk, version.number, version.on, version.why, version.by, at))
        if version.on < date(2026, 4, 1):
            raise NotReady(count=1)

    monkeypatch.setattr(publishing, "checks", [look])
    given = {"by": desk.by, "draft": next_draft, "why": "In April", "audience": CLEAR}
    schedule(at=AT, publish_at=LATER, **given)
    assert seen == [(next_draft.pk, 2, date(2026, 4, 1), "In April", desk.by.user, LATER)]
    unschedule(by=desk.by, at=AT, draft=next_draft)
    with pytest.raises(NotReady):
        schedule(at=AT, publish_at=LATER - timedelta(hours=2), **given)  # it is 31 March there
    with pytest.raises(NotReady):
        publish(at=LATER, on=date(2026, 3, 31), **given)
    next_draft.refresh_from_db()
    assert (next_draft.state, next_draft.publish_at, Version.objects.count()) == ("checked", None, 1)


def test_who_follows_hears_of_a_version_in_the_same_transaction(
    desk: Desk, next_draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[object, datetime]] = []
    monkeypatch.setattr(publishing, "published", [lambda version, at: heard.append((version.number, at))])
    publish(by=desk.by, at=LATER, draft=next_draft, on=DAY, why="", audience=CLEAR)
    assert heard == [(2, LATER)]


def test_nothing_more_happens_in_a_draft_that_is_closed(desk: Desk, next_draft: Draft) -> None:
    discard_draft(by=desk.by, at=AT, draft=next_draft)
    with pytest.raises(DraftClosed):
        checked(desk, next_draft)
    with pytest.raises(DraftClosed):
        unschedule(by=desk.by, at=AT, draft=next_draft)
    with pytest.raises(DraftClosed):
        schedule(by=desk.by, at=AT, draft=next_draft, publish_at=LATER, why="", audience=CLEAR)
    with pytest.raises(DraftClosed):
        publish(by=desk.by, at=AT, draft=next_draft, on=DAY, why="", audience=CLEAR)
    assert Version.objects.count() == 1


def test_what_cannot_be_published_cannot_be_planned_either(desk: Desk, next_draft: Draft) -> None:
    given = {"by": desk.by, "at": AT, "draft": next_draft, "publish_at": LATER, "why": ""}
    base = register_of(Version.objects.get()).entries[1].id
    desk.edit(next_draft, base, places=[{"code": "DE"}])
    with pytest.raises(NotChecked):
        schedule(**given, audience=CLEAR)
    checked(desk, next_draft)
    with pytest.raises(NothingChanged) as same:
        schedule(**given, audience=CLEAR)
    assert same.value.params["number"] == "1"
    desk.edit(next_draft, base, **BROKEN)
    checked(desk, next_draft)
    with pytest.raises(NotReady):
        schedule(**given, audience=CLEAR)


def test_the_label_of_a_list_is_confirmed_by_whoever_plans_to_publish_it(desk: Desk) -> None:
    """D-4: nothing is published without a label, nor under one that keeps it from the public."""
    draft = desk.read()
    desk.answer(draft)
    given = {"by": desk.by, "at": AT, "draft": draft, "publish_at": LATER, "why": ""}
    with pytest.raises(LabelMissing):
        schedule(**given)
    with pytest.raises(LabelTooStrict):
        schedule(**given, audience="TLP:AMBER")
    assert schedule(**given, audience=CLEAR).audience == CLEAR


def test_waivers_are_kept_one_after_the_other_and_stand_in_the_version(desk: Desk) -> None:
    draft = desk.read()
    first = Waiver("reg001", "old list", "Aino Kallio", PartialDate(2027, 3, 1))
    second = Waiver("reg002", "asked", "Olli Salo", PartialDate(2026, 9, 1), entry="larch-mail-gmbh")
    waive(by=desk.by, at=AT, draft=draft, waivers=[first])
    waive(by=desk.by, at=AT, draft=draft, waivers=[second])
    assert register_of_draft(draft).waivers == (first, second)


def test_old_versions_are_taken_in_before_the_first_that_was_published_here(desk: Desk) -> None:
    """What was published elsewhere holds from its own day, under the agreement of then."""
    snapshot = receive(by=desk.by, at=AT, register=desk.register, name="list.md", data=LIST)
    read_snapshot(snapshot, AT)
    old = {"by": desk.by, "at": AT, "snapshot": snapshot, "on": date(2024, 5, 1), "agreement": "agr_1"}
    made = desk.publish(draft_from_snapshot(kind="past", **old))
    assert (made.kind, made.on, made.agreement, made.number) == ("past", date(2024, 5, 1), "agr_1", 1)
    draft = draft_from_snapshot(by=desk.by, at=AT, snapshot=snapshot)
    desk.edit(draft, register_of_draft(draft).entries[0].id, retention="30 days")
    assert desk.publish(draft).number == 2
    with pytest.raises(TooLate) as caught:
        desk.publish(draft_from_snapshot(kind="opening", **old))
    assert caught.value.params["on"] == "2026-03-02"
