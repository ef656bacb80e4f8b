"""Whom a customer's terms name as recipients of notices is who gets them, and from whom its time runs (D-196)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ketju.text.render import phrasebook
from ketju.web.apps.cases.health import count_health
from ketju.web.apps.cases.models import CaseChange, ContactHealth, Objection
from ketju.web.apps.cases.projecting import project
from ketju.web.apps.cases.reads_told import people_told
from ketju.web.apps.cases.writes.telling import note_displayed
from ketju.web.apps.cases.writes.writing_to import people_of
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.inbox.events import note_events
from ketju.web.base.outbox.events import Event
from tests.web.cases.desk import AT, HEAD, TERMS, Desk
from tests.web.cases.test_own_terms import agree
from tests.web.changes.test_staff_pages import HOME, client, text

LATER = AT + timedelta(hours=1)


def agreed(desk: Desk, whom: str) -> None:
    """Customers under "thirty" have an agreement that names these recipients."""
    text = HEAD.format(slug="thirty") + TERMS["thirty"] + f"  notice.recipients: {{value: [{whom}]}}\n"
    desk.agreements["thirty"].__class__.objects.filter(pk=desk.agreements["thirty"].pk).update(terms=text)


def sent(change: CaseChange, whose: Customer) -> set[tuple[int | None, str, bool]]:
    rows = Delivery.objects.filter(notice__about=change.public_id, customer=whose)
    return set(rows.values_list("contact", "channel", "is_main_user"))


def told(desk: Desk) -> CaseChange:
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    return change


def test_layers_and_deviations_say_who_gets_the_notice(desk: Desk) -> None:
    """The agreement names main users, a side letter the privacy contact, another one both; the day is theirs alone."""
    agreed(desk, "main-users")
    usual, own, both = desk.customer("Alder"), desk.customer("Birch"), desk.customer("Cedar")
    privacy = {
        one.pk: desk.person(one, f"privacy@c{one.pk}.example.com", is_main_user=False, role="privacy")
        for one in (usual, own, both)
    }
    main = {one.pk: one.contacts.get(is_main_user=True) for one in (usual, own, both)}
    agree(desk, own, "notice.recipients", "privacy-contact")
    agree(desk, both, "notice.recipients", "main-users, privacy-contact")
    change = told(desk)
    assert sent(change, usual) == {(main[usual.pk].pk, "e-mail", True)}
    assert sent(change, own) == {(privacy[own.pk].pk, "e-mail", True)}
    assert sent(change, both) == {(main[both.pk].pk, "e-mail", True), (privacy[both.pk].pk, "e-mail", True)}


def test_the_window_runs_from_the_first_of_those_named(desk: Desk) -> None:
    """Two contacts are named: one gets it on Thursday, the other on Friday 27 November, and Thursday counts. Thirty days
    end with Saturday 26 December, a day off as the two after it are not: the window ends with Monday 28.
    """
    agreed(desk, "contract-contact, privacy-contact")
    alder = desk.customer("Alder")
    first = desk.person(alder, "legal@alder.example.com", is_main_user=False, role="contract")
    second = desk.person(alder, "privacy@alder.example.com", is_main_user=False, role="privacy")
    change = told(desk)
    rows = Delivery.objects.filter(customer=alder)
    assert sent(change, alder) == {(first.pk, "e-mail", True), (second.pk, "e-mail", True)}
    friday = AT + timedelta(days=1)
    rows.filter(contact=second).update(sent_at=AT, accepted_at=AT)
    rows.filter(contact=first).update(sent_at=friday, accepted_at=friday)
    project(change, friday + timedelta(days=10))
    place = desk.place(change, alder)
    assert place.delivered_at == AT
    assert place.window_ends is not None
    assert place.window_ends.date() == date(2026, 12, 28)


def test_nobody_of_those_named_keeps_only_its_own_gate_shut_and_makes_a_letter(desk: Desk) -> None:
    agreed(desk, "contract-contact")
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    legal = desk.person(birch, "legal@birch.example.com", is_main_user=False, role="contract")
    main = alder.contacts.get()
    change = desk.propose()
    assert (desk.place(change, alder).reach, desk.place(change, birch).reach) == ("unreachable", "unknown")
    shown = people_told(desk.place(change, alder), AT, phrasebook("en"))
    assert [(one.contact, one.counts) for one in shown.people] == [(main, False)]
    assert "This customer has nobody like that" in shown.lead
    desk.look_at()
    desk.told(change)
    assert sent(change, alder) == {(main.pk, "e-mail", False), (None, "letter", True)}
    assert sent(change, birch) == {(legal.pk, "e-mail", True)}
    desk.arrives(change)
    project(change, AT + timedelta(days=10))
    assert desk.place(change, alder).delivered_at is None
    assert desk.place(change, birch).delivered_at is not None


def test_it_is_shown_why_somebody_is_told(desk: Desk) -> None:
    agreed(desk, "privacy-contact")
    alder = desk.customer("Alder")
    deputy = desk.person(
        alder, "deputy@alder.example.com", is_main_user=False, first_name="Dia", last_name="Ek"
    )
    chief = desk.person(
        alder, "privacy@alder.example.com", is_main_user=False, role="privacy", first_name="Pia", last_name="Ahl",
        deputy=deputy, away_until=date(2026, 12, 4),
    )  # fmt: skip
    change = desk.propose()
    shown = people_told(desk.place(change, alder), AT, phrasebook("en"))
    assert shown.lead == "Whom the terms name: privacy contact (the agreement)."
    assert [(one.contact, one.name, one.why) for one in shown.people] == [
        (chief, "Pia Ahl", "Named by the terms: privacy contact."),
        (
            deputy,
            "Dia Ek",
            "Named by the terms: privacy contact. Stands in for Pia Ahl until 4 December 2026.",
        ),
    ]


def test_looking_counts_for_those_whom_the_terms_name(desk: Desk) -> None:
    agreed(desk, "privacy-contact")
    alder = desk.customer("Alder")
    desk.person(alder, "privacy@alder.example.com", is_main_user=False, role="privacy")
    change = told(desk)
    for role, counts in (("main-user", False), ("privacy-contact", True), ("billing", False)):
        user = User.objects.create_user(f"{role}@alder.example.com", "correct horse battery", name=role)
        found = note_displayed(by=Actor(user=user, role=role), at=LATER, place=desk.place(change, alder))
        assert found.delivery is not None
        assert found.delivery.is_main_user is counts


def test_mail_about_an_objection_goes_to_those_whom_the_terms_name(desk: Desk) -> None:
    agreed(desk, "contract-contact")
    alder = desk.customer("Alder")
    legal = desk.person(alder, "legal@alder.example.com", is_main_user=False, role="contract")
    held = Objection(processor=desk.kite, change=desk.propose(), customer=alder)
    assert [one for one, _ in people_of(held, AT)] == [legal]
    Contact.objects.filter(pk=legal.pk).update(ended_on=date(2026, 1, 1))
    assert [one for one, _ in people_of(held, AT)] == [alder.contacts.get(is_main_user=True)]


def test_health_asks_whether_those_are_reached_whom_the_terms_name_today(desk: Desk) -> None:
    agreed(desk, "contract-contact")
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    desk.person(birch, "legal@birch.example.com", is_main_user=False, role="contract")
    count_health(desk.kite, AT)
    rows = dict(ContactHealth.objects.values_list("customer", "is_unreached"))
    assert rows == {alder.pk: True, birch.pk: False}


def test_the_page_of_a_customer_says_who_is_told(desk: Desk) -> None:
    agreed(desk, "privacy-contact")
    alder = desk.customer("Alder")
    desk.person(alder, "privacy@alder.example.com", is_main_user=False, role="privacy", first_name="Pia")
    change = desk.propose()
    who = client(desk)
    text(who, HOME)
    with CaptureQueriesContext(connection) as asked:
        page = text(who, f"{HOME}{change.public_id}/customers/{alder.public_id}/")
    assert len(asked) <= 12
    assert "privacy@alder.example.com" in page
    assert "Named by the terms: privacy contact." in page


def test_mail_that_only_left_starts_no_time_until_a_report_says_delivered(desk: Desk) -> None:
    """Thirty days from Friday 27 November end with Sunday 27 December; Monday is no day off: it ends with that day."""
    alder = desk.customer("Alder")
    change = told(desk)
    message, at = Delivery.objects.get(customer=alder), AT + timedelta(days=1)
    Delivery.objects.update(sent_at=AT)
    project(change, AT + timedelta(days=10))
    assert (desk.place(change, alder).delivered_at, desk.place(change, alder).window_ends) == (None, None)
    note_events([Event(message.public_id, "delivered", at)], at)
    project(change, AT + timedelta(days=10))
    place = desk.place(change, alder)
    assert place.delivered_at == at
    assert place.window_ends is not None and place.window_ends.date() == date(2026, 12, 28)
