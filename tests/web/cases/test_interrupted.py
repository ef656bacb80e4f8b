"""Whoever is interrupted while messages are written begins again: with the recipients of then, and misses nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.writes import again, announcing
from ketju.web.apps.cases.writes.again import (
    approve_notice,
    digest_of_texts,
    discard_notice,
    send_notice,
    waiting_notice,
    write_correction,
)
from ketju.web.apps.cases.writes.announcing import announce, prepare_notice, tell_rest
from ketju.web.apps.cases.writes.engaging import approve_change
from ketju.web.apps.cases.writes.joining import join_new
from ketju.web.apps.cases.writes.planning import plan_change
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.notices.problems import NoticeReleased
from ketju.web.apps.notices.writes.rows import forget_unsent
from ketju.web.apps.parties.models import Contact
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.base.encryption.keys import blind_index
from tests.web.cases.desk import AT, SPRUCE, Desk
from tests.web.cases.test_today import waiting

LATER = AT + timedelta(days=2)


class Killed(Exception):
    """Somebody pulled the plug."""


@contextmanager
def pulled() -> Iterator[None]:
    """The process ends after messages were written and before they are let go."""

    def end(**_: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        for module in (announcing, again):
            patch.setattr(module, "release_notice", end)
        yield


def prepared(desk: Desk) -> CaseChange:
    change = desk.propose()
    desk.look_at()
    prepare_notice(by=desk.owner, at=AT, change=change, sent_at=AT, contact="privacy@kite.example.com")
    change.refresh_from_db()
    approve_change(by=desk.officer, at=AT, change=change, digest=change.digest)
    return change


def addresses(notice: Notice) -> dict[str, str]:
    return {str(one.customer.name): str(one.address) for one in notice.deliveries.select_related("customer")}


def moved(contact: Contact, email: str) -> None:
    contact.email, contact.email_index = email, blind_index(email, "email")
    contact.save()


def test_mail_goes_to_the_address_of_then_and_to_nobody_who_left(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    desk.person(birch, "second@birch.example.com")
    change = prepared(desk)
    with pulled():
        announce(by=desk.owner, at=AT, change=change)
    notice = Notice.objects.get(about=change.public_id)
    assert notice.deliveries.count() == 3 and notice.released_at is None
    moved(alder.contacts.get(), "new@alder.example.com")
    birch.contacts.filter(email_index=blind_index("second@birch.example.com", "email")).update(
        ended_on=AT.date()
    )
    announce(by=desk.owner, at=AT + timedelta(hours=1), change=change)
    notice.refresh_from_db()
    assert (notice.written, notice.total) == (2, 2) and notice.released_at is not None
    assert addresses(notice) == {
        "Alder": "new@alder.example.com", "Birch": f"main@c{birch.pk}.example.com",
    }  # fmt: skip
    with pytest.raises(NoticeReleased):
        forget_unsent(notice)
    assert notice.deliveries.count() == 2


def test_customers_who_were_about_to_be_told_later_are_told(desk: Desk) -> None:
    desk.customer("Alder")
    change = prepared(desk)
    announce(by=desk.owner, at=AT, change=change)
    change.refresh_from_db()
    birch = desk.customer("Birch")
    sort_customers(LATER.date())
    join_new(change, LATER)
    with pulled():
        tell_rest(by=desk.owner, at=LATER, change=change)
    assert waiting(desk, LATER)["cases-not-told"] == 1, "nobody was told"
    moved(birch.contacts.get(), "new@birch.example.com")
    notice = tell_rest(by=desk.owner, at=LATER + timedelta(days=1), change=change)
    assert notice is not None and addresses(notice) == {"Birch": "new@birch.example.com"}
    assert (Notice.objects.filter(about=change.public_id).count(), notice.number) == (2, 2)
    assert tell_rest(by=desk.owner, at=LATER + timedelta(days=1), change=change) is None
    assert "cases-not-told" not in waiting(desk, LATER)


def test_a_correction_that_did_not_leave_on_its_day_can_be_dropped(desk: Desk) -> None:
    desk.customer("Alder")
    change = prepared(desk)
    announce(by=desk.owner, at=AT, change=change)
    change.refresh_from_db()
    desk.arrives(change)
    project(change, AT + timedelta(hours=1))
    why = {"en": "A place was wrong.", "fi": "Paikka oli väärin.", "sv": "En plats var fel."}
    write_correction(by=desk.owner, at=AT, change=change, why=why)
    notice = waiting_notice(change)
    assert notice is not None
    approve_notice(by=desk.officer, at=AT, notice=notice, digest=digest_of_texts(notice))
    notice.refresh_from_db()
    with pulled():
        send_notice(by=desk.owner, at=AT, change=change, notice=notice)
    assert notice.deliveries.exists()
    discard_notice(by=desk.owner, at=LATER, notice=notice)
    write_correction(by=desk.owner, at=LATER, change=change, why=why)
    sent = desk.sends_again(change, LATER)
    assert Delivery.objects.filter(notice=sent).count() == 1


def test_texts_of_classes_that_are_gone_go_with_them(desk: Desk) -> None:
    """The draft gets another company and is planned anew, so that all classes are others."""
    desk.customer("Alder"), desk.customer("Birch", "long")
    change = prepared(desk)
    assert change.draft is not None
    desk.put(change.draft, replace(SPRUCE, id="fir", name="Fir Filters SAS"))
    plan_change(by=desk.owner, at=AT, change=change)
    desk.look_at("fir")
    change.refresh_from_db()
    notice = desk.told(change)
    keys = set(notice.texts.values_list("key", flat=True))
    assert keys == set(change.groups.values_list("key", flat=True)) and len(keys) == 2
