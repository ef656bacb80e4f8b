"""Erasure of a customer, a contact, a person reaches every table; what is left is what the certificate names."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db.models import Q
from django.test import Client

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import end_contact, end_customer, hold_customer
from ketju.web.apps.retention.due import due
from ketju.web.apps.retention.erasing import erase, erase_contact
from ketju.web.apps.retention.ledger import noted
from ketju.web.apps.retention.models import Erasure
from ketju.web.apps.retention.subjects import customer_subject, person_subject
from ketju.web.apps.retention.sweeping import sweep
from ketju.web.base.access.models import Membership
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.encryption.keys import forget_keys
from ketju.web.base.inbox.testing import send_test
from ketju.web.base.outbox.models import Message
from ketju.web.base.subjects.concerning import concerns

from .full import BY, MAIL, NOON, OTHERS, WORDS, everything, fill, traces

pytestmark = pytest.mark.django_db
ENDED = date(2026, 3, 10)
SERVICE_OVER, VOUCHERS_OVER, BOOKS_OVER = date(2027, 3, 11), date(2033, 1, 1), date(2037, 1, 1)
"""12 months after the end; 6 and 10 years from the end of 2026 (Accounting Act 2:10)."""


@pytest.fixture
def full(settings: object, tmp_path: Path) -> Customer:
    forget_keys()
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "default": backend | {"OPTIONS": {"location": tmp_path / "files"}},
        "ledger": backend | {"OPTIONS": {"location": tmp_path / "ledger"}},
    }
    return fill()


@pytest.fixture
def ended(full: Customer) -> Customer:
    end_customer(by=BY, at=NOON, customer=full, on=ENDED)
    return full


def files(folder: Path) -> str:
    return "".join(one.read_text("utf-8", "replace") for one in folder.rglob("*") if one.is_file())


def test_every_table_that_can_concern_somebody_has_a_row(full: Customer) -> None:
    """The proof below is worth nothing for a table that is empty."""
    subjects = (customer_subject(full), person_subject(User.objects.get(email=MAIL)))
    empty = set()
    for one in concerns():
        found = [rows for subject in subjects if (rows := one.rows(subject)) is not None]
        if not any(rows.exists() for rows in found):
            empty.add(one.table)
    assert empty == {"access_undertaking"}  # only staff promise confidentiality
    told = set(traces())
    for word in WORDS:
        assert any(word in one.casefold() for values in traces().values() for one in values), word
    assert {
        "parties_contact.email",
        "outbox_message.text",
        "exchange_import.rows",
        "accounts_user.name",
    } <= told


def test_what_only_the_service_needs_goes_everywhere(ended: Customer, tmp_path: Path) -> None:
    erase(by=BY, at=NOON, processor=ended.processor, on=SERVICE_OVER)
    kept = {
        "parties_customer.name", "parties_customer.name_index", "parties_customer.business_id",
        "parties_customer.business_id_index", "parties_customer.external_id",
        "parties_customer.billing_address", "agreements_acceptance.by", "agreements_acceptance.capacity",
            "agreements_deviation.basis", "agreements_deviation.document", "agreements_deviation.value",
            "agreements_sideletter.name", "signing_signedcopy.evidence",
    }  # fmt: skip
    assert set(traces()) == kept
    made = Erasure.objects.get(kind="customer")
    told = {f"{table}.{column}": (why, until) for table, column, why, until in made.left}
    # A waiver of a gate stays on record for ever, with its reason: named, although it holds no word of the customer.
    packed = {"signing_signedcopy.pdf", "agreements_sideletter.data"}  # a word in it is not found as bytes
    assert set(told) == kept | packed | {"cases_gatewaiver.reason", "cases_gatewaiver.basis"}
    assert told["parties_customer.billing_address"] == ("vouchers", "2032-12-31")
    assert told["parties_customer.name"] == ("books", "2036-12-31")
    assert made.counts["access_membership"] == 1 and made.counts["services_entryvalue"] == 1
    assert not any(word in files(tmp_path).casefold() for word in WORDS)


def test_the_person_whom_only_the_customer_knew_goes_with_it(ended: Customer) -> None:
    wilma = User.objects.get(email=MAIL)
    erase(by=BY, at=NOON, processor=ended.processor, on=SERVICE_OVER)
    wilma.refresh_from_db()
    assert (wilma.name, wilma.is_active, wilma.has_usable_password()) == ("", False, False)
    assert wilma.email == f"{wilma.public_id}@erased.invalid"
    assert Erasure.objects.get(kind="person").left == []
    assert not Membership.objects.filter(user=wilma).exists()


def test_a_person_with_another_customer_stays(ended: Customer) -> None:
    wilma = User.objects.get(email=MAIL)
    grebe = Customer.objects.exclude(pk=ended.pk).get()
    Membership.objects.create(
        user=wilma, processor=grebe.processor, customer=grebe.public_id, role="main-user", first=ENDED
    )
    erase(by=BY, at=NOON, processor=ended.processor, on=SERVICE_OVER)
    wilma.refresh_from_db()
    assert (wilma.email, wilma.name) == (MAIL, "Wilma Quastel")
    assert Membership.objects.get(user=wilma).customer == grebe.public_id
    assert not Message.objects.filter(customer=ended.public_id).exists()


def test_in_the_end_nothing_is_left_and_others_are_untouched(ended: Customer) -> None:
    kite = ended.processor
    before = {
        name: [one for one in values if any(word in one.casefold() for word in OTHERS)]
        for name, values in everything().items()
    }
    for day in (SERVICE_OVER, VOUCHERS_OVER, BOOKS_OVER):
        erase(by=BY, at=NOON, processor=kite, on=day)
    assert traces() == {}
    after = everything()
    for name, values in before.items():
        if name.startswith("exchange_import."):
            continue  # a file that lacked the customer told so; it has to be sent again
        assert sorted(values) == sorted(
            one for one in after[name] if any(word in one.casefold() for word in OTHERS)
        ), name
    assert {one.classes for one in noted() if one.is_last} == {("books", "days", "service", "vouchers")}


def test_all_at_once_leaves_nothing_either(ended: Customer) -> None:
    erase(by=BY, at=NOON, processor=ended.processor, on=BOOKS_OVER)
    assert traces() == {}
    assert Customer.objects.get(pk=ended.pk).erased_at is not None
    assert due(ended.processor, BOOKS_OVER) == []


def test_the_audit_trail_stays_and_is_named_where_somebody_wrote_a_reason(ended: Customer) -> None:
    entries = AuditEntry.objects.filter(customer=ended.public_id).count()
    AuditEntry.objects.create(
        customer=ended.public_id, action="customers.read", kind="customer", reason="ticket 12", at=NOON
    )
    erase(by=BY, at=NOON, processor=ended.processor, on=BOOKS_OVER)
    assert AuditEntry.objects.filter(customer=ended.public_id).count() == entries + 2
    made = Erasure.objects.get(kind="customer")
    assert ["audit_auditentry", "reason", "trail", ""] in made.left


def test_a_contact_goes_from_every_table_and_its_customer_stays(full: Customer) -> None:
    contact = Contact.objects.get(customer=full)
    end_contact(by=BY, at=NOON, contact=contact, on=ENDED)
    erase(by=BY, at=NOON, processor=full.processor, on=SERVICE_OVER, keys=[contact.public_id])
    left = {
        name: values
        for name, values in traces().items()
        if any("quastel" in one.casefold() for one in values)
    }
    # What was written about the customer: whom data went to, what was agreed, who signed, what it objected to.
    assert set(left) == {
        "agreements_acceptance.by", "agreements_deviation.value", "signing_signedcopy.evidence",
        "parties_disclosure.recipient", "parties_disclosure.reference",
        "services_service.flags", "registers_signedlink.label", "cases_objection.text",
        "cases_objection.by_name", "cases_objectionstep.text", "cases_objectionfile.name", "cases_authorisation.document",
        "cases_authorisation.by_name",
    }  # fmt: skip
    made = Erasure.objects.get(kind="contact")
    assert {tuple(one[:3]) for one in made.left} == {
        ("agreements_acceptance", "by", "vouchers"), ("agreements_acceptance", "capacity", "vouchers"),
        ("signing_signedcopy", "evidence", "vouchers"), ("signing_signedcopy", "pdf", "vouchers"),
    }  # fmt: skip
    assert Customer.objects.get(pk=full.pk).name == "Zebrafink Oy"
    assert not any(MAIL in one for values in everything().values() for one in values)


def test_staff_who_left_are_due_and_their_promise_is_kept(full: Customer) -> None:
    kite = full.processor
    Membership.objects.filter(user__email="other-owner@kite.example").update(last=ENDED)
    assert [one.person for one in due(kite, ENDED + timedelta(days=300))] == []
    (one,) = due(kite, SERVICE_OVER)
    assert one.person is not None and one.person.name == "Other-Owner"
    erase(by=BY, at=NOON, processor=kite, on=SERVICE_OVER)
    left = {
        name
        for name, values in everything().items()
        if any("other-owner" in one.casefold() for one in values)
    }
    assert left == {"access_undertaking.name"}
    made = Erasure.objects.get(kind="person")
    assert ["access_undertaking", "name", "trail", ""] in made.left
    assert due(kite, SERVICE_OVER) == []


def test_what_is_held_is_in_no_ledger(ended: Customer) -> None:
    hold_customer(by=BY, at=NOON, customer=ended, reason="dispute 12")
    assert erase(by=BY, at=NOON, processor=ended.processor, on=BOOKS_OVER) == []
    assert list(noted()) == [] and not Erasure.objects.exists()


def test_where_the_ledger_cannot_be_written_nothing_is_erased(
    ended: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*given: object) -> str:
        raise OSError("no space")

    monkeypatch.setattr(type(storages["ledger"]), "save", full_disk)
    with pytest.raises(OSError):
        erase(by=BY, at=NOON, processor=ended.processor, on=BOOKS_OVER)
    assert Contact.objects.filter(email="").count() == 0
    assert not Erasure.objects.exists()


def test_codes_and_sessions_go_by_themselves_after_days(full: Customer) -> None:
    Message.objects.filter(key="code-1").update(sent_at=NOON, created_at=NOON)
    sweep(NOON + timedelta(days=13))
    assert Message.objects.filter(key="code-1").exists()
    sweep(NOON + timedelta(days=15))
    assert not Message.objects.filter(key="code-1").exists()
    assert Message.objects.filter(customer=full.public_id).exists()


def test_a_message_that_tests_the_inbox_stays_as_long_as_its_test(full: Customer, settings: Any) -> None:
    settings.INBOX_ADDRESS = "answers@kite.example"
    test = send_test(by=BY, at=NOON)
    Message.objects.filter(Q(pk=test.message_id) | Q(key="code-1")).update(sent_at=NOON, created_at=NOON)
    sweep(NOON + timedelta(days=20))
    assert Message.objects.filter(pk=test.message_id).exists()
    assert not Message.objects.filter(key="code-1").exists()
    test.delete()
    sweep(NOON + timedelta(days=20))
    assert not Message.objects.filter(pk=test.message_id).exists()


def test_an_import_whose_rows_were_erased_ends_nobody(ended: Customer) -> None:
    from ketju.web.apps.exchange.importing import ImportRefused, run
    from ketju.web.apps.exchange.models import Import

    erase(by=BY, at=NOON, processor=ended.processor, on=SERVICE_OVER)
    made = Import.objects.filter(name="", total=1).first()
    assert made is not None
    with pytest.raises(ImportRefused):
        run(by=BY, at=NOON, made=made, ends_missing=True)
    assert Customer.objects.exclude(pk=ended.pk).get().ended_on is None


def test_the_page_tells_what_went_and_what_is_kept(ended: Customer) -> None:
    owner = User.objects.get(email="other-owner@kite.example")
    Membership.objects.create(user=owner, processor=ended.processor, role="privacy-officer", first=ENDED)
    erase(by=BY, at=NOON, processor=ended.processor, on=SERVICE_OVER)
    client = Client(headers={"accept-language": "en"})
    client.force_login(owner, "allauth.account.auth_backends.AuthenticationBackend")
    text = client.get("/staff/kite/customers/erasure/").content.decode()
    assert "What was erased" in text and "billing address" in text and "31 December 2032" in text
    assert Erasure.objects.get(kind="customer").public_id in text


def test_erasing_a_contact_directly_needs_no_day(full: Customer) -> None:
    made = erase_contact(by=BY, at=NOON, contact=Contact.objects.get(customer=full))
    assert made.kind == "contact" and {one.kind for one in noted()} == {"contact", "person"}
