"""Every column is declared; what is due is listed first and erased as the Accounting Act splits it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.agreements.writes import record_acceptance
from ketju.web.apps.parties.disclosing import disclose
from ketju.web.apps.parties.models import ChangePayload, Contact, Customer, SearchToken
from ketju.web.apps.parties.searching import search
from ketju.web.apps.parties.writes import correct_customer, end_contact, end_customer, hold_customer
from ketju.web.apps.retention.describing import description
from ketju.web.apps.retention.due import due
from ketju.web.apps.retention.erasing import erase
from ketju.web.apps.retention.models import RetentionRules
from ketju.web.apps.selfservice.organisation import change_organisation
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry

from .conftest import NOON, STAFF

ENDED = date(2026, 6, 15)
SERVICE_OVER, VOUCHERS_OVER, BOOKS_OVER = date(2027, 6, 16), date(2033, 1, 1), date(2037, 1, 1)
"""The days after 12 months, after 6 years from the end of 2026, after 10 years from it."""


@pytest.fixture
def gone(heron: Customer, aino: Contact, terms: tuple[AgreementVersion, ...]) -> Customer:
    """A customer that has left, with traces of every kind."""
    correct_customer(by=STAFF, at=NOON, customer=heron, given={"billing_address": "Laskutie 2"})
    record_acceptance(by=STAFF, at=NOON, customer=heron, agreement=terms[1], accepted_at=NOON, who="Aino")
    disclose(
        by=STAFF, at=NOON, customer=heron, recipient="Postit", basis="request", reference="t", what="names"
    )
    given = {"postal_address": "Postitie 3"}
    change_organisation(by=STAFF, at=NOON, customer=heron.public_id, values=given)
    end_customer(by=STAFF, at=NOON, customer=heron, on=ENDED)
    return heron


pytestmark = pytest.mark.django_db


def test_nothing_is_due_while_the_service_needs_it(gone: Customer) -> None:
    assert due(gone.processor, date(2027, 6, 15)) == []
    (one,) = due(gone.processor, SERVICE_OVER)
    assert [(each.why, each.until) for each in one.kept] == [("service", date(2027, 6, 15))]


def test_listing_changes_nothing(gone: Customer) -> None:
    before = AuditEntry.objects.count()
    due(gone.processor, BOOKS_OVER)
    assert AuditEntry.objects.count() == before
    assert Contact.objects.get().email == "aino@heron.example"


def test_what_only_the_service_needed_goes_first(gone: Customer) -> None:
    kite = gone.processor
    assert len(erase(by=STAFF, at=NOON, processor=kite, on=SERVICE_OVER)) == 1
    customer, contact = Customer.objects.get(), Contact.objects.get()
    assert (contact.first_name, contact.email, bytes(contact.email_index)) == ("", "", b"")
    assert (customer.postal_address, customer.billing_address) == ("", "Laskutie 2")
    assert customer.name == "Harmaahaikara Oy"
    assert customer.disclosures.get().recipient == ""
    assert customer.acceptances.get().by == "Aino"
    assert not ChangePayload.objects.exists() and not SearchToken.objects.exists()
    assert search(kite, "aino@heron.example") == ()
    assert due(kite, SERVICE_OVER) == []


def test_vouchers_and_books_go_in_their_own_time(gone: Customer) -> None:
    kite = gone.processor
    erase(by=STAFF, at=NOON, processor=kite, on=SERVICE_OVER)
    assert due(kite, date(2032, 12, 31)) == []
    erase(by=STAFF, at=NOON, processor=kite, on=VOUCHERS_OVER)
    customer = Customer.objects.get()
    assert (customer.billing_address, customer.acceptances.get().by) == ("", "")
    assert (customer.name, customer.erased_at) == ("Harmaahaikara Oy", None)
    erase(by=STAFF, at=NOON, processor=kite, on=BOOKS_OVER)
    customer = Customer.objects.get()
    assert (customer.name, customer.business_id, bytes(customer.name_index)) == ("", "", b"")
    assert customer.erased_at is not None
    assert due(kite, date(2099, 1, 1)) == []


def test_what_is_held_stays_and_says_why(gone: Customer) -> None:
    hold_customer(by=STAFF, at=NOON, customer=gone, reason="dispute 12")
    (one,) = due(gone.processor, BOOKS_OVER)
    assert one.held_for == "dispute 12"
    assert erase(by=STAFF, at=NOON, processor=gone.processor, on=BOOKS_OVER) == []
    assert Contact.objects.get().email == "aino@heron.example"


def test_a_contact_that_ended_goes_while_its_customer_stays(heron: Customer, aino: Contact) -> None:
    end_contact(by=STAFF, at=NOON, contact=aino, on=ENDED)
    (one,) = due(heron.processor, SERVICE_OVER)
    assert one.contact == aino
    erase(by=STAFF, at=NOON, processor=heron.processor, on=SERVICE_OVER, keys=[aino.public_id])
    assert Contact.objects.get().email == ""
    assert Customer.objects.get().name == "Harmaahaikara Oy"
    assert due(heron.processor, SERVICE_OVER) == []


def test_only_what_is_named_goes(gone: Customer) -> None:
    assert erase(by=STAFF, at=NOON, processor=gone.processor, on=BOOKS_OVER, keys=["cus_x"]) == []


def test_a_processor_decides_its_own_months_and_year(gone: Customer) -> None:
    RetentionRules.objects.create(processor=gone.processor, months_after=1, year_end_month=4, year_end_day=30)
    (one,) = due(gone.processor, date(2026, 7, 16))
    assert one.kept[0].until == date(2026, 7, 15)
    everything = due(gone.processor, date(2038, 1, 1))[0].kept
    assert {each.why: each.until for each in everything} == {
        "service": date(2026, 7, 15),
        "vouchers": date(2033, 12, 31),
        "books": date(2037, 4, 30),
    }


def test_pages_list_before_they_erase(officer: Client, gone: Customer) -> None:
    Customer.objects.update(ended_on=date(2020, 1, 31), signed_up_on=date(2019, 1, 1))
    text = officer.get("/staff/kite/customers/erasure/").content.decode()
    assert "31 January 2021" in text and gone.public_id in text
    assert officer.post("/staff/kite/customers/erasure/", {"key": gone.public_id}).status_code == 302
    assert Contact.objects.get().email == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_says_what_articles_13_14_and_30_ask_for(kite: Processor, language: str) -> None:
    parts = description(kite, phrasebook(language), NOON.date())
    assert len(parts) == 14  # with the supervisory authority (Art. 13(2)(d), 14(2)(e))
    words = " ".join(
        [*(one.heading for one in parts), *(text for one in parts for text in (*one.texts, *one.points))]
    )
    assert "web." not in words
    assert "Kite Hosting Oy" in words


def test_the_description_is_a_page_in_three_languages(officer: Client) -> None:
    for language, title in (
        ("fi", "Rekisteriseloste"),
        ("sv", "Registerbeskrivning"),
        ("en", "Register description"),
    ):
        text = officer.get(f"/staff/kite/customers/description/?language={language}").content.decode()
        assert title in text and f'<article lang="{language}">' in text
