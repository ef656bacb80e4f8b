"""Those who follow the public list hear of a change when customers do; nothing delays what starts a period."""

from __future__ import annotations

import gzip
import hashlib
from datetime import date, timedelta

import pytest

from ketju.formats.writers.listing import listing
from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.problems import ApprovalMissing, DatesOld, GatesShut, TextsMissing
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes.announcing import announce, obstacles, prepare_notice
from ketju.web.apps.cases.writes.engaging import approve_change
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.reading_back import facts_in_text
from ketju.web.apps.notices.reads import text_to
from ketju.web.apps.registers.annex import annex_of
from ketju.web.apps.registers.models import Draft, Publishing, Subscriber, Version
from ketju.web.apps.registers.problems import NotChecked
from ketju.web.apps.registers.published import publication_of
from ketju.web.apps.registers.reads_customers import view_of
from ketju.web.apps.registers.writes.filing import make_files
from ketju.web.apps.registers.writes.following import tell_followers
from ketju.web.apps.registers.writes.publishing import check_draft
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.jobs.models import Job
from ketju.web.base.outbox.models import Message
from tests.web.cases.answering import answered
from tests.web.cases.desk import AT, Desk, check_announcing

ON = date(2026, 11, 26)


def prepared(desk: Desk, draft: Draft) -> CaseChange:
    """A change whose texts are made, and that was approved together with publishing the list."""
    change = desk.propose(draft)
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest, is_published_with=True)
    change.refresh_from_db()
    return change


def follower(desk: Desk) -> Subscriber:
    mail = "reader@press.example.org"
    return Subscriber.objects.create(
        processor=desk.kite, register=desk.base.register, email=mail, email_index=blind_index(mail, "email"),
        language="en", asked_at=AT, confirmed_at=AT, told_number=desk.base.number,
        token_hash=hashlib.sha256(b"x").hexdigest(),
    )  # fmt: skip


def test_a_dry_run_says_everything_that_is_in_the_way_at_once(desk: Desk) -> None:
    desk.customer("Alder")
    change = desk.propose()
    assert [type(one) for one in obstacles(change, AT)] == [TextsMissing, ApprovalMissing]
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    assert [type(one) for one in obstacles(change, AT)] == [ApprovalMissing]
    tomorrow = [type(one) for one in obstacles(change, AT + timedelta(days=1))]
    assert tomorrow[0] is DatesOld and ApprovalMissing in tomorrow
    with pytest.raises(DatesOld):
        announce(by=desk.owner, at=AT + timedelta(days=1), change=change)
    assert not Delivery.objects.exists()


def test_the_list_and_its_feed_have_the_change_in_the_moment_of_the_notice(desk: Desk) -> None:
    alder, draft = desk.customer("Alder"), desk.draft()
    follower(desk)
    change = prepared(desk, draft)
    versions = Version.objects.count()
    with pytest.raises(NotChecked):
        announce(by=desk.owner, at=AT, change=change)
    check_draft(by=desk.officer, at=AT, draft=draft, on=ON)
    answered(desk, draft, AT)
    with pytest.raises(GatesShut):  # nobody looked at the company
        check_announcing(change, AT)
    assert Version.objects.count() == versions and not Delivery.objects.exists()
    desk.look_at()
    check_announcing(change, AT)
    assert Version.objects.count() == versions  # a dry run leaves nothing
    change.refresh_from_db()
    assert change.announced_at is None
    announce(by=desk.owner, at=AT, change=change)
    change.refresh_from_db()
    version = change.version
    assert version is not None and version.published_at == change.announced_at == AT
    assert version.by == desk.officer.user  # who approved it
    assert Job.objects.filter(name="registers.write-files").count() == 1
    make_files(version, ON, AT)
    live = Publishing.objects.get(version=version)
    feed = next(one for one in live.files.all() if one.path.endswith(".atom") and "en" in one.path)
    data = gzip.decompress(bytes(feed.data)) if feed.is_packed else bytes(feed.data)
    assert "Spruce Deliverability SAS" in data.decode()
    tell_followers(version, AT)
    mail = Message.objects.get(kind="follow")
    assert "Spruce Deliverability SAS" in str(mail.text) and mail.not_before == AT
    told = Delivery.objects.get(customer=alder)
    assert told.not_before == AT  # and so do customers


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_application_public_list_and_annex_say_the_same_afterwards(desk: Desk, language: str) -> None:
    """What was compared before it left is what stands there now, in each language, read from each place itself."""
    alder, draft = desk.customer("Alder", language=language), desk.draft()
    change = prepared(desk, draft)
    check_draft(by=desk.officer, at=AT, draft=draft, on=ON)
    answered(desk, draft, AT)
    desk.look_at()
    announce(by=desk.owner, at=AT, change=change)
    phrases = phrasebook(language)
    (mail,) = facts_in_text(text_to(Delivery.objects.get(customer=alder)), phrases)
    said = dict(mail.pairs)
    assert mail.title == "Spruce Deliverability SAS"
    version = CaseChange.objects.get(pk=change.pk).version
    assert version is not None
    public = {
        name: "; ".join(cell)
        for name, cell in listing(publication_of(version, ON), phrases).by_entry()["spruce"]
    }
    shown = annex_of(view_of(alder, ON, AT), phrases)
    row = next(one for one in (*shown.current, *shown.planned) if one.entry.id == "spruce")
    annex = {
        "purpose": row.purpose, "data": "; ".join(row.data), "place": "; ".join(one.name for one in row.places)
    }  # fmt: skip
    for name in ("purpose", "data", "place"):
        column = phrases(f"column.{name}")
        assert said[column] == public[column] == annex[name] != "", name
    assert public[phrases("column.since")] == row.since


def test_no_hour_and_no_other_mail_delays_a_notice(desk: Desk) -> None:
    """A notice that is let go on a Saturday night leaves then; its period runs from when it arrived."""
    alder = desk.customer("Alder")
    night = AT.replace(day=28, hour=23, minute=30)
    change = desk.propose(planned_at=AT + timedelta(days=60))
    desk.look_at()
    desk.told(change, night)
    assert {one.not_before for one in Delivery.objects.all()} == {night}
    desk.arrives(change, night)
    project(change, night + timedelta(hours=1))
    assert desk.place(change, alder).delivered_at == night + timedelta(seconds=2)
