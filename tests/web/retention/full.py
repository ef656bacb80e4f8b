"""One customer with something in every table, and everything that the database and the storage hold, in plain.

Values of the customer and its people hold words that nothing else holds: ``WORDS``. Companies are invented.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from allauth.account.models import EmailConfirmation
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from ketju.web.apps.agreements.models import AgreementVersion, Deviation, HousePolicy, SideLetter
from ketju.web.apps.agreements.writes import record_acceptance
from ketju.web.apps.campaigns.models import Ask, Campaign
from ketju.web.apps.cases.models import (
    Authorisation,
    CaseChange,
    GateWaiver,
    Objection,
    ObjectionFile,
    ObjectionStep,
)
from ketju.web.apps.exchange.importing import receive
from ketju.web.apps.notices.models import Delivery, Endpoint, Notice, NoticeText
from ketju.web.apps.parties.disclosing import disclose, object_to_marketing
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import add_contact, correct_contact, correct_customer, create_customer
from ketju.web.apps.people.inviting import Wanted, accept_invitation, invite_person
from ketju.web.apps.registers.models import Register, SignedLink, Subscriber, Visit
from ketju.web.apps.registers.sorting import sort_customers
from ketju.web.apps.selfservice.models import Confirmation
from ketju.web.apps.selfservice.organisation import change_organisation
from ketju.web.apps.services.models import EntryValue
from ketju.web.apps.services.writes import add_product, add_service
from ketju.web.apps.signing.models import SignedCopy
from ketju.web.base.access.models import Membership, Processor, Undertaking
from ketju.web.base.access.permission import standing_of
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.inbox.keeping import keep
from ketju.web.base.inbox.models import Received, ReplyAddress
from ketju.web.base.jobs.models import Job
from ketju.web.base.outbox.health import email_index
from ketju.web.base.outbox.models import AddressHealth
from ketju.web.base.outbox.writes import enqueue_message
from ketju.web.base.tokens.models import KeptAnswer
from ketju.web.base.tokens.writing import make_token

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOON.date()
BY = Actor(role="case-handler")
WORDS = ("zebrafink", "quastel", "2431560-5", "krm-7781", "xylofonkatu", "+358507778881")
"""Parts of the values of the customer; its names, addresses, numbers."""
OTHERS = ("grebe", "other-owner")
"""Parts of values of others, which have to stay."""
MAIL = "wilma.quastel@zebrafink.example"


def fill() -> Customer:
    """A customer with something in every table, beside another one and the staff of its processor."""
    kite = Processor.objects.create(slug="kite", name="Kite Hosting Oy", language="fi")
    owner = User.objects.create_user("other-owner@kite.example", name="Other-Owner")
    Membership.objects.create(user=owner, processor=kite, role="owner", first=date(2020, 1, 1))
    Undertaking.objects.create(
        user=owner, processor=kite, name="Other-Owner", signed_on=TODAY, briefed_on=TODAY, document="u"
    )
    Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    other = create_customer(
        by=BY, at=NOON, processor=kite, given={"name": "Grebe Oy", "country": "FI", "external_id": "K-2"}
    )
    add_contact(by=BY, at=NOON, customer=other, given={"email": "info@grebe.example", "last_name": "Grebe"})
    one = _customer(kite)
    _register(one, kite)
    _people(one, kite, owner)
    _notices(one, kite, owner)
    _passing(one, kite)
    _mail_in(one, kite)
    return one


def _mail_in(one: Customer, kite: Processor) -> None:
    """A message that came in, an address for answers, what a campaign asked, an address that reaches nobody."""
    received, _ = keep(f"From: {MAIL}\r\nSubject: Zebrafink\r\n\r\nWilma Quastel".encode(), at=NOON)
    Received.objects.filter(pk=received.pk).update(processor=kite, customer=one.public_id)
    ReplyAddress.objects.create(
        processor=kite, customer=one.public_id, purpose="campaign", subject="ask_1", token_hash="x"
    )
    campaign = Campaign.objects.create(processor=kite, created_at=NOON)
    Ask.objects.create(campaign=campaign, customer=one)
    AddressHealth.objects.create(processor=kite, email_index=email_index(MAIL), unreachable_at=NOON)


def _customer(kite: Processor) -> Customer:
    given = {
        "external_id": "KRM-7781", "name": "Zebrafink Oy", "business_id": "2431560-5", "country": "FI",
        "postal_address": "Xylofonkatu 1\n00100 Helsinki", "billing_address": "Xylofonkatu 2",
        "signed_up_on": "2019-05-02", "language": "fi",
    }  # fmt: skip
    one = create_customer(by=BY, at=NOON, processor=kite, given=given)
    wilma = {
        "external_id": "KRM-7781-1", "first_name": "Wilma", "last_name": "Quastel", "email": MAIL,
        "phone": "+358507778881", "is_main_user": "yes", "may_instruct": "yes",
        "authority_proof": "letter of Quastel",
    }  # fmt: skip
    contact = add_contact(by=BY, at=NOON, customer=one, given=wilma)
    correct_customer(by=BY, at=NOON, customer=one, given={"postal_address": "Xylofonkatu 3"})
    correct_contact(by=BY, at=NOON, contact=contact, given={"role": "Quastel junior"})
    object_to_marketing(by=BY, at=NOON, contact=contact, channel="portal")
    return Customer.objects.get(pk=one.pk)


def _register(one: Customer, kite: Processor) -> None:
    hosting = add_product(
        by=BY, at=NOON, processor=kite, given={"slug": "hosting", "name": "Webhotelli", "countries": "FI"}
    )
    service = add_service(
        by=BY, at=NOON, customer=one, product=hosting,
        given={"external_id": "KRM-7781-S", "label": "zebrafink.example", "country": "FI"},
    )  # fmt: skip
    service.flags = {"note": "asked by Quastel"}
    service.save()
    service.consents.create(customer=one, subject="logs", given_at=NOON)
    EntryValue.objects.create(
        customer=one, entry="acme", field="region", value="as Zebrafink wants", since=TODAY
    )
    version = AgreementVersion.objects.create(
        processor=kite, slug="dpa", version="1", name="DPA", valid_from=date(2018, 5, 25)
    )
    made = record_acceptance(
        by=BY, at=NOON, customer=one, agreement=version, accepted_at=NOON, who="Wilma Quastel"
    )
    made.capacity = "director of Zebrafink"
    made.save()
    SignedCopy.objects.create(
        processor=kite, customer=one, acceptance=made, holder="hol_x", language="fi", sha256="0", made_at=NOON,
        evidence='{"by": "Wilma Quastel"}', pdf=b"%PDF-1.7 Quastel",
    )  # fmt: skip
    HousePolicy.objects.create(
        processor=kite, version="1", terms="ketju-terms: 1", sha256="0", valid_from=TODAY
    )
    letter = SideLetter.objects.create(
        processor=kite, customer=one, name="zebrafink.txt", form="text", size=7, data=b"Quastel", sha256="0",
        kept_at=NOON,
    )  # fmt: skip
    Deviation.objects.create(
        processor=kite, customer=one, parameter="agreement.nature", value="as Quastel asked",
        basis="letter to Zebrafink", document="zebrafink.pdf", first=TODAY, recorded_at=NOON, letter=letter,
    )  # fmt: skip
    disclose(
        by=BY, at=NOON, customer=one, recipient="Quastel & Co", basis="request", reference="Quastel asked",
        what="names of Zebrafink",
    )  # fmt: skip
    Confirmation.objects.create(customer=one, by=User.objects.filter(email=MAIL).first(), at=NOON)
    change_organisation(by=BY, at=NOON, customer=one.public_id, values={"billing_address": "Xylofonkatu 4"})


def _people(one: Customer, kite: Processor, owner: User) -> None:
    wanted = Wanted(MAIL, "main-user", TODAY, customer=one.public_id, name="Wilma Quastel")
    _, secret = invite_person(by=BY, standing=standing_of(owner, kite, TODAY), wanted=wanted, at=NOON)
    grant = accept_invitation(secret=secret, at=NOON, name="Wilma Quastel", password="long enough: 12")
    wilma = grant.user
    Contact.objects.filter(customer=one).update(user=wilma)
    adapter = get_adapter()
    Authenticator.objects.create(
        user=wilma, type=Authenticator.Type.TOTP, data={"secret": adapter.encrypt("quastel")}
    )
    SocialAccount.objects.create(
        user=wilma, provider="oidc", uid="quastel-1", extra_data={"name": "Wilma Quastel"}
    )
    EmailConfirmation.objects.create(email_address=wilma.emailaddress_set.get(), key="quastel-key", sent=NOON)
    store = SessionStore()
    store["_auth_user_id"], store["typed"] = str(wilma.pk), MAIL
    store.create()
    UserSession.objects.create(
        user=wilma,
        ip="192.0.2.7",
        user_agent="Quastel/1",
        session_key=store.session_key,
        data={"a": "quastel"},
    )
    enqueue_message(by=BY, at=NOON, processor=None, key="code-1", kind="sign-in", to=MAIL, subject="Code",
                    text="123456 for Quastel")  # fmt: skip
    enqueue_message(by=BY, at=NOON, processor=kite, key="notice-1", kind="notice", to=f"Wilma <{MAIL}>",
                    subject="To Zebrafink", text="Dear Quastel", customer=one.public_id)  # fmt: skip


def _notices(one: Customer, kite: Processor, owner: User) -> None:
    held = Register.objects.create(processor=kite, slug="list", titles={"en": "Sub-processors"})
    SignedLink.objects.create(
        processor=kite,
        customer=one,
        label="for Quastel",
        token_hash="l1",
        created_at=NOON,
        ends_on=date(2027, 1, 1),
    )
    Visit.objects.create(user=User.objects.get(email=MAIL), customer=one, at=NOON)
    sort_customers(NOON.date())
    Subscriber.objects.create(
        processor=kite, register=held, email=MAIL, email_index=blind_index(MAIL, "email"), token_hash="s1",
        asked_at=NOON, confirmed_at=NOON,
    )  # fmt: skip
    notice = Notice.objects.create(
        processor=kite, about="cas_x", kind="change", created_by=owner, created_at=NOON
    )
    text = NoticeText.objects.create(
        notice=notice, key="a", language="fi", subject="A new company", text="x", sha256="0"
    )
    Delivery.objects.create(
        processor=kite, notice=notice, text=text, customer=one, contact=Contact.objects.get(customer=one),
        channel="e-mail", key="d1", address=MAIL, domain="zebrafink.example", created_at=NOON,
    )  # fmt: skip
    Endpoint.objects.create(
        processor=kite, customer=one, url="https://zebrafink.example/notices", secret="x", made_at=NOON
    )
    change = CaseChange.objects.create(
        processor=kite, register=held, title="A new company", owner=owner, planned_at=NOON, created_at=NOON,
        later_why="as Wilma asked",
    )  # fmt: skip
    objection = Objection.objects.create(
        processor=kite, change=change, customer=one, channel="portal", ground="other", state="open",
        text="Quastel objects", by_name="Wilma Quastel", received_at=NOON, recorded_at=NOON,
    )  # fmt: skip
    step = ObjectionStep.objects.create(
        objection=objection, side="customer", kind="message", state="open", text="Quastel says", at=NOON
    )
    ObjectionFile.objects.create(
        step=step,
        name="Quastel.pdf",
        form="pdf",
        size=4,
        sha256="0" * 64,
        data=b"%PDF of Quastel",
        kept_at=NOON,
    )
    Authorisation.objects.create(
        processor=kite, change=change, customer=one, channel="letter", document="Letter of Wilma Quastel",
        by_name="Wilma Quastel", said_at=NOON, recorded_at=NOON,
    )  # fmt: skip
    GateWaiver.objects.create(
        processor=kite, change=change.public_id, customer=one.public_id, gate="contract", by=owner, at=NOON,
        reason="in haste", basis="Art. 32",
    )  # fmt: skip


def _passing(one: Customer, kite: Processor) -> None:
    token, _ = make_token(by=BY, at=NOON, processor=kite, name="crm", scopes=("customers.read",))
    KeptAnswer.objects.create(
        token=token,
        key="k",
        fingerprint="f",
        status=200,
        body=json.dumps({"id": one.public_id, "n": one.name}),
    )
    KeptAnswer.objects.create(token=token, key="k2", fingerprint="f", status=200, body='{"n": "Grebe Oy"}')
    receive(by=BY, at=NOON, processor=kite, name="zebrafink.csv",
            data=f"customer_id,customer_name,contact_email\nKRM-7781,Zebrafink Oy,{MAIL}\n".encode())  # fmt: skip
    receive(
        by=BY, at=NOON, processor=kite, name="rest.csv", data=b"customer_id,customer_name\nK-2,Grebe Oy\n"
    )
    Job.objects.create(name="x", queue="default", arguments={"args": [one.public_id], "kwargs": {}},
                       enqueued_at=NOON, not_before=NOON, started_at=NOON, done_at=NOON)  # fmt: skip


def everything() -> dict[str, list[str]]:
    """Every value of every column, by table and column, in plain: decrypted, decoded, bytes as hex."""
    found: dict[str, list[str]] = {}
    known = set()
    for model in apps.get_models(include_auto_created=True):
        known.add(model._meta.db_table)
        for field in model._meta.concrete_fields:
            values = model._base_manager.values_list(field.attname, flat=True)
            found[f"{model._meta.db_table}.{field.name}"] = [_plain(one) for one in values]
    found["django_session.decoded"] = [str(one.get_decoded()) for one in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - known:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = [_plain(one) for row in cursor.fetchall() for one in row]
    return found


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview | bytearray):
        return bytes(value).hex()
    return json.dumps(value, ensure_ascii=False, default=str)


def traces() -> dict[str, list[str]]:
    """Where a word of the customer is found, or a blind index of one of its values."""
    uses = (
        ("Zebrafink Oy", "name"), ("2431560-5", "business_id"), (MAIL, "email"),
        (MAIL, "outbox.to"), (MAIL, "invitation.email"),
    )  # fmt: skip
    told = [*WORDS, *(blind_index(text, use).hex() for text, use in uses)]
    return {
        column: hits
        for column, values in everything().items()
        if (hits := [one for one in values if any(word in one.casefold() for word in told)])
    }
