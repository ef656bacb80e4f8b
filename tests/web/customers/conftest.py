"""A processor with two agreements' worth of customers, and people of its staff."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.writes import add_contact, create_customer
from ketju.web.apps.services.models import Product
from ketju.web.apps.services.writes import add_product
from ketju.web.base.access.models import Membership, Processor, Undertaking
from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor
from ketju.web.base.encryption.keys import forget_keys

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
STAFF = Actor(role="case-handler")


@pytest.fixture(autouse=True)
def _keys() -> None:
    forget_keys()


@pytest.fixture
def kite(db: None) -> Processor:
    return Processor.objects.create(slug="kite", name="Kite Hosting Oy", language="fi")


@pytest.fixture
def other(db: None) -> Processor:
    return Processor.objects.create(slug="other", name="Other Hosting Oy")


@pytest.fixture
def heron(kite: Processor) -> Customer:
    """A company with a valid Finnish number."""
    given = {
        "external_id": "C-1",
        "name": "Harmaahaikara Oy",
        "business_id": "2431560-5",
        "country": "FI",
        "postal_address": "Rantatie 1\n00100 Helsinki",
        "signed_up_on": "2024-05-02",
        "language": "fi",
    }
    return create_customer(by=STAFF, at=NOON, processor=kite, given=given)


@pytest.fixture
def aino(heron: Customer) -> Contact:
    given = {
        "first_name": "Aino",
        "last_name": "Möttönen",
        "email": "aino@heron.example",
        "is_main_user": "yes",
    }
    return add_contact(by=STAFF, at=NOON, customer=heron, given=given)


@pytest.fixture
def hosting(kite: Processor) -> Product:
    given = {"slug": "hosting", "name": "Webhotelli", "countries": "FI, DE"}
    return add_product(by=STAFF, at=NOON, processor=kite, given=given)


@pytest.fixture
def terms(kite: Processor) -> tuple[AgreementVersion, AgreementVersion]:
    """Two versions of one agreement, one after the other."""
    old = AgreementVersion.objects.create(
        processor=kite,
        slug="dpa",
        version="1",
        name="DPA",
        valid_from=date(2018, 5, 25),
        valid_to=date(2024, 12, 31),
    )
    new = AgreementVersion.objects.create(
        processor=kite, slug="dpa", version="2", name="DPA", valid_from=date(2025, 1, 1)
    )
    return old, new


def member(processor: Processor, role: str) -> User:
    """A member of staff who may work: bound to confidentiality, with a second factor."""
    from allauth.mfa.models import Authenticator

    user = User.objects.create_user(f"{role}@{processor.slug}.example", "long enough for tests")
    Membership.objects.create(
        user=user, processor=processor, role=role, first=date(2020, 1, 1), last=date(2099, 1, 1)
    )
    Undertaking.objects.create(
        user=user, processor=processor, signed_on=date(2020, 1, 1), briefed_on=date(2020, 1, 1), document="u"
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


@pytest.fixture
def officer(kite: Processor) -> Client:
    """A browser in which the privacy officer is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(member(kite, "privacy-officer"), "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def reader(kite: Processor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(member(kite, "reader"), "allauth.account.auth_backends.AuthenticationBackend")
    return client
