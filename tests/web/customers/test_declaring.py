"""What a customer says is in its services (D-19, D-23, D-27), and what it consents to (D-189): asked, kept, noted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from ketju.web.apps.parties.checking import Refused
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import add_contact, create_customer
from ketju.web.apps.services.declaring import (
    ask_for_data,
    declare_data,
    give_consent,
    has_consent,
    remind_of_data,
    undeclared,
    withdraw_consent,
)
from ketju.web.apps.services.models import Consent, Product, Service
from ketju.web.apps.services.writes import add_service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.audit.writing import Actor
from ketju.web.base.outbox.models import Message

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def shop(heron: Customer, hosting: Product) -> Service:
    return add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={"country": "FI"})


def acts(about: Customer, *actions: str) -> list[tuple[str, str, str, str, datetime, str]]:
    """The acts of these names on the trail of a customer."""
    rows = AuditEntry.objects.filter(processor=about.processor, customer=about.public_id, action__in=actions)
    return [(one.action, one.kind, one.subject, one.role, one.at, one.fields) for one in rows.order_by("pk")]


def faults(caught: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.field, one.key) for one in caught.value.faults]


def test_what_is_declared_is_kept_once_each_with_its_time(shop: Service) -> None:
    later = NOON + DAY
    given = {
        "categories": [" names ", "addresses", "names", ""],
        "subjects": ["shoppers", "staff", "shoppers"],
    }
    declare_data(by=Actor(role="main-user"), at=later, service=shop, **given)
    held = Service.objects.get()
    assert (held.data_categories, held.data_subjects) == (["names", "addresses"], ["shoppers", "staff"])
    assert held.declared_at == later
    assert acts(shop.customer, "services.declare") == [
        ("services.declare", "service", shop.public_id, "main-user", later, "")
    ]


@pytest.mark.parametrize(
    ("categories", "subjects", "missing"),
    [
        ([], ["shoppers"], ["data_categories"]), (["names"], [" "], ["data_subjects"]),
        ([""], [], ["data_categories", "data_subjects"]),
    ],
)  # fmt: skip
def test_both_what_data_and_whose_have_to_be_said(
    shop: Service, categories: list[str], subjects: list[str], missing: list[str]
) -> None:
    """Art. 28(3): the contract sets out "the type of personal data and categories of data subjects"."""
    with pytest.raises(Refused) as caught:
        declare_data(by=STAFF, at=NOON, service=shop, categories=categories, subjects=subjects)
    assert faults(caught) == [(name, "web.wrong.missing") for name in missing]
    assert list(undeclared(shop.processor)) == [shop]


def test_the_main_user_is_asked_by_mail_and_reminded_each_noted_by_service(
    shop: Service, heron: Customer, hosting: Product, aino: Contact
) -> None:
    second = add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={"country": "DE"})
    ended = add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={"country": "FI"})
    Service.objects.filter(pk=ended.pk).update(ended_on=date(2026, 11, 1))
    Contact.objects.filter(pk=aino.pk).update(language="en")
    assert ask_for_data(by=STAFF, at=NOON, customer=heron) == 2
    (sent,) = Message.objects.filter(kind="declare-data")
    assert (sent.processor, sent.customer, sent.language) == (heron.processor, heron.public_id, "en")
    assert (sent.to, sent.domain, sent.not_before) == ("aino@heron.example", "heron.example", NOON)
    assert sent.subject == "Kite Hosting Oy: what data are in your services?"
    assert "are in 2 services of yours. Sign in to your pages at Kite Hosting Oy" in str(sent.text)
    Service.objects.filter(pk=second.pk).update(declared_at=NOON)
    ask_for_data(by=STAFF, at=NOON + DAY, customer=heron)
    shop.refresh_from_db()
    assert (shop.asked_at, shop.reminded_at) == (NOON, NOON + DAY)
    assert acts(heron, "services.ask", "services.remind") == [
        ("services.ask", "service", shop.public_id, "case-handler", NOON, ""),
        ("services.ask", "service", second.public_id, "case-handler", NOON, ""),
        ("services.remind", "service", shop.public_id, "case-handler", NOON + DAY, ""),
    ]


def test_one_mail_a_day_however_often_it_is_asked(shop: Service, aino: Contact) -> None:
    for hour in (1, 2):
        ask_for_data(by=STAFF, at=NOON + timedelta(hours=hour), customer=shop.customer)
    assert Message.objects.filter(kind="declare-data").count() == 1


def test_reminders_go_to_those_who_were_asked_and_did_not_answer_so_many_at_a_time(
    kite: Processor, other: Processor, hosting: Product
) -> None:
    made = []
    for number in range(3):
        whose = create_customer(by=STAFF, at=NOON, processor=kite, given={"name": f"C{number}"})
        person = {"first_name": "A", "last_name": "B", "email": f"a@c{number}.example", "is_main_user": "yes"}
        add_contact(by=STAFF, at=NOON, customer=whose, given=person)
        made.append(add_service(by=STAFF, at=NOON, customer=whose, product=hosting, given={"country": "FI"}))
        if number:
            ask_for_data(by=STAFF, at=NOON, customer=whose)
    assert [one.customer.name for one in undeclared(kite)] == ["C0", "C1", "C2"]
    fortnight = NOON + 14 * DAY
    assert remind_of_data(by=STAFF, at=fortnight, processor=other) == 0
    assert remind_of_data(by=STAFF, at=fortnight, processor=kite, most=1) == 1
    assert remind_of_data(by=STAFF, at=fortnight, processor=kite) == 1, "the other one that was asked"
    assert remind_of_data(by=STAFF, at=fortnight, processor=kite) == 0
    declare_data(by=STAFF, at=fortnight, service=made[1], categories=["names"], subjects=["shoppers"])
    assert remind_of_data(by=STAFF, at=fortnight + 14 * DAY, processor=kite) == 1
    assert [one.customer.name for one in undeclared(kite)] == ["C0", "C2"]


def test_a_consent_is_for_something_in_a_few_words(heron: Customer) -> None:
    for subject, key in (
        ("", "web.wrong.missing"),
        ("  ", "web.wrong.missing"),
        ("x" * 81, "web.wrong.long"),
    ):
        with pytest.raises(Refused) as caught:
            give_consent(by=STAFF, at=NOON, customer=heron, subject=subject)
        assert faults(caught) == [("subject", key)]
        assert caught.value.faults[0].params == {"most": "80"}
    assert not Consent.objects.exists()
    made = give_consent(by=STAFF, at=NOON, customer=heron, subject="x" * 80)
    assert (made.subject, made.given_at, made.recorded_by) == ("x" * 80, NOON, "case-handler")
    machine = give_consent(by=Actor(kind="machine"), at=NOON, customer=heron, subject="transcripts")
    assert machine.recorded_by == "machine"


def test_a_consent_for_one_service_is_none_for_another_and_is_noted_with_it(
    shop: Service, heron: Customer, hosting: Product
) -> None:
    second = add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={"country": "DE"})
    given = give_consent(by=STAFF, at=NOON, customer=heron, subject="transcripts", service=shop)
    held = [has_consent(heron, "transcripts", NOON, one) for one in (shop, second, None)]
    assert held == [True, False, False]
    withdraw_consent(by=Actor(role="main-user"), at=NOON + DAY, consent=given)
    withdraw_consent(by=STAFF, at=NOON + 2 * DAY, consent=given)
    assert [has_consent(heron, "transcripts", NOON + one * DAY, shop) for one in (0, 1)] == [True, False]
    everywhere = give_consent(by=STAFF, at=NOON + DAY, customer=heron, subject="transcripts")
    assert all(has_consent(heron, "transcripts", NOON + DAY, one) for one in (shop, second, None))
    assert everywhere != given
    assert acts(heron, "consents.give", "consents.withdraw") == [
        ("consents.give", "consent", shop.public_id, "case-handler", NOON, "transcripts"),
        ("consents.withdraw", "consent", shop.public_id, "main-user", NOON + DAY, "transcripts"),
        ("consents.give", "consent", "", "case-handler", NOON + DAY, "transcripts"),
    ]
