"""Customers and contacts: what is written is checked, noted and can be found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketju.web.apps.parties.checking import (
    Refused,
    Wrong,
    business_id,
    contact_from,
    customer_from,
    day,
    mail,
)
from ketju.web.apps.parties.disclosing import disclose, for_marketing, object_to_marketing, withdraw_objection
from ketju.web.apps.parties.models import ChangePayload, Contact, Customer, SearchToken
from ketju.web.apps.parties.problems import DisclosureOutside, DisclosureUnfounded
from ketju.web.apps.parties.reads import Filter, customers_of, standing_in
from ketju.web.apps.parties.searching import search
from ketju.web.apps.parties.writes import (
    add_contact,
    correct_contact,
    correct_customer,
    create_customer,
    end_contact,
    end_customer,
    set_deputy,
)
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry

from .conftest import NOON, STAFF

pytestmark = pytest.mark.django_db


def faults(wrong: Refused) -> dict[str, str]:
    return {one.field: one.key for one in wrong.faults}


def test_a_customer_is_written_with_its_number_and_noted(heron: Customer) -> None:
    stored = Customer.objects.get()
    assert (stored.business_id, stored.business_id_scheme) == ("2431560-5", "fi-ytunnus")
    assert stored.postal_address == "Rantatie 1\n00100 Helsinki"
    entry = AuditEntry.objects.get(action="customers.create")
    assert entry.customer == entry.subject == heron.public_id
    assert "Harmaahaikara" not in entry.fields


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("name", "", "missing"),
        ("name", "x" * 201, "long"),
        ("name", "a\x00b", "characters"),
        ("business_id", "2431560-4", "business-id"),
        ("country", "ZZ", "country"),
        ("role", "owner", "choice"),
        ("language", "de", "language"),
        ("signed_up_on", "2026-02-30", "day"),
        ("signed_up_on", "tomorrow", "day"),
        ("pass_on_days", "3 weeks", "number"),
        ("pass_on_days", "14", "pass-on"),
        ("external_id", "a b", "code"),
    ],
)
def test_a_wrong_field_is_refused_beside_it(kite: Processor, field: str, value: str, key: str) -> None:
    given = {"name": "Heron", "country": "FI", field: value}
    with pytest.raises(Refused) as caught:
        create_customer(by=STAFF, at=NOON, processor=kite, given=given)
    assert faults(caught.value) == {field: f"web.wrong.{key}"}
    assert not Customer.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_customer_that_is_itself_a_processor_has_time_to_pass_on(kite: Processor) -> None:
    given = {"name": "Agency", "role": "processor", "pass_on_days": "14"}
    made = create_customer(by=STAFF, at=NOON, processor=kite, given=given)
    assert made.pass_on_days == 14


def test_an_external_id_is_taken_once(kite: Processor, other: Processor, heron: Customer) -> None:
    with pytest.raises(Refused) as caught:
        create_customer(by=STAFF, at=NOON, processor=kite, given={"name": "B", "external_id": "C-1"})
    assert faults(caught.value) == {"external_id": "web.wrong.taken"}
    assert create_customer(by=STAFF, at=NOON, processor=other, given={"name": "B", "external_id": "C-1"})


@pytest.mark.parametrize(
    ("printed", "country", "scheme"),
    [
        ("2431560-5", "FI", "fi-ytunnus"),
        ("556703-7485", "SE", "se-orgnr"),
        ("FI24315605", "", "fi-vat"),
        ("", "FI", ""),
        ("77-ABC", "US", ""),
    ],
)
def test_numbers_of_companies_find_their_scheme(printed: str, country: str, scheme: str) -> None:
    found, _ = business_id(printed, country)
    assert found == scheme or (scheme == "fi-vat" and "vat" in found)


def test_days_are_read_as_people_write_them() -> None:
    assert day("2026-11-29") == day("29.11.2026") == date(2026, 11, 29)
    assert day("2026-11-29 00:00:00") == date(2026, 11, 29)
    assert day("") is None


@pytest.mark.parametrize("text", ["aino", "aino@", "@heron.example", "a b@heron.example", "aino@heron"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        mail(text)


def test_a_correction_keeps_before_and_after_encrypted(heron: Customer) -> None:
    changed = correct_customer(
        by=STAFF, at=NOON, customer=heron, given={"name": "Haikara Oy", "country": "FI"}
    )
    assert changed == ["name"]
    payload = ChangePayload.objects.get()
    assert payload.pairs == {"name": ("Harmaahaikara Oy", "Haikara Oy")}
    assert payload.entry.fields == "name"
    payload.delete()
    assert AuditEntry.objects.filter(action="customers.correct").exists()


def test_a_correction_without_a_difference_writes_nothing(heron: Customer) -> None:
    assert correct_customer(by=STAFF, at=NOON, customer=heron, given={"name": "Harmaahaikara Oy"}) == []
    assert not AuditEntry.objects.filter(action="customers.correct").exists()


def test_a_number_is_checked_against_the_country_that_is_stored(heron: Customer) -> None:
    with pytest.raises(Refused) as caught:
        correct_customer(by=STAFF, at=NOON, customer=heron, given={"business_id": "2431560-4"})
    assert faults(caught.value) == {"business_id": "web.wrong.business-id"}


def test_a_customer_has_one_main_user(heron: Customer, aino: Contact) -> None:
    given = {"email": "b@heron.example", "is_main_user": "yes"}
    made = add_contact(by=STAFF, at=NOON, customer=heron, given=given)
    assert Contact.objects.get(is_main_user=True) == made


def test_a_contact_can_be_reached_somehow() -> None:
    assert [one.key for one in contact_from({"first_name": "A"})[1]] == ["web.wrong.unreachable"]
    assert contact_from({"phone": "+358 40 123 4567"})[1] == []


def test_a_partner_may_instruct_only_with_proof() -> None:
    given = {"email": "dev@studio.example", "relation": "partner", "may_instruct": "yes"}
    assert [one.key for one in contact_from(given)[1]] == ["web.wrong.authority"]
    assert contact_from({**given, "authority_proof": "letter of 1 March 2026"})[1] == []


def test_an_address_is_there_once_for_a_customer(heron: Customer, aino: Contact) -> None:
    with pytest.raises(Refused) as caught:
        add_contact(by=STAFF, at=NOON, customer=heron, given={"email": "AINO@heron.example"})
    assert faults(caught.value) == {"email": "web.wrong.twice"}


def test_a_new_address_has_to_be_verified_anew(aino: Contact) -> None:
    aino.verified_at = NOON
    aino.save()
    correct_contact(by=STAFF, at=NOON, contact=aino, given={"email": "aino@haikara.example"})
    assert Contact.objects.get().verified_at is None
    assert search(aino.processor, "aino@haikara.example")


def test_a_deputy_stands_in_while_somebody_is_away(heron: Customer, aino: Contact) -> None:
    given = {"email": "office@heron.example", "is_role_address": "yes"}
    office = add_contact(by=STAFF, at=NOON, customer=heron, given=given)
    set_deputy(by=STAFF, at=NOON, contact=aino, deputy=office)
    aino.away_until = date(2026, 12, 6)
    assert standing_in(aino, date(2026, 12, 6)) == office
    assert standing_in(aino, date(2026, 12, 7)) == aino
    with pytest.raises(Refused):
        set_deputy(by=STAFF, at=NOON, contact=aino, deputy=aino)


@pytest.mark.parametrize(
    "text",
    ["harmaahaikara oy", "2431560-5", "C-1", "aino@heron.example", "harmaa", "mottonen", "Möttö", "aino hei",
     "HARMAAHAIKARA", "har", "ain möt"],
)  # fmt: skip
def test_a_customer_is_found(heron: Customer, aino: Contact, text: str) -> None:
    is_found = bool(search(heron.processor, text))
    assert is_found is (text != "aino hei")


def test_nobody_is_found_by_another_processor_nor_by_what_has_ended(
    other: Processor, heron: Customer, aino: Contact
) -> None:
    assert search(other, "harmaahaikara oy") == search(other, "harmaa") == ()
    end_contact(by=STAFF, at=NOON, contact=aino, on=date(2026, 11, 29))
    assert search(heron.processor, "möttönen") == ()
    assert search(heron.processor, "aino@heron.example") == ()
    assert not SearchToken.objects.filter(contact=aino).exists()


def test_words_stand_nowhere_in_the_tokens(heron: Customer, aino: Contact) -> None:
    stored = b"".join(bytes(one.token) for one in SearchToken.objects.all())
    assert b"har" not in stored and b"aino" not in stored


def test_pages_go_on_from_the_last_one(kite: Processor) -> None:
    for number in range(5):
        create_customer(by=STAFF, at=NOON, processor=kite, given={"name": f"Customer {number}"})
    first = customers_of(kite, Filter(), NOON.date(), size=3)
    second = customers_of(kite, Filter(), NOON.date(), after=first.next or 0, size=3)
    assert [one.name for one in (*first.customers, *second.customers)] == [f"Customer {n}" for n in range(5)]
    assert second.next is None


def test_who_left_is_not_among_the_current_ones(heron: Customer) -> None:
    end_customer(by=STAFF, at=NOON, customer=heron, on=date(2026, 11, 30))
    kite = heron.processor
    assert customers_of(kite, Filter(), date(2026, 11, 29)).customers == (heron,)
    assert customers_of(kite, Filter(), date(2026, 11, 30)).customers == ()
    assert customers_of(kite, Filter("ended"), date(2026, 11, 30)).customers == (heron,)


def test_data_leave_only_on_a_basis(heron: Customer) -> None:
    told = {"customer": heron, "recipient": "Postit Oy", "what": "e-mail addresses of mailboxes"}
    with pytest.raises(DisclosureUnfounded):
        disclose(by=STAFF, at=NOON, basis="request", reference="", **told)
    with pytest.raises(DisclosureUnfounded):
        disclose(by=STAFF, at=NOON, basis="because", reference="x", **told)
    disclose(by=STAFF, at=NOON, basis="request", reference="ticket 12", **told)
    assert heron.disclosures.get().recipient == "Postit Oy"
    assert AuditEntry.objects.filter(action="disclosures.create", customer=heron.public_id).exists()


def test_data_leave_the_union_only_at_the_customers_request_or_to_its_own_world(heron: Customer) -> None:
    told = {"customer": heron, "recipient": "Mailer Inc.", "reference": "DPA 7", "what": "names"}
    for country in ("US", "NO"):
        with pytest.raises(DisclosureOutside):
            disclose(by=STAFF, at=NOON, basis="agreement", to_country=country, **told)
    disclose(by=STAFF, at=NOON, basis="request", to_country="US", **told)
    heron.country = "US"
    disclose(by=STAFF, at=NOON, basis="agreement", to_country="US", **told)


def test_an_objection_to_marketing_is_honoured_at_once(aino: Contact) -> None:
    assert for_marketing([aino]) == (aino,)
    object_to_marketing(by=STAFF, at=NOON, contact=aino, channel="e-mail")
    object_to_marketing(by=STAFF, at=NOON, contact=aino, channel="e-mail")
    assert for_marketing([aino]) == ()
    assert aino.objections.count() == 1
    withdraw_objection(by=STAFF, at=NOON + timedelta(days=1), contact=aino)
    assert for_marketing([aino]) == (aino,)


def test_an_end_before_the_beginning_is_refused() -> None:
    _, found = customer_from({"name": "A", "signed_up_on": "2026-02-01", "ended_on": "2026-01-31"})
    assert [one.field for one in found] == ["ended_on"]
