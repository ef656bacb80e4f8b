"""The portal: customers' people see what is theirs and change it, and staff see the change."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from ketju.web.apps.agreements.models import Acceptance
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.reads import standing_in
from ketju.web.apps.parties.searching import search
from ketju.web.apps.selfservice.models import Correction
from ketju.web.apps.services.models import Consent, Service
from ketju.web.base.access.models import Membership
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.outbox.models import Message
from tests.browser.app.filling import person, session
from tests.web import here
from tests.web.filled import client_of, fill

pytestmark = pytest.mark.django_db
CONTACT = {
    "first_name": "Maija", "last_name": "Virtanen", "email": "maija@harbour.example.com", "phone": "+358 9 1234567",
    "language": "fi", "relation": "employee", "role": "privacy",
}  # fmt: skip


@pytest.fixture
def held() -> dict[str, str]:
    return fill()


@pytest.fixture
def main(held: dict[str, str]) -> Client:
    return client_of(held, "main")


@pytest.fixture
def root(held: dict[str, str]) -> str:
    return f"/portal/{held['customer']}/"


def test_a_change_of_ones_own_data_is_kept_with_before_and_after(
    held: dict[str, str], main: Client, root: str
) -> None:
    Correction.objects.all().delete()
    assert main.post(f"{root}contacts/{held['contact']}/", CONTACT).status_code == 302
    contact = Contact.objects.get(public_id=held["contact"])
    assert (contact.last_name, contact.phone, contact.role) == ("Virtanen", "+358 9 1234567", "privacy")
    assert contact.verified_at is not None
    correction = Correction.objects.get()
    assert correction.values["last_name"] == ("Meikäläinen-Virtanen", "Virtanen")
    assert correction.values["role"] == ("", "privacy")
    assert "email" not in correction.values
    assert (correction.entry.role, correction.entry.subject) == ("main-user", held["contact"])
    assert "Virtanen" not in correction.entry.fields
    staff = client_of(held, "staff").get("/staff/kite/corrections/").content.decode()
    assert "<del>Meikäläinen-Virtanen</del>" in staff
    assert "<ins>Privacy</ins>" in staff


def test_an_address_that_somebody_else_gives_has_to_be_confirmed(
    held: dict[str, str], main: Client, root: str
) -> None:
    other = next(one for one in Contact.objects.all() if one.first_name == "Kalle")
    assert other.verified_at is not None
    given = {**CONTACT, "first_name": "Kalle", "email": "new@harbour.example.com"}
    main.post(f"{root}contacts/{other.public_id}/", given)
    other.refresh_from_db()
    assert (other.email, other.verified_at) == ("new@harbour.example.com", None)


def test_staff_find_contacts_by_what_the_customer_says_now(
    held: dict[str, str], main: Client, root: str
) -> None:
    def found(text: str) -> list[str]:
        return [
            one.customer.public_id
            for one in search(Customer.objects.get(public_id=held["customer"]).processor, text)
        ]

    main.post(f"{root}contacts/{held['contact']}/", {**CONTACT, "last_name": "Quetzal"})
    assert found("Quetzal") == [held["customer"]]
    main.post(f"{root}contacts/{held['contact']}/", {**CONTACT, "last_name": "Virtanen"})
    assert found("Quetzal") == []
    main.post(f"{root}contacts/new/", {**CONTACT, "last_name": "Xylander", "email": "x@harbour.example.com"})
    assert found("Xylander") == [held["customer"]]
    made = next(one for one in Contact.objects.all() if one.last_name == "Xylander")
    main.post(f"{root}contacts/{made.public_id}/end/")
    assert found("Xylander") == []
    main.post(
        f"{root}people/",
        {"email": "z@dev.example.com", "name": "Zeppelin", "role": "billing", "language": "en"},
    )
    assert found("Zeppelin") == [held["customer"]]


@pytest.mark.parametrize(("field", "value"), [("email", "nobody"), ("last_name", ""), ("phone", "call me")])
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(
    held: dict[str, str], main: Client, root: str, field: str, value: str
) -> None:
    before = Correction.objects.count()
    answer = main.post(f"{root}contacts/{held['contact']}/", {**CONTACT, field: value})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in html
    assert f'href="#id_{field}"' in html
    assert 'role="alert"' in html
    assert Correction.objects.count() == before


def test_saving_without_a_change_confirms_and_notes_nothing(
    held: dict[str, str], main: Client, root: str
) -> None:
    main.post(f"{root}contacts/{held['contact']}/", CONTACT)
    before = Correction.objects.count()
    main.post(f"{root}contacts/{held['contact']}/", CONTACT)
    assert Correction.objects.count() == before


def test_a_technical_partner_reads_and_changes_nothing(held: dict[str, str], root: str) -> None:
    whose = Customer.objects.get(public_id=held["customer"])
    held["partner"] = session(person(whose, "partner@dev.example.com", "Pia", "technical-partner"))
    client = client_of(held, "partner")
    assert client.get(f"{root}contacts/").status_code == 200
    for path in (
        "organisation/change/", "contacts/new/", f"contacts/{held['contact']}/", "people/", "export/",
        f"services/{held['service']}/data/",
    ):  # fmt: skip
        assert client.get(root + path).status_code == 404, path
        assert client.post(root + path, CONTACT).status_code == 404, path


def test_whoever_has_a_contact_of_their_own_changes_that_one_and_less_of_it(
    held: dict[str, str], root: str
) -> None:
    whose = Customer.objects.get(public_id=held["customer"])
    user = person(whose, "bill@harbour.example.com", "Bill", "billing")
    own = Contact.objects.create(processor=whose.processor, customer=whose, user=user, last_name="Bill")
    held["billing"] = session(user)
    client = client_of(held, "billing")
    given = {**CONTACT, "may_instruct": "on", "role": "security"}
    assert client.post(f"{root}contacts/{own.public_id}/", given).status_code == 404
    assert client.post(f"{root}contacts/own/", given).status_code == 302
    own.refresh_from_db()
    assert (own.last_name, own.role, own.may_instruct) == ("Virtanen", "", False)


def test_other_customers_do_not_exist(held: dict[str, str], main: Client) -> None:
    for path in ("", "contacts/", "services/", "seen/", "export/"):
        assert main.get(f"/portal/{held['empty']}/{path}").status_code == 404
    foreign = next(one for one in Customer.objects.all() if one.name.startswith("Bryggan"))
    assert main.get(f"/portal/{foreign.public_id}/contacts/{held['contact']}/").status_code == 404
    assert main.get(f"/portal/{foreign.public_id}/services/{held['service']}/").status_code == 404


def test_data_are_declared(held: dict[str, str], main: Client, root: str) -> None:
    path = f"{root}services/{held['service']}/data/"
    given = {"data_categories": ["Name", "HealthData"], "data_subjects": ["patients"], "is_sensitive": "on"}
    assert main.post(path, given).status_code == 302
    service = Service.objects.get(public_id=held["service"])
    assert (service.data_categories, service.data_subjects, service.is_sensitive) == (
        ["Name", "HealthData"], ["patients"], True,
    )  # fmt: skip
    assert (
        main.post(path, {"data_categories": ["Nonsense"], "data_subjects": ["patients"]}).status_code == 422
    )
    html = main.get(f"{root}services/{held['service']}/").content.decode()
    assert "Health data" in html
    assert "Patients and clients of care" in html


def test_a_consent_is_taken_back_once(held: dict[str, str], main: Client, root: str) -> None:
    one = Consent.objects.get(subject="support-access")
    for _ in range(2):
        assert main.post(f"{root}consents/{one.pk}/withdraw/").status_code == 302
    one.refresh_from_db()
    assert one.withdrawn_at is not None
    assert AuditEntry.objects.filter(kind="consent").count() == 1


def test_a_consent_is_given_once_and_only_for_ones_own_service(
    held: dict[str, str], main: Client, root: str
) -> None:
    given = {"service": held["service"], "subject": "analytics"}
    for _ in range(2):
        assert main.post(f"{root}consents/give/", given).status_code == 302
    assert Consent.objects.filter(subject="analytics", withdrawn_at__isnull=True).count() == 1
    assert main.post(f"{root}consents/give/", {**given, "subject": "anything"}).status_code == 422
    foreign = next(one for one in Customer.objects.all() if one.name.startswith("Bryggan"))
    assert main.post(f"/portal/{foreign.public_id}/consents/give/", given).status_code == 422
    partner = client_of(held, "alone")
    assert partner.post(f"/portal/{held['empty']}/consents/give/", given).status_code == 404
    assert Consent.objects.filter(subject="analytics", withdrawn_at__isnull=True).count() == 1


def test_an_agreement_is_accepted_once_by_name(held: dict[str, str], main: Client, root: str) -> None:
    assert "Accept: Data processing agreement" in main.get(root).content.decode()
    signed = {"name": "Maija Meikäläinen", "capacity": "toimitusjohtaja", "may_sign": "on"}
    assert main.post(f"{root}agreements/{held['version']}/accept/", {"name": "Maija"}).status_code == 422
    for _ in range(2):
        assert main.post(f"{root}agreements/{held['version']}/accept/", signed).status_code == 302
    made = Acceptance.objects.get(agreement__public_id=held["version"])
    assert (made.how, made.by) == ("portal", "Maija Meikäläinen")
    assert "Accept: Data processing agreement" not in main.get(root).content.decode()


def test_a_main_user_invites_and_ends_access(held: dict[str, str], main: Client, root: str) -> None:
    given = {"email": "New@harbour.example.com", "name": "Uusi", "role": "billing", "language": "sv"}
    assert main.post(f"{root}people/", given).status_code == 302
    made = Membership.objects.get(user__email="new@harbour.example.com")
    assert (made.customer, made.role) == (held["customer"], "billing")
    message = Message.objects.get(kind="invitation")
    assert (message.to, message.language, message.sent_at) == ("new@harbour.example.com", "sv", None)
    assert f"/portal/{held['customer']}/" in message.text
    main.post(f"{root}people/", given)
    assert Membership.objects.filter(user__email="new@harbour.example.com").count() == 1
    held["new"] = session(made.user)
    assert client_of(held, "new").get(root).status_code == 200
    assert main.post(f"{root}people/{made.public_id}/end/").status_code == 302
    assert client_of(held, "new").get(root).status_code == 404
    for _ in range(2):
        main.post(f"{root}people/", given)
        again = Membership.objects.holding(here.today()).get(user=made.user)
        assert main.post(f"{root}people/{again.public_id}/end/").status_code == 302


def test_what_others_call_a_person_is_not_shown(main: Client, root: str) -> None:
    User.objects.create_user("known@elsewhere.example.com", name="Secret Name")
    given = {
        "email": "known@elsewhere.example.com",
        "name": "Our Helper",
        "role": "billing",
        "language": "sv",
    }
    main.post(f"{root}people/", given)
    html = main.get(f"{root}people/").content.decode()
    assert "Our Helper" in html
    assert "Secret Name" not in html
    assert Contact.objects.get(user__email="known@elsewhere.example.com").role == "billing"


def test_a_role_of_staff_cannot_be_given(main: Client, root: str) -> None:
    given = {"email": "new@harbour.example.com", "name": "Uusi", "role": "owner", "language": "sv"}
    assert main.post(f"{root}people/", given).status_code == 422
    assert not Membership.objects.filter(role="owner").exclude(customer="").exists()


def test_the_last_main_user_stays(held: dict[str, str], main: Client, root: str) -> None:
    one = Membership.objects.get(customer=held["customer"], role="main-user")
    answer = main.post(f"{root}people/{one.public_id}/end/")
    assert answer.status_code == 400
    assert "Invite another main user first." in answer.content.decode()
    one.refresh_from_db()
    assert one.last is None


def test_customers_see_who_looked_by_role_purpose_and_time_and_no_names(main: Client, root: str) -> None:
    html = main.get(f"{root}seen/").content.decode()
    assert "Staff: case handler" in html
    assert "ticket 4711" in html
    assert "Aino" not in html
    assert "Handled" not in html, "every act has words of its own"
    assert html.count("<time") == 6  # a read, an import, a change, a link, mail that came in, a side letter


def test_everything_held_is_downloaded_and_that_is_noted(
    held: dict[str, str], main: Client, root: str
) -> None:
    answer = main.post(f"{root}export/")
    assert answer["Content-Type"] == "application/json"
    assert "attachment" in answer["Content-Disposition"]
    whole = json.loads(answer.content)
    assert whole["organisation"]["name"] == "Satamakahvila Oy"
    assert {one["first_name"] for one in whole["contacts"]} == {"Maija", "Kalle"}
    assert len(whole["services"]) == 5
    assert "2024-1" in {one["version"] for one in whole["acceptances"]}
    assert "Bryggan" not in answer.content.decode()
    assert "index" not in answer.content.decode()
    assert AuditEntry.objects.filter(action="portal.export", customer=held["customer"]).count() == 1


def test_the_organisation_is_changed(held: dict[str, str], main: Client, root: str) -> None:
    given = {"postal_address": "Laituri 4", "language": "sv", "role": "processor", "pass_on_days": "10"}
    assert main.post(f"{root}organisation/change/", {**given, "name": "Other"}).status_code == 302
    one = Customer.objects.get(public_id=held["customer"])
    assert (one.postal_address, one.language, one.role, one.pass_on_days) == (
        "Laituri 4",
        "sv",
        "processor",
        10,
    )
    assert one.name == "Satamakahvila Oy"
    assert main.post(f"{root}organisation/change/", {**given, "pass_on_days": "x"}).status_code == 422


def test_a_main_user_names_a_deputy_for_a_time(held: dict[str, str], main: Client, root: str) -> None:
    own = Contact.objects.get(public_id=held["contact"])
    other = own.customer.contacts.exclude(pk=own.pk).get()
    path, until = f"{root}contacts/{own.public_id}/deputy/", here.today() + timedelta(days=14)
    Correction.objects.all().delete()
    assert main.post(path, {"deputy": other.public_id, "until": until.isoformat()}).status_code == 302
    own.refresh_from_db()
    assert (own.deputy, own.away_until) == (other, until)
    assert standing_in(own, until) == other and standing_in(own, until + timedelta(days=1)) == own
    assert "Kalle Kehittäjä stands in until" in main.get(f"{root}contacts/").content.decode()
    correction = Correction.objects.get()
    assert correction.values["deputy"] == ("", "Kalle Kehittäjä")
    assert "Kalle Kehittäjä" in client_of(held, "staff").get("/staff/kite/corrections/").content.decode()
    main.post(path, {"deputy": "", "until": ""})
    own.refresh_from_db()
    assert (own.deputy, own.away_until) == (None, None)


@pytest.mark.parametrize("wrong", ["past", "no day", "itself", "another customer's"])
def test_a_deputy_that_cannot_stand_in_is_refused(
    held: dict[str, str], main: Client, root: str, wrong: str
) -> None:
    own = Contact.objects.get(public_id=held["contact"])
    other = own.customer.contacts.exclude(pk=own.pk).get()
    empty = Customer.objects.get(public_id=held["empty"])
    stranger = Contact.objects.create(processor=empty.processor, customer=empty, email="x@example.org")
    today = here.today()
    day = {"past": (today - timedelta(days=1)).isoformat(), "no day": ""}.get(wrong, today.isoformat())
    who = {"itself": own, "another customer's": stranger}.get(wrong, other)
    answer = main.post(f"{root}contacts/{own.public_id}/deputy/", {"deputy": who.public_id, "until": day})
    assert answer.status_code == 422
    own.refresh_from_db()
    assert own.deputy is None
