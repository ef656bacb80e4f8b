"""Staff pages of the customer register: what they show, refuse, note, and how many queries they take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.exchange.models import Import
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import create_customer
from ketju.web.apps.services.models import Product, Service
from ketju.web.apps.services.writes import add_service
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.tokens.models import Token

from .conftest import NOON, STAFF, member

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@contextmanager
def few_queries() -> Iterator[None]:
    with CaptureQueriesContext(connection) as queries:
        yield
    asked = [
        one["sql"]
        for one in queries.captured_queries
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))
    ]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


@pytest.fixture
def full(heron: Customer, aino: Contact, hosting: Product, terms: tuple[AgreementVersion, ...]) -> Customer:
    for number in range(6):
        given = {"external_id": f"S-{number}", "country": "FI"}
        add_service(by=STAFF, at=NOON, customer=heron, product=hosting, given=given)
    return heron


@pytest.fixture(autouse=True)
def _sessions_are_told_seldom() -> Iterator[None]:
    """When a session was last used is noted every few minutes and not on each page, so pages are counted without it."""
    with override_settings(USERSESSIONS_TRACK_ACTIVITY=False):
        yield


def pages(customer: Customer, contact: Contact) -> list[str]:
    own = f"/staff/kite/customers/{customer.public_id}/"
    service = customer.services.first().public_id
    return [
        "/staff/kite/customers/",
        "/staff/kite/customers/?q=harmaa",
        "/staff/kite/customers/?q=aino@heron.example",
        "/staff/kite/customers/new/",
        "/staff/kite/customers/without-agreement/",
        "/staff/kite/customers/undeclared/",
        "/staff/kite/customers/products/",
        "/staff/kite/customers/imports/",
        own,
        f"{own}correct/",
        f"{own}end/",
        f"{own}history/",
        f"{own}agreements/",
        f"{own}disclosures/",
        f"{own}contacts/new/",
        f"{own}contacts/{contact.public_id}/",
        f"{own}services/new/",
        f"{own}services/{service}/",
        f"{own}services/{service}/data/",
    ]


def test_every_page_answers_with_few_queries(officer: Client, full: Customer, aino: Contact) -> None:
    officer.get("/staff/kite/customers/")  # what is remembered by the process is asked once
    for address in pages(full, aino):
        with few_queries():
            answer = officer.get(address)
        assert answer.status_code == 200, address
        assert "web." not in answer.content.decode().replace("ketju.web", ""), address


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_pages_speak_the_readers_language(
    officer: Client, full: Customer, aino: Contact, language: str
) -> None:
    session = officer.session
    session["language"] = language
    session.save()
    for address in pages(full, aino):
        text = officer.get(address, headers={"accept-language": language}).content.decode()
        assert "Customers" not in text and "Save" not in text, address


def test_pages_of_another_processor_do_not_exist(other: Processor, full: Customer, aino: Contact) -> None:
    client = Client()
    client.force_login(
        member(other, "privacy-officer"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    for address in pages(full, aino):
        assert client.get(address).status_code == 404
        foreign = address.replace("/kite/", "/other/")
        if full.public_id in address:
            assert client.get(foreign).status_code == 404


def test_a_reader_reads_and_writes_nothing(reader: Client, full: Customer) -> None:
    own = f"/staff/kite/customers/{full.public_id}/"
    text = reader.get(own).content.decode()
    assert "aino@heron.example" in text and "correct/" not in text
    assert reader.get(f"{own}correct/").status_code == 404
    assert reader.post(f"{own}agreements/record/", {"what": "consent", "subject": "x"}).status_code == 404
    assert reader.get("/staff/kite/customers/imports/").status_code == 404
    assert reader.get("/staff/kite/customers/export/").status_code == 404


def test_every_reading_is_noted_with_its_role(officer: Client, full: Customer) -> None:
    AuditEntry.objects.filter(action="customers.read").exists()
    officer.get(f"/staff/kite/customers/{full.public_id}/")
    entry = AuditEntry.objects.get(action="customers.read")
    assert (entry.role, entry.customer, entry.count) == ("privacy-officer", full.public_id, 8)
    assert entry.request_id.startswith("req_")


def test_a_customer_is_made_in_a_form_with_errors_beside_fields(officer: Client, kite: Processor) -> None:
    address = "/staff/kite/customers/new/"
    given = {"name": "", "business_id": "2431560-4", "country": "FI", "role": "controller", "language": "fi"}
    answer = officer.post(address, given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="error-name"' in text and 'aria-describedby="error-name"' in text
    assert "“2431560-4” is not right" in text
    assert 'value="2431560-4"' in text
    answer = officer.post(address, {**given, "name": "Heron", "business_id": "2431560-5"})
    assert answer["Location"] == f"/staff/kite/customers/{Customer.objects.get().public_id}/"


def test_a_correction_shows_before_and_after(officer: Client, full: Customer) -> None:
    own = f"/staff/kite/customers/{full.public_id}/"
    given = {"name": "Haikara Oy", "business_id": "2431560-5", "country": "FI", "role": "controller",
             "language": "fi", "signed_up_on": "2024-05-02", "external_id": "C-1",
             "postal_address": "Rantatie 1\n00100 Helsinki", "reason": "asked by telephone"}  # fmt: skip
    assert officer.post(f"{own}correct/", given).status_code == 302
    text = officer.get(f"{own}history/").content.decode()
    assert "<del>Harmaahaikara Oy</del> <ins>Haikara Oy</ins>" in text
    assert "asked by telephone" in text


def test_contacts_are_added_corrected_and_ended(officer: Client, full: Customer, aino: Contact) -> None:
    own = f"/staff/kite/customers/{full.public_id}/contacts/"
    given = {
        "email": "office@heron.example",
        "is_role_address": "yes",
        "relation": "employee",
        "language": "fi",
    }
    assert officer.post(f"{own}new/", given).status_code == 302
    office = Contact.objects.get(is_role_address=True)
    changed = {"email": "aino@heron.example", "first_name": "Aino", "last_name": "Möttönen", "language": "fi",
               "relation": "own", "is_main_user": "yes", "deputy": office.public_id, "away_until": "2026-12-24"}  # fmt: skip
    assert officer.post(f"{own}{aino.public_id}/", changed).status_code == 302
    aino.refresh_from_db()
    assert (aino.deputy, aino.relation) == (office, "own")
    assert officer.post(f"{own}{office.public_id}/end/").status_code == 302
    assert Contact.objects.get(pk=office.pk).ended_on is not None


def test_services_are_added_declared_and_asked_for(officer: Client, full: Customer) -> None:
    own = f"/staff/kite/customers/{full.public_id}/services/"
    assert officer.post(f"{own}new/", {"product": "hosting", "country": "US"}).status_code == 422
    assert officer.post(f"{own}new/", {"product": "hosting", "country": "DE"}).status_code == 302
    assert officer.post(f"{own}ask/").status_code == 302
    service = Service.objects.order_by("-pk")[0]
    told = {"data_categories": "names\norders", "data_subjects": "shoppers"}
    assert officer.post(f"{own}{service.public_id}/data/", told).status_code == 302
    service.refresh_from_db()
    assert service.data_categories == ["names", "orders"]
    form = officer.get(f"{own}{service.public_id}/data/").content.decode()
    assert "names\norders</textarea>" in form, "one on a line, as the hint says"


def test_acceptances_consents_and_values_are_recorded(
    officer: Client, full: Customer, terms: tuple[AgreementVersion, ...]
) -> None:
    address = f"/staff/kite/customers/{full.public_id}/agreements/record/"
    accepted = {"what": "acceptance", "agreement": terms[1].public_id, "accepted_on": "2025-02-03", "how": "signed",
                "who": "Aino Möttönen"}  # fmt: skip
    assert officer.post(address, {**accepted, "accepted_on": "2999-01-01"}).status_code == 422
    assert officer.post(address, accepted).status_code == 302
    assert officer.post(address, {"what": "consent", "subject": "meeting-notes"}).status_code == 302
    told = {
        "what": "value",
        "entry": "mailer",
        "field": "locations",
        "value": "Finland",
        "since": "2026-01-01",
    }
    assert officer.post(address, told).status_code == 302
    consent = full.consents.get()
    assert officer.post(address, {"what": "withdraw", "consent": consent.pk}).status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert full.entry_values.get().value == "Finland"
    assert full.acceptances.get().by == "Aino Möttönen"


def test_a_disclosure_outside_the_union_is_refused_in_words(officer: Client, full: Customer) -> None:
    address = f"/staff/kite/customers/{full.public_id}/disclosures/record/"
    told = {
        "recipient": "Mailer Inc.",
        "basis": "agreement",
        "reference": "DPA 7",
        "what": "names",
        "to_country": "US",
    }
    answer = officer.post(address, told)
    assert answer.status_code == 422
    assert "US is outside the EU" in answer.content.decode()
    assert officer.post(address, {**told, "basis": "request"}).status_code == 302


def test_a_file_is_checked_and_written_on_pages(officer: Client, kite: Processor, hosting: Product) -> None:
    address = "/staff/kite/customers/imports/"
    assert officer.post(address, {}).status_code == 422
    bad = SimpleUploadedFile("a.csv", b"name\nx\n")
    assert "no column customer_id" in officer.post(address, {"file": bad}).content.decode()
    wrong = SimpleUploadedFile("b.csv", b"customer_id,customer_name,customer_country\nC-1,A,ZZ\n")
    shown = officer.post(address, {"file": wrong}, follow=True).content.decode()
    assert "customer_country" in shown and "“ZZ” is no code of a country" in shown and "/run/" not in shown
    good = SimpleUploadedFile("c.csv", b"customer_id,customer_name\nC-1,A\n")
    shown = officer.post(address, {"file": good}, follow=True).content.decode()
    assert "/run/" in shown and not Customer.objects.exists()
    made = Import.objects.get(name="c.csv")
    assert (
        "Done: 1 customer." in officer.post(f"{address}{made.public_id}/run/", follow=True).content.decode()
    )
    assert officer.post(f"{address}{made.public_id}/run/").status_code == 409
    assert Customer.objects.get().name == "A"


def test_exports_are_files(officer: Client, full: Customer) -> None:
    for form in ("csv", "xlsx", "json"):
        answer = officer.get(f"/staff/kite/customers/export/?form={form}")
        assert answer.status_code == 200 and f".{form}" in answer["Content-Disposition"]
    assert officer.get("/staff/kite/customers/export/?form=exe").status_code == 404


def test_lists_go_on(officer: Client, kite: Processor) -> None:
    for number in range(21):
        create_customer(by=STAFF, at=NOON, processor=kite, given={"name": f"Customer {number:02}"})
    text = officer.get("/staff/kite/customers/").content.decode()
    assert "Customer 19" in text and "Customer 20" not in text
    last = Customer.objects.order_by("pk")[19].pk
    assert f"after={last}" in text
    assert "Customer 20" in officer.get(f"/staff/kite/customers/?after={last}").content.decode()


def test_empty_lists_say_what_to_do(officer: Client, kite: Processor) -> None:
    assert "Add one, or import a file." in officer.get("/staff/kite/customers/").content.decode()
    found = officer.get("/staff/kite/customers/?q=<b>nobody").content.decode()
    assert "Nobody was found by “&lt;b&gt;nobody”." in found


def test_a_token_is_made_shown_once_and_revoked(officer: Client, reader: Client, kite: Processor) -> None:
    address = "/staff/kite/tokens/"
    assert reader.get(address).status_code == 404
    assert officer.post(address, {"token_name": ""}).status_code == 422
    given = {"token_name": "CRM", "scope": ["customers.read", "people.manage"], "expires_on": "2099-01-01"}
    shown = officer.post(address, given).content.decode()
    made = Token.objects.get()
    text = re.search(r"<code>(ketju_\w+_[\w-]{43})</code>", shown)
    assert text is not None and made.scopes == ["customers.read"]
    assert text[1] not in officer.get(address).content.decode()
    api = {"authorization": f"Bearer {text[1]}"}
    assert Client().get("/api/v1/customers", headers=api).status_code == 200
    assert officer.post(f"{address}{made.public_id}/revoke/").status_code == 302
    assert Client().get("/api/v1/customers", headers=api).status_code == 401


def test_customers_are_reminded_from_the_list_of_services_without_declared_data(
    officer: Client, full: Customer
) -> None:
    page = officer.get("/staff/kite/customers/undeclared/").content.decode()
    ask = f"/staff/kite/customers/{full.public_id}/services/ask/"
    assert ask in page
    answer = officer.post(ask, {"back": "undeclared"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/staff/kite/customers/undeclared/"
    assert "asked about 6 services" in answer.content.decode()
