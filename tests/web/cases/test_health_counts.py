"""How well customers can be reached is counted for all or for some, and of each thing that is wrong by itself (D-196)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from ketju.web.apps.cases.health import STATES, count_health, health_in
from ketju.web.apps.cases.models import ContactHealth
from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.selfservice.models import Confirmation
from ketju.web.base.access.models import Processor
from ketju.web.base.outbox.models import AddressHealth
from tests.web.cases.desk import AT, Desk

DAY = timedelta(days=1)


def wrong(customer: Customer) -> set[str]:
    row = ContactHealth.objects.get(customer=customer)
    return {name for name, column in STATES.items() if getattr(row, column)}


def test_some_are_counted_and_the_others_stay_as_they_were(desk: Desk) -> None:
    alder, birch = desk.customer("Alder"), desk.customer("Birch")
    assert count_health(desk.kite, AT) == 2
    later = AT + DAY
    assert count_health(desk.kite, later, [birch.pk]) == 1
    assert dict(ContactHealth.objects.values_list("customer", "counted_at")) == {
        alder.pk: AT,
        birch.pk: later,
    }
    assert {one.processor for one in ContactHealth.objects.all()} == {desk.kite}
    other = Processor.objects.create(slug="other", name="Other Oy")
    assert count_health(other, later) == 0 and ContactHealth.objects.count() == 2


def test_who_leaves_tomorrow_is_counted_and_who_is_gone_is_taken_out_alone(desk: Desk) -> None:
    """On the processor's own day: it is 26 November in Helsinki."""
    names = ("stays", "tomorrow", "today", "erased")
    stays, tomorrow, today, erased = (desk.customer(name) for name in names)
    assert count_health(desk.kite, AT) == 4
    Customer.objects.filter(pk=tomorrow.pk).update(ended_on=date(2026, 11, 27))
    Customer.objects.filter(pk=today.pk).update(ended_on=date(2026, 11, 26))
    assert count_health(desk.kite, AT, [stays.pk]) == 1
    assert ContactHealth.objects.count() == 4, "of the others nothing is known to have changed"
    Customer.objects.filter(pk=erased.pk).update(erased_at=AT)
    assert count_health(desk.kite, AT) == 2
    assert not ContactHealth.objects.filter(customer=today).exists()


def test_an_address_is_bad_by_notices_or_by_other_mail_and_only_of_those_who_are_told(desk: Desk) -> None:
    alder = desk.customer("Alder")
    billing = desk.person(alder, "billing@alder.example.com", is_main_user=False, role="billing")
    main = alder.contacts.get(is_main_user=True)
    bad = AddressHealth.objects.create(
        processor=desk.kite, email_index=billing.email_index, unreachable_at=AT
    )
    count_health(desk.kite, AT)
    assert "bouncing" not in wrong(alder), "nobody sends notices to billing"
    AddressHealth.objects.filter(pk=bad.pk).update(email_index=main.email_index)
    count_health(desk.kite, AT)
    assert "bouncing" in wrong(alder)


@pytest.mark.parametrize(
    ("people", "is_unverified"),
    [
        ([(True, AT)], False), ([(True, None)], True), ([(True, None), (True, AT)], False),
        ([(True, None), (False, AT)], True), ([], True),
    ],
)  # fmt: skip
def test_one_main_user_who_verified_is_enough(
    desk: Desk, people: list[tuple[bool, datetime | None]], is_unverified: bool
) -> None:
    alder = desk.customer("Alder")
    Contact.objects.all().delete()
    for number, (is_main, verified_at) in enumerate(people):
        desk.person(alder, f"p{number}@alder.example.com", is_main_user=is_main, verified_at=verified_at)
    gone = desk.person(alder, "gone@alder.example.com", verified_at=AT, ended_on=date(2026, 1, 1))
    assert gone.pk
    count_health(desk.kite, AT)
    assert ("unverified" in wrong(alder)) is is_unverified


def test_a_year_after_the_last_confirmation_or_after_coming_here_it_is_due(desk: Desk) -> None:
    alder = desk.customer("Alder")
    for came, confirmed, is_due in (
        (364, None, False), (365, None, True), (800, 364, False), (800, 365, True),
    ):  # fmt: skip
        Customer.objects.filter(pk=alder.pk).update(created_at=AT - came * DAY)
        Confirmation.objects.all().delete()
        for days in (confirmed, confirmed + 30) if confirmed else ():
            Confirmation.objects.create(customer=alder, at=AT - days * DAY)
        count_health(desk.kite, AT)
        row = ContactHealth.objects.get()
        assert row.is_overdue is is_due, (came, confirmed)
        assert row.confirmed_at == (AT - confirmed * DAY if confirmed else None)


def test_silence_is_told_of_notices_of_the_last_year_that_had_two_weeks(desk: Desk) -> None:
    alder = desk.customer("Alder")
    change = desk.propose()
    desk.look_at()
    desk.told(change)
    for days, is_silent in ((13, False), (14, True), (365, True), (366, False)):
        Notice.objects.update(released_at=AT - days * DAY)
        count_health(desk.kite, AT)
        assert ("silent" in wrong(alder)) is is_silent, days
    Notice.objects.update(released_at=AT - 20 * DAY)
    for column in ("acknowledged_at", "displayed_at"):
        Delivery.objects.update(**{"acknowledged_at": None, "displayed_at": None, column: AT})
        count_health(desk.kite, AT)
        assert "silent" not in wrong(alder)


def test_the_list_is_asked_by_what_is_wrong_or_for_anything(desk: Desk) -> None:
    alder, birch, cedar = (desk.customer(name) for name in ("Alder", "Birch", "Cedar"))
    count_health(desk.kite, AT)
    ContactHealth.objects.update(**dict.fromkeys(STATES.values(), False))
    ContactHealth.objects.filter(customer=alder).update(is_silent=True)
    ContactHealth.objects.filter(customer=cedar).update(is_overdue=True)
    asked = {state: [one.customer for one in health_in(desk.kite, state)[0]] for state in (*STATES, "all")}
    assert asked == {
        "unreached": [], "bouncing": [], "unverified": [], "silent": [alder], "overdue": [cedar],
        "all": [alder, cedar],
    }  # fmt: skip
    assert birch not in asked["all"]
    first, after = health_in(desk.kite, "all", most=1)
    assert [one.customer for one in first] == [alder] and after == first[0].pk
    rest, end = health_in(desk.kite, "all", after, 1)
    assert ([one.customer for one in rest], end) == ([cedar], 0)
    other = Processor.objects.create(slug="other", name="Other Oy")
    assert health_in(other, "all") == ((), 0)
