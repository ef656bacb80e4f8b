"""A message in the application that nobody looks at: the customer is not reached, and another channel is tried."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.owed_json import owed_in
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.reads import in_state
from ketju.web.apps.cases.today import letters, unreached
from ketju.web.apps.cases.writes.again import write_correction
from ketju.web.apps.cases.writes.unseen import go_on_unseen
from ketju.web.apps.notices.fallback import LEFT, is_left
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.notices.writes.facts import note_bounce, record_display
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.permission import standing_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import MACHINE
from ketju.web.base.pages.work import Day
from tests.web.cases.desk import AT, HEAD, TERMS, Desk

pytestmark = pytest.mark.django_db

IN_TIME = datetime(2026, 12, 3, 21, 59, tzinfo=UTC)
"""A minute before midnight in Helsinki, on the seventh day after Thursday 26 November."""
OVER = datetime(2026, 12, 3, 22, 0, tzinfo=UTC)


def on_screen(desk: Desk, more: str = "") -> AgreementVersion:
    """Terms under which notices go into the application alone."""
    terms = HEAD.format(slug="screen") + TERMS["thirty"] + "  notice.channel: {value: [in-app]}\n" + more
    desk.agreements["screen"] = AgreementVersion.objects.create(
        processor=desk.kite, slug="screen", version="1", name="DPA", terms=terms, valid_from=date(2024, 1, 1)
    )
    return desk.agreements["screen"]


def with_account(customer: Customer) -> Contact:
    person = Contact.objects.get(customer=customer)
    person.user = User.objects.create_user(f"u{person.pk}@example.com", "correct horse battery")
    person.save()
    return person


def told(desk: Desk, *customers: Customer) -> CaseChange:
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    desk.arrives(change)
    project(change, AT)
    return change


def ways(customer: Customer) -> list[str]:
    return list(Delivery.objects.filter(customer=customer).order_by("pk").values_list("channel", flat=True))


def day(desk: Desk, at: datetime) -> Day:
    return Day(standing_of(desk.officer.user, desk.kite, at.date()), at.date(), at)


def test_nobody_looked_for_a_week_so_mail_goes_out_and_then_a_letter(desk: Desk) -> None:
    on_screen(desk)
    screen = desk.customer("Screen AB", "screen")
    mail = desk.customer("Mail AB")
    person = with_account(screen)
    change = told(desk)
    assert ways(screen) == ["in-app"] and ways(mail) == ["e-mail"]
    assert go_on_unseen(IN_TIME) == 0
    place = desk.place(change, screen)
    assert (place.delivered_at, place.free_at, place.reach) == (None, None, "unknown")
    assert [one.customer for one in in_state(change, "not-reached")] == [screen]
    assert not unreached(day(desk, IN_TIME)).exists()

    assert go_on_unseen(OVER) == 1
    assert go_on_unseen(OVER + timedelta(hours=1)) == 0
    assert ways(screen) == ["in-app", "e-mail"]
    shown, sent = Delivery.objects.filter(customer=screen).order_by("pk")
    assert (shown.failed_at, shown.failure) == (OVER, "unseen")
    assert (sent.contact, sent.address, sent.then) == (person, str(person.email), "letter")
    assert desk.place(change, screen).reach == "unreachable"
    assert [one.customer for one in unreached(day(desk, OVER))] == [screen]
    assert AuditEntry.objects.filter(action="deliveries.unseen", subject=shown.public_id).count() == 1

    note_bounce(Delivery.objects.select_related("notice", "customer", "processor").get(pk=sent.pk), OVER)
    assert ways(screen) == ["in-app", "e-mail", "letter"]
    assert letters(day(desk, OVER)).count() == 1
    assert ways(mail) == ["e-mail"]


def test_who_looks_later_is_reached_from_then_on(desk: Desk) -> None:
    on_screen(desk)
    screen = desk.customer("Screen AB", "screen")
    with_account(screen)
    change = told(desk)
    go_on_unseen(OVER)
    later = OVER + timedelta(days=2)
    shown = Delivery.objects.select_related("customer", "processor", "notice").get(channel="in-app")
    assert record_display(by=MACHINE, at=later, delivery=shown)
    place = desk.place(change, screen)
    assert (place.reach, place.delivered_at) == ("reached", later)


def test_a_letter_follows_where_mail_leads_nowhere(desk: Desk) -> None:
    on_screen(desk)
    none, back = (desk.customer(name, "screen") for name in ("None AB", "Back AB"))
    for one in (none, back):
        with_account(one)
    Contact.objects.filter(customer=none).update(email="", email_index=b"")
    told(desk)
    row = Delivery.objects.get(customer=back)
    Delivery.objects.create(
        processor=desk.kite, notice=row.notice, text=row.text, customer=back, contact=row.contact, channel="e-mail",
        is_main_user=False, key="earlier", address="x", bounced_at=AT, sent_at=AT, created_at=AT,
    )  # fmt: skip
    assert go_on_unseen(OVER) == 2
    assert ways(none) == ["in-app", "letter"]
    assert ways(back) == ["in-app", "e-mail", "letter"]


def test_nothing_follows_where_somebody_looked_or_another_main_user_has_the_mail(desk: Desk) -> None:
    on_screen(desk)
    seen, gone = (desk.customer(name, "screen") for name in ("Seen AB", "Gone AB"))
    for one in (seen, gone):
        with_account(one)
    both = desk.customer("Both AB")
    other = desk.person(both, "", user=User.objects.create_user("o@example.com", "correct horse battery"))
    told(desk)
    assert set(Delivery.objects.filter(customer=both).values_list("channel", "contact")) == {
        ("e-mail", Contact.objects.get(customer=both, email_index__gt=b"").pk), ("in-app", other.pk),
    }  # fmt: skip
    record_display(
        by=MACHINE, at=AT, delivery=Delivery.objects.select_related("customer", "processor", "notice").get(customer=seen)
    )  # fmt: skip
    Customer.objects.filter(pk=gone.pk).update(ended_on=date(2026, 12, 1))
    assert go_on_unseen(OVER) == 0
    assert not Delivery.objects.filter(failed_at__isnull=False).exists()


def test_the_newest_notice_alone_is_followed(desk: Desk) -> None:
    on_screen(desk)
    screen = desk.customer("Screen AB", "screen")
    with_account(screen)
    change = told(desk)
    later = AT + timedelta(days=4)
    write_correction(by=desk.owner, at=later, change=change, why=dict.fromkeys(("en", "fi", "sv"), "Typo."))
    desk.sends_again(change, later)
    assert go_on_unseen(OVER) == 0
    assert go_on_unseen(OVER + timedelta(days=4)) == 1
    assert list(Delivery.objects.filter(channel="e-mail").values_list("notice__kind", flat=True)) == [
        "correction"
    ]


def test_the_terms_say_how_long_it_waits(desk: Desk) -> None:
    on_screen(desk, "  delivery.display: {value: 48 hours}\n")
    screen = desk.customer("Screen AB", "screen")
    with_account(screen)
    change = told(desk)
    assert go_on_unseen(AT + timedelta(hours=48, minutes=59)) == 0, "the hour of the event does not count"
    assert go_on_unseen(AT + timedelta(hours=49)) == 1
    owed = owed_in(change.groups.get().owed)
    assert owed.layer("delivery.display") == "agreement"
    older = {name: value for name, value in change.groups.get().owed.items() if name != "display"}
    assert str(owed_in(older).display.count) == "7", "plans that were made before keep the usual week"


def test_what_is_left_is_the_same_in_rows_and_in_a_query(desk: Desk) -> None:
    on_screen(desk)
    screen = desk.customer("Screen AB", "screen")
    with_account(screen)
    told(desk)
    row = Delivery.objects.get(customer=screen)
    facts = ("failed_at", "bounced_at", "returned_at", "displayed_at", "acknowledged_at")
    for channel in ("in-app", "e-mail", "letter"):
        for fact in (None, *facts):
            for second in (None, "displayed_at"):
                values = {name: AT if name in (fact, second) else None for name in facts}
                Delivery.objects.filter(pk=row.pk).update(channel=channel, **values)
                held = Delivery.objects.get(pk=row.pk)
                assert is_left(held) == Delivery.objects.filter(LEFT).exists(), (channel, fact, second)
