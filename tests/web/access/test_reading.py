"""Asking for a page changes nothing: every address is asked for, and the database is the same before and after.

What may be written by asking is listed here: that somebody read (the audit trail is meant to grow), the session, and
counts of tries.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.people.inviting import Wanted, invite_person
from ketju.web.base.access.permission import standing_of
from ketju.web.base.audit.writing import Actor
from ketju.web.base.tokens.writing import SCOPES, make_token
from tests.web import here
from tests.web.access.test_walk import Address, addresses, values
from tests.web.cast import Cast, make_cast
from tests.web.together import rows_of_the_file

pytestmark = pytest.mark.django_db
NOTES = {"audit_auditentry", "django_session", "usersessions_usersession", "cache", "registers_visit"}
"""Tables that note that somebody was here, and hold nothing that anybody decides by."""
INDEXES = {"registers_customerclass", "registers_sortedcustomer", "registers_stalecustomer"}
"""Tables that follow from others and are brought up to date when somebody asks."""
WHO = {
    "public": ("", "owner"),
    "operator": ("",),
    "signed-in": ("owner",),
    "member": ("owner",),
    "staff": ("owner",),
    "customer": ("main-user",),
    "token": ("token",),
}


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    with rows_of_the_file(django_db_blocker):
        made = make_cast()
        RecoveryCodes.activate(made.people["owner"])
        yield made


@pytest.fixture(autouse=True)
def _counts_begin_anew() -> None:
    cache.clear()


def state() -> dict[str, str]:
    """A hash of each table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in NOTES | INDEXES or not model._meta.managed:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [one[0] for one in cursor.description or ()]
            rows = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
            if table == "tokens_token":
                at = columns.index("used_at")
                rows = [[*row[:at], *row[at + 1 :]] for row in rows]
            found[table] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
    return found


def client_of(cast: Cast, who: str) -> Client:
    """Somebody who just confirmed who they are, so that no page is kept from them."""
    client = Client()
    if who == "token":
        _, text = make_token(by=Actor(), at=timezone.now(), processor=cast.kite, name="crm", scopes=SCOPES)
        return Client(headers={"authorization": f"Bearer {text}"})
    if who:
        client.force_login(cast.people[who])
        session = client.session
        proof = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [proof]
        session.save()
        client.get("/places/")
    return client


def filled(address: Address, cast: Cast) -> str:
    chosen = values(address, cast)
    if "secret" in chosen:
        user = cast.people["owner"]
        wanted = Wanted(f"guest-{address.name}@example.com", "reader", here.today())
        standing = standing_of(user, cast.kite, here.today())
        _, secret = invite_person(by=Actor(user=user), standing=standing, wanted=wanted, at=timezone.now())
        chosen["secret"] = secret
    return address.filled(chosen)


def every() -> list[Any]:
    return [
        pytest.param(one, who, id=f"{one.name}-{who or 'stranger'}")
        for one in addresses()
        for who in WHO[one.policy.kind]
    ]


@pytest.mark.parametrize(("address", "who"), every())
@pytest.mark.parametrize("method", ["get", "head"])
def test_asking_for_a_page_changes_nothing(address: Address, who: str, method: str, cast: Cast) -> None:
    url, client = filled(address, cast), client_of(cast, who)
    before = state()
    with transaction.atomic():
        answer = getattr(client, method)(url)
    assert answer.status_code < 500
    changed = {table for table, mark in state().items() if before[table] != mark}
    assert changed == set(), (url, changed)


def test_a_change_would_be_seen(cast: Cast) -> None:
    before, alder = state(), Customer.objects.get(pk=cast.alder.pk)
    alder.name = "Alder Bakery Oy"
    alder.save()
    assert {table for table, mark in state().items() if before[table] != mark} == {"parties_customer"}
    assert {table for table in NOTES if table != "cache"} <= set(connection.introspection.table_names())


def test_most_addresses_are_pages_that_are_shown(cast: Cast) -> None:
    """A walk of nothing but refusals would prove nothing."""
    found = [
        client_of(cast, who).get(filled(one, cast)).status_code
        for one in addresses()
        for who in WHO[one.policy.kind][-1:]
    ]
    assert found.count(200) > len(found) / 2
    assert sum(status in (200, 302, 405) for status in found) > len(found) * 0.9
