"""Which of a customer's people can be reached by a notice: whose address takes mail, who can sign in, who is one (D-196)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.recipients import (
    Recipient,
    contacts_told,
    dead_contacts,
    is_reachable,
    language_for,
    recipients,
    recipients_of,
)
from ketju.web.apps.notices.models import Delivery
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.accounts.models import User
from tests.web.cases.desk import AT, Desk

ON = date(2026, 11, 26)
HOUR = timedelta(hours=1)


def told(desk: Desk, *customers: Customer, on: date = ON) -> dict[int, tuple[Recipient, ...]]:
    some = [one.pk for one in customers] or None
    return dict(recipients(desk.kite, on, lambda _: (), some))


@pytest.fixture
def change(desk: Desk) -> CaseChange:
    desk.customer("Alder")
    made = desk.propose()
    desk.look_at()
    desk.told(made)
    return made


def test_an_address_that_gave_mail_back_reaches_nobody_until_it_is_verified_anew(
    desk: Desk, change: CaseChange
) -> None:
    (main,) = Contact.objects.all()
    assert dead_contacts(desk.kite) == frozenset()
    facts: list[tuple[dict[str, object], bool]] = [
        ({"bounced_at": AT + HOUR}, True), ({"bounced_at": None, "failed_at": AT + HOUR}, True),
        ({"channel": "letter"}, False), ({"channel": "webhook"}, False), ({"channel": "e-mail"}, True),
        ({"failed_at": None}, False),
    ]  # fmt: skip
    for values, is_dead in facts:
        Delivery.objects.update(**values)
        assert dead_contacts(desk.kite) == (frozenset({main.pk}) if is_dead else frozenset()), values
        ((one,),) = told(desk).values()
        (of_case,) = recipients_of(desk.place(change, main.customer), ON)
        _, (at_once,) = contacts_told(desk.place(change, main.customer), ON)
        assert one == of_case == at_once
        assert (one.has_email, is_reachable([one])) == (not is_dead, not is_dead)
    Delivery.objects.update(bounced_at=AT + HOUR)
    for verified_at, is_dead in ((AT, True), (AT + HOUR, True), (AT + 2 * HOUR, False)):
        Contact.objects.update(verified_at=verified_at)
        assert (dead_contacts(desk.kite) == {main.pk}) is is_dead
    other = Processor.objects.create(slug="other", name="Other Oy")
    Contact.objects.update(verified_at=None)
    assert dead_contacts(other) == frozenset()


def test_who_is_one_of_a_customers_people_on_a_day(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    today = desk.person(alder, "today@alder.example.com", ended_on=ON)
    tomorrow = desk.person(alder, "tomorrow@alder.example.com", ended_on=ON + timedelta(days=1))
    erased = desk.person(alder, "erased@alder.example.com", erased_at=AT)
    found = {one.contact for one in told(desk)[alder.pk]}
    assert found == {alder.contacts.earliest("pk").pk, tomorrow.pk}
    assert not {today.pk, erased.pk} & found
    assert told(desk).keys() == {alder.pk, birch.pk}
    assert told(desk, birch).keys() == {birch.pk}
    assert told(desk, alder, on=ON - timedelta(days=1))[alder.pk][-1].contact == tomorrow.pk
    Contact.objects.filter(customer=birch).delete()
    assert birch.pk not in told(desk), "who has nobody is left out"
    other = Processor.objects.create(slug="other", name="Other Oy")
    assert dict(recipients(other, ON, lambda _: ())) == {}


def test_what_is_known_of_each_who_is_told(desk: Desk) -> None:
    alder = desk.customer("Alder", language="fi")
    user = User.objects.create_user("s@alder.example.com", "correct horse battery", name="S")
    signs_in = desk.person(alder, "", language="sv", user=user, verified_at=AT)
    privacy = desk.person(alder, "p@alder.example.com", is_main_user=False, role="privacy", language="de")
    found = {one.contact: one for one in told(desk)[alder.pk]}
    main = found[alder.contacts.earliest("pk").pk]
    assert (main.customer, main.language, main.has_email, main.user) == (alder.pk, "fi", True, None)
    one = found[signs_in.pk]
    assert (one.language, one.has_email, one.user, one.verified_at) == ("sv", False, user.pk, AT)
    assert one.counts and is_reachable([one]), "without an address, but seen in the application"
    beside = found[privacy.pk]
    assert (beside.language, beside.counts, beside.has_email) == ("fi", False, True)
    assert not is_reachable([beside]), "notice to it is none to the customer"
    assert is_reachable([beside, one]) and not is_reachable([])
    assert (one.because.sorts, beside.because.sorts) == (("main-users",), ("privacy-contact",))


@pytest.mark.parametrize(
    ("wanted", "language"),
    [(("sv", "fi"), "sv"), (("", "fi"), "fi"), (("de", "fi"), "fi"), (("de", ""), "en"), ((), "en")],
)
def test_the_first_language_that_notices_are_written_in(wanted: tuple[str, ...], language: str) -> None:
    assert language_for(*wanted) == language
