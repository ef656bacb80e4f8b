"""Services, what customers say of them and consent to; and which agreement holds for whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.agreements.reads import holding, without_agreement
from ketju.web.apps.agreements.writes import add_version, record_acceptance
from ketju.web.apps.parties.checking import Refused
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import create_customer
from ketju.web.apps.services.declaring import (
    ask_for_data,
    declare_data,
    give_consent,
    has_consent,
    remind_of_data,
    undeclared,
    withdraw_consent,
)
from ketju.web.apps.services.models import Product, Service
from ketju.web.apps.services.reads import customers_on, entry_value
from ketju.web.apps.services.writes import (
    add_server,
    add_service,
    correct_service,
    end_service,
    set_entry_value,
    set_flag,
)
from ketju.web.base.access.models import Processor
from ketju.web.base.outbox.models import Message

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 29)
Versions = tuple[AgreementVersion, AgreementVersion]
TERMS = """ketju-terms: 1
kind: agreement
id: dpa
version: 1
valid_from: 2026-01-01
document: data-protection
terms:
  notice.length: {value: 30 days}
"""


@pytest.fixture
def shop(heron: Customer, hosting: Product) -> Service:
    given = {"external_id": "S-1", "country": "FI", "label": "kauppa.example", "started_on": "2024-05-02"}
    return add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given=given)


def test_a_service_stands_in_a_country_that_is_offered(heron: Customer, hosting: Product) -> None:
    with pytest.raises(Refused) as caught:
        add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given={"country": "US"})
    assert [(one.field, one.key) for one in caught.value.faults] == [("country", "web.wrong.not-offered")]


def test_a_service_moves_only_with_consent(shop: Service) -> None:
    with pytest.raises(Refused):
        correct_service(by=STAFF, at=NOON, service=shop, given={"country": "DE"})
    give_consent(by=STAFF, at=NOON, customer=shop.customer, subject="move-to-DE", service=shop)
    assert correct_service(by=STAFF, at=NOON, service=shop, given={"country": "DE"}) == ["country"]


def test_a_consent_holds_until_it_is_taken_back(shop: Service) -> None:
    given = give_consent(by=STAFF, at=NOON, customer=shop.customer, subject="meeting-notes")
    assert has_consent(shop.customer, "meeting-notes", NOON, shop)
    assert not has_consent(shop.customer, "meeting-notes", NOON - timedelta(seconds=1))
    later = NOON + timedelta(days=1)
    withdraw_consent(by=STAFF, at=later, consent=given)
    assert has_consent(shop.customer, "meeting-notes", NOON)
    assert not has_consent(shop.customer, "meeting-notes", later)


def test_a_failure_of_a_server_reaches_its_customers(shop: Service) -> None:
    server = add_server(by=STAFF, at=NOON, processor=shop.processor, given={"code": "hel1", "country": "FI"})
    shop.server = server
    shop.save()
    assert list(customers_on(server, ON)) == [shop.customer]
    end_service(by=STAFF, at=NOON, service=shop, on=ON)
    assert list(customers_on(server, ON)) == []


def test_what_is_in_a_service_is_asked_reminded_and_declared(shop: Service, aino: Contact) -> None:
    kite = shop.processor
    assert ask_for_data(by=STAFF, at=NOON, customer=shop.customer) == 1
    message = Message.objects.get()
    assert (message.to, message.language) == ("aino@heron.example", "fi")
    assert remind_of_data(by=STAFF, at=NOON + timedelta(days=13), processor=kite) == 0
    assert remind_of_data(by=STAFF, at=NOON + timedelta(days=14), processor=kite) == 1
    assert remind_of_data(by=STAFF, at=NOON + timedelta(days=15), processor=kite) == 0
    assert remind_of_data(by=STAFF, at=NOON + timedelta(days=28), processor=kite) == 1
    with pytest.raises(Refused):
        declare_data(by=STAFF, at=NOON, service=shop, categories=["names"], subjects=[" "])
    declare_data(by=STAFF, at=NOON, service=shop, categories=["names", "names"], subjects=["shoppers"])
    assert Service.objects.get().data_categories == ["names"]
    assert list(undeclared(kite)) == []


def test_nobody_is_asked_where_nobody_can_be(shop: Service) -> None:
    assert ask_for_data(by=STAFF, at=NOON, customer=shop.customer) == 0
    assert not Message.objects.exists()


def test_what_varies_by_customer_has_its_day(heron: Customer) -> None:
    for value, since in (("Sweden", date(2026, 1, 1)), ("Finland", date(2026, 6, 1))):
        set_entry_value(
            by=STAFF, at=NOON, customer=heron, entry="mailer", field="locations", value=value, since=since
        )
    assert entry_value(heron, "mailer", "locations", date(2025, 12, 31)) == ""
    assert entry_value(heron, "mailer", "locations", date(2026, 5, 31)) == "Sweden"
    assert entry_value(heron, "mailer", "locations", date(2026, 6, 1)) == "Finland"


def test_flags_of_a_service_are_set_and_taken_away(shop: Service) -> None:
    set_flag(by=STAFF, at=NOON, service=shop, flag="cdn", value="yes")
    assert Service.objects.get().flags == {"cdn": "yes"}
    set_flag(by=STAFF, at=NOON, service=shop, flag="cdn", value="")
    assert Service.objects.get().flags == {}


def test_the_agreement_of_the_day_of_signing_up_holds(heron: Customer, terms: Versions) -> None:
    found = holding(heron, ON)
    assert found is not None and (found.agreement, found.why) == (terms[0], "sign-up")


def test_the_version_accepted_last_holds(heron: Customer, terms: Versions) -> None:
    accepted_at = datetime(2025, 3, 1, 22, 30, tzinfo=UTC)  # 2 March in Helsinki
    record_acceptance(
        by=STAFF, at=NOON, customer=heron, agreement=terms[1], accepted_at=accepted_at, who="Aino"
    )
    found = holding(heron, date(2025, 3, 2))
    assert found is not None and (found.agreement, found.why) == (terms[1], "accepted")
    before = holding(heron, date(2025, 3, 1))
    assert before is not None and before.agreement == terms[0]


def test_an_acceptance_in_the_future_is_refused(heron: Customer, terms: Versions) -> None:
    with pytest.raises(Refused):
        record_acceptance(
            by=STAFF, at=NOON, customer=heron, agreement=terms[0], accepted_at=NOON + timedelta(days=1)
        )


SIGN_UPS = {
    "before everything": "2018-05-24",
    "first day": "2018-05-25",
    "last day of the old": "2024-12-31",
    "two at once": "2025-06-15",
    "new": "2026-01-01",
    "nobody knows": "",
}


def test_the_work_list_says_what_holding_says(kite: Processor, terms: Versions) -> None:
    AgreementVersion.objects.create(
        processor=kite, slug="old-terms", version="1", name="x",
        valid_from=date(2025, 6, 1), valid_to=date(2025, 6, 30),
    )  # fmt: skip
    made = {
        name: create_customer(by=STAFF, at=NOON, processor=kite, given={"name": name, "signed_up_on": day})
        for name, day in SIGN_UPS.items()
    }
    accepted = create_customer(by=STAFF, at=NOON, processor=kite, given={"name": "accepted"})
    record_acceptance(by=STAFF, at=NOON, customer=accepted, agreement=terms[1], accepted_at=NOON)

    listed = {one.name for one in without_agreement(kite, ON)}
    assert listed == {"before everything", "two at once", "nobody knows"}
    assert listed == {one.name for one in (*made.values(), accepted) if holding(one, ON) is None}


def test_a_version_is_there_once(kite: Processor) -> None:
    given = {"slug": "dpa", "version": "1", "name": "DPA", "valid_from": "2026-01-01", "terms": TERMS}
    made = add_version(by=STAFF, at=NOON, processor=kite, given=given)
    assert len(made.sha256) == 64
    with pytest.raises(Refused):
        add_version(by=STAFF, at=NOON, processor=kite, given=given)
